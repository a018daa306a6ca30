import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { repositoryRoot } from "../../../cli/build/repository-root.ts";
import { type CompilerOptions, writeProject } from "../consumer-project.ts";
import { runTypeScript } from "../typescript.ts";
import { readDocuments } from "./documents.ts";
import { type Program, programsOf } from "./program.ts";

const { project } = inject("packed");
const documents = readDocuments();
const programs = documents.flatMap(({ path, fences }) => programsOf(path, fences));

/** What samples import beside the package, as their reader has it installed. */
const BESIDES: readonly string[] = ["hono", "standardwebhooks", "vitest"];

const options: CompilerOptions = {
  module: "nodenext",
  moduleResolution: "nodenext",
  types: ["node"],
  typeRoots: [join(repositoryRoot, "node_modules/@types")],
  // Of packages that are not this one, some check themselves only with more than a sample's reader has.
  skipLibCheck: true,
};

describe.each(["ts", "js"] as const)("the samples in %s", (language) => {
  const compiled = programs.filter((program) => program.language === language);
  let diagnostics: string;
  beforeAll(async () => {
    const files = compiled.map((program): [string, string] => [fileOf(program), program.compiled]);
    // JavaScript is compiled as well, but has nowhere to say of what type something is.
    const asJavaScript = { strict: false, exactOptionalPropertyTypes: false };
    const folder = writeProject(project, `samples-${language}`, Object.fromEntries(files), {
      ...options,
      ...(language === "js" ? asJavaScript : {}),
    });
    mkdirSync(join(folder, "node_modules"));
    for (const name of BESIDES)
      symlinkSync(join(repositoryRoot, "node_modules", name), join(folder, "node_modules", name));
    diagnostics = (await runTypeScript("newest", folder)).stdout;
  });

  test.for(compiled)("$name compiles", (program) => {
    expect(diagnostics.split("\n").filter((line) => line.startsWith(`${fileOf(program)}(`))).toEqual([]);
  });

  test("nothing else is wrong with them", () => {
    expect(diagnostics.split("\n").filter((line) => line !== "" && !/^ |^[\w.-]+-line-\d+\.ts\(/.test(line))).toEqual(
      [],
    );
  });
});

test("the README has samples", () => {
  expect(programs.filter(({ name }) => name.startsWith("README.md:")).length).toBeGreaterThan(0);
});

const pages = documents.flatMap(({ path, fences }) =>
  fences.filter(({ language }) => language === "html").map(({ line, text }) => ({ name: `${path}:${line}`, text })),
);

test.for(pages)("$name gives the element attributes that it has", async ({ text }) => {
  const elements = [...text.matchAll(/<stock-availability((?:\s+[\w-]+(?:="[^"]*"|='[^']*')?)*)\s*>/g)];
  expect(elements.length).toBe(text.split("<stock-availability").length - 1);
  const attributes = elements.flatMap(([, given = ""]) =>
    [...given.matchAll(/([\w-]+)(?:="[^"]*"|='[^']*')?/g)].map(([, name]) => name),
  );
  expect(await elementAttributes()).toEqual(expect.arrayContaining(attributes));
});

/** Asked of the installed package: in Node its class can be imported as well. */
async function elementAttributes(): Promise<readonly string[]> {
  const url = pathToFileURL(join(project, "node_modules/onhand/dist/widget/index.js")).href;
  const widget: { StockAvailability: { observedAttributes: readonly string[] } } = await import(url);
  return widget.StockAvailability.observedAttributes;
}

function fileOf({ name }: Program): string {
  return `${name.replaceAll("/", "-").replace(":", "-line-")}.ts`;
}
