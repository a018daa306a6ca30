import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { repositoryRoot } from "../../cli/build/repository-root.ts";
import { type CompilerOptions, writeProject } from "./consumer-project.ts";
import { type Compiler, runTypeScript, typeScriptOf } from "./typescript.ts";

const { project } = inject("packed");

/** A consumer of every part that a shop's page, server or test imports. */
const consumer = `
import * as onhand from "onhand";
import * as testing from "onhand/testing";
import * as webhooks from "onhand/webhooks";
import * as widget from "onhand/widget";
import "onhand/widget/define";

const storefront: onhand.Storefront = onhand.createStorefront({ baseUrl: "https://stock.shop.example" });
export const element: HTMLElement = document.createElement("stock-availability");
// @ts-expect-error: a view is no figure. Were the types not found, this would be no mistake.
export const view: number = storefront.availability.get("MUG");
export { storefront, testing, webhooks, widget };
`;

/** A server of a shop: no page, and Node's own types for what the web has as well. */
const server = `
import * as onhand from "onhand";
import * as webhooks from "onhand/webhooks";

// @ts-expect-error: an address is a text. Were the types not found, this would be no mistake.
export const storefront: onhand.Storefront = onhand.createStorefront({ baseUrl: 1 });
export { webhooks };
`;

const nodeTypes = { types: ["node"], typeRoots: [join(repositoryRoot, "node_modules/@types")], lib: ["ES2022"] };

const resolutions: Readonly<Record<string, CompilerOptions>> = {
  bundler: { module: "esnext", moduleResolution: "bundler" },
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
};

const compilers: readonly Compiler[] = ["oldest", "newest"];

test("the oldest compiler is TypeScript 5.6, the newest the one of this repository", () => {
  const versions = compilers.map((compiler) => {
    const manifest: { version: string } = JSON.parse(
      readFileSync(join(typeScriptOf(compiler), "package.json"), "utf8"),
    );
    return manifest.version.split(".").slice(0, 2).join(".");
  });
  expect(versions).toEqual(["5.6", "7.0"]);
});

describe.each(compilers)("with the %s TypeScript", (compiler) => {
  test.each(Object.entries(resolutions))("the types check from a page, resolved as %s", async (name, options) => {
    const folder = writeProject(project, `types-${compiler}-${name}`, { "page.ts": consumer }, options);
    expect(await diagnosticsOf(compiler, folder)).toEqual([]);
  });

  test("the types check from a server that has Node's types alone", async () => {
    const options = { ...resolutions.nodenext, ...nodeTypes };
    const folder = writeProject(project, `types-${compiler}-server`, { "server.ts": server }, options);
    expect(await diagnosticsOf(compiler, folder)).toEqual([]);
  });
});

/** What the compiler says of the package's own declarations and of what uses them; not of other packages' files. */
async function diagnosticsOf(compiler: Compiler, folder: string): Promise<string[]> {
  const { exitCode, stdout } = await runTypeScript(compiler, folder);
  const lines = stdout.split("\n").filter((line) => /error TS\d+/.test(line));
  if (exitCode !== 0 && lines.length === 0) throw new Error(`the compiler failed:\n${stdout}`);
  return lines.filter((line) => !/node_modules\/(?!onhand\/)/.test(line));
}
