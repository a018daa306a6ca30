import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transform } from "esbuild";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { NewKey, Sku } from "../../../sdk/contract/index.ts";
import { type Server, startServer } from "../../process/server.ts";
import { runCommand } from "../run-command.ts";
import { readDocuments } from "./documents.ts";
import { machineNode } from "./machine-node.ts";
import { asSaid, printedBy } from "./printed.ts";
import { type Program, programsOf } from "./program.ts";

const { project } = inject("packed");
const running = readDocuments()
  .flatMap(({ path, fences }) => programsOf(path, fences))
  .filter(({ runsWith }) => runsWith !== null);

/** The Node that runs the tests, and the machine's own where it has another. */
const nodes = [
  { whose: "the tests'", path: process.execPath },
  ...machineNode().map((path) => ({ whose: "the machine's own", path })),
];

let data: string;
let server: Server;
let shopperKey: string;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "onhand-samples-"));
  server = await startServer({ data, throughNpm: true });
  const made: NewKey = JSON.parse(await asked("POST", "/v1/admin/keys", { name: "samples", scopes: ["shopper"] }));
  shopperKey = made.key;
});
afterAll(async () => {
  await server?.stop();
  rmSync(data, { recursive: true, force: true });
});

test("the README has a sample that runs", () => {
  expect(running.filter(({ name }) => name.startsWith("README.md:")).length).toBeGreaterThan(0);
});

describe.each(nodes)("in an empty project that has the tarball installed, with $whose Node", ({ path }) => {
  test.for(running)("$name prints what it says", async (program) => {
    expect(program.isPartlyGiven, "what is the reader's own cannot run").toBe(false);
    for (const [sku, units] of Object.entries(program.runsWith ?? {})) await makeAvailable(sku, units);
    const file = join(project, `${program.name.replace(/\W/g, "-")}.mjs`);
    writeFileSync(file, await asRun(program));
    const { stdout } = await runCommand(path, [file], {
      folder: project,
      env: { ONHAND_URL: server.origin, ONHAND_KEY: server.adminKey, ONHAND_SHOPPER_KEY: shopperKey, NODE_OPTIONS: "" },
    });
    const said = printedBy(program.text);
    expect(said.length, "a sample that runs prints something").toBeGreaterThan(0);
    expect(asSaid(stdout.trimEnd().split("\n"), said)).toEqual(said);
  });
});

/** The program without its types, with the server's address and keys where it shows those of a shop. */
async function asRun({ text, language }: Program): Promise<string> {
  const { code } = await transform(text, { loader: language, target: "es2022", format: "esm" });
  return code
    .replaceAll("https://stock.shop.example", server.origin)
    .replaceAll("http://127.0.0.1:8787", server.origin)
    .replace(/onh_pk_(?:…|\\u2026)/g, shopperKey)
    .replace(/onh_sk_(?:…|\\u2026)/g, server.adminKey);
}

/** Makes the SKU if there is none, and has so many units available whatever earlier samples hold. */
async function makeAvailable(sku: string, units: number): Promise<void> {
  const path = `/v1/admin/skus/${sku}`;
  const { levels }: Sku = JSON.parse(await asked("PUT", path, {}));
  const claimed = levels.reduce((sum, { held, allocated, planned }) => sum + held + allocated + planned, 0);
  await asked("POST", `${path}/count`, { onHand: units + claimed });
}

/** The answer's text to a request of the admin. Rejects when it is refused. */
async function asked(method: string, path: string, body: unknown): Promise<string> {
  const answer = await server.admin(method, path, body, { "idempotency-key": crypto.randomUUID() });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}\n${text}`);
  return text;
}
