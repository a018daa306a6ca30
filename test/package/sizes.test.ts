import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import {
  MEASURED_IMPORTS,
  type MeasuredImport,
  type MeasuredSize,
  measureImport,
} from "../../cli/build/measured-imports.ts";
import { repositoryRoot } from "../../cli/build/repository-root.ts";
import { sizeTable } from "../../cli/build/size-table.ts";
import { writeProject } from "./consumer-project.ts";

/** Compressors differ by some bytes from one machine to the next. */
const COMPRESSORS_DIFFER_BYTES = 16;

const { project } = inject("packed");
const readme = readFileSync(join(repositoryRoot, "README.md"), "utf8").split("\n");

describe.each(MEASURED_IMPORTS)("$name", (imported) => {
  test(`takes at most ${imported.gzipBytesMax} bytes of a script, minified and gzipped`, async () => {
    expect((await measureImport(imported, project)).gzipBytes).toBeLessThanOrEqual(imported.gzipBytesMax);
  });

  test("is told in the README with its size", async () => {
    const told = toldInReadme(imported);
    const measured = await measureImport(imported, project);
    expect(Math.abs(told.gzipBytes - measured.gzipBytes)).toBeLessThanOrEqual(COMPRESSORS_DIFFER_BYTES);
    expect(Math.abs(told.laterGzipBytes - measured.laterGzipBytes)).toBeLessThanOrEqual(COMPRESSORS_DIFFER_BYTES);
  });
});

test("the README's table is the one that is printed", () => {
  const table = sizeTable(MEASURED_IMPORTS.map(toldInReadme)).split("\n");
  const from = readme.indexOf(table[0] ?? "");
  expect(readme.slice(from, from + table.length)).toEqual(table);
});

test("what is loaded later is counted by itself, and what it shares with the rest is not later", async () => {
  // 2,000 bytes that no compressor makes less than 1,000 of.
  const weight = `"${randomBytes(1_000).toString("hex")}"`;
  const folder = writeProject(project, "loaded-later", {
    "now.js": 'export const later = () => import("./later.js");',
    "later.js": `export const weight = ${weight};`,
    "sharing.js": 'export { weight } from "./weight.js"; export const later = () => import("./as-well.js");',
    "as-well.js": 'import { weight } from "./weight.js"; console.log(weight);',
    "weight.js": `export const weight = ${weight};`,
  });
  const measured = (path: string) =>
    measureImport({ name: path, code: `import * as all from "${path}"`, gzipBytesMax: 0 }, folder);
  const now = await measured("./now.js");
  expect(now.gzipBytes).toBeLessThan(250);
  expect(now.laterGzipBytes).toBeGreaterThan(1_000);
  const sharing = await measured("./sharing.js");
  expect(sharing.gzipBytes).toBeGreaterThan(1_000);
  expect(sharing.laterGzipBytes).toBeLessThan(250);
});

/** What the README says of an import. Not a number where it says nothing. */
function toldInReadme({ code }: MeasuredImport): MeasuredSize {
  const row = readme.find((line) => line.includes(`| \`${code}\` |`)) ?? "";
  const [size, , later] = row.split(" | ").slice(2);
  const bytesIn = (cell = "") => Number(/^([\d,]+) B/.exec(cell)?.[1]?.replaceAll(",", "") ?? Number.NaN);
  return { gzipBytes: bytesIn(size), laterGzipBytes: later?.includes(" B") ? bytesIn(later) : 0 };
}
