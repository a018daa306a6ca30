import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../cli/build/repository-root.ts";

const run = promisify(execFile);
const built = pathToFileURL(`${repositoryRoot}/dist/testing/index.js`).href;

/** Longer than a server takes, and shorter than anything that it could leave running. */
const ENDS_WITHIN_MS = 30_000;

/** What a program with a test server prints until it has come to its end by itself. */
async function printed(program: string): Promise<string> {
  const source = `import { createTestServer, slow } from ${JSON.stringify(built)};\n${program}`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", source], {
    timeout: ENDS_WITHIN_MS,
  });
  return stdout;
}

const USED = `
  const server = await createTestServer();
  await server.put("MUG", 2);
  const ask = (path) => server.fetch(server.shopper.baseUrl + path, { headers: { authorization: "Bearer " + server.shopper.key } });
  console.log((await ask("/v1/availability/MUG")).status);
  server.fail(slow(5_000));
  ask("/v1/availability/MUG").catch((error) => console.log(error.name));
`;

test("a program that closes its test server ends by itself", async () => {
  expect(await printed(`${USED} await server.clock.advance(60); await server.close();`)).toBe("200\nTypeError\n");
});

test("one that does not is not kept running either", async () => {
  expect(await printed(USED)).toBe("200\n");
});

test("importing it starts nothing and asks for nothing", async () => {
  const program =
    "console.log(typeof createTestServer, process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length);";
  expect(await printed(program)).toBe("function 0\n");
});
