import { build } from "esbuild";
import { expect, inject, test } from "vitest";

const { project } = inject("packed");

test("a bundler keeps the module that defines the element, though nothing of it is used", async () => {
  expect(await bundled('import "onhand/widget/define";')).toContain(".define(");
});

test.each(["onhand", "onhand/webhooks", "onhand/testing", "onhand/widget"])(
  "a bundler leaves nothing of %s that is not used",
  async (name) => {
    expect(await bundled(`import "${name}"; import * as all from "${name}";`)).toBe("");
  },
);

/** What esbuild makes of a script in a project that has the package installed. */
async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    // esbuild says that it leaves out an import for its effects alone, which is what is asked here.
    logLevel: "silent",
  });
  return outputFiles[0]?.text.trim() ?? "";
}
