import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { referenceFolder, writeReference } from "../../cli/build/reference.ts";

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "onhand-reference-test-"));
  await writeReference(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the reference has a file for each module that a shop imports", () => {
  expect(pagesIn(folder)).toEqual(["README.md", "onhand.md", "onhand.testing.md", "onhand.webhooks.md"]);
});

test("the reference says what the docstrings say: `npm run reference` writes it anew", () => {
  expect(pagesIn(referenceFolder)).toEqual(pagesIn(folder));
  for (const name of pagesIn(folder)) {
    const [written, kept] = [linesOf(folder, name), linesOf(referenceFolder, name)];
    // What is new and what is gone, not both files in the failure's message.
    expect(without(written, kept), `new in ${name}`).toEqual([]);
    expect(without(kept, written), `gone from ${name}`).toEqual([]);
    expect(kept.join("\n") === written.join("\n"), `${name} is the same`).toBe(true);
  }
});

function pagesIn(path: string): string[] {
  return readdirSync(path)
    .filter((name) => name.endsWith(".md"))
    .toSorted();
}

function linesOf(path: string, name: string): string[] {
  return readFileSync(join(path, name), "utf8").split("\n");
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line));
}
