import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isStale } from "../../cli/build/stale.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "onhand-test-"));
  mkdirSync(join(folder, "sources/deep"), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, second: number): string {
  const path = join(folder, name);
  writeFileSync(path, "");
  utimesSync(path, second, second);
  return path;
}

it.each([
  [99, false],
  [100, false],
  [101, true],
])("a result of second 100 with its newest source of second %i: stale is %s", (second, stale) => {
  const result = write("result", 100);
  write("sources/old", 50);
  write("sources/deep/new", second);
  expect(isStale(result, [join(folder, "sources"), join(folder, "none")])).toBe(stale);
});

it("a result that is missing is stale", () => {
  expect(isStale(join(folder, "result"), [])).toBe(true);
});
