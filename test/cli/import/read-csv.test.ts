import { truncate, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { SourceRow } from "../../../cli/import/column.ts";
import { readCsv } from "../../../cli/import/read-csv.ts";
import { withFile } from "./catalogue-of.ts";

async function rowsOf(content: string | Uint8Array): Promise<SourceRow[]> {
  return withFile(content, async (path) => {
    const rows: SourceRow[] = [];
    for await (const row of readCsv(path)) rows.push(row);
    return rows;
  });
}

async function countRows(path: string): Promise<number> {
  let count = 0;
  for await (const _ of readCsv(path)) count += 1;
  return count;
}

describe("rows of a file", () => {
  it("have the line where they begin, past blank lines and line breaks in cells", async () => {
    const text = 'a,b\n\n1,"x\ny\nz"\n   ,  \n2,"w"\n';
    expect(await rowsOf(text)).toStrictEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 3, cells: ["1", "x\ny\nz"] },
      { line: 7, cells: ["2", "w"] },
    ]);
    const expected = await rowsOf(text);
    expect(await rowsOf(text.replaceAll("\n", "\r\n"))).toStrictEqual(expected);
    expect(await rowsOf(text.replaceAll("\n", "\r"))).toStrictEqual(expected);
  });

  it("lose the padding around cells and quotes", async () => {
    expect(await rowsOf('  a ,\tb\n "1, 2"   , " 3 " \n')).toStrictEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1, 2", "3"] },
    ]);
  });

  it.each([
    ["semicolons", "a;b;c,d\n1;2\n", ["1", "2"]],
    ["tabs", "a\tb\n1\t2,5\n", ["1", "2,5"]],
    ["commas, with others in quotes", '"a;;;b",c\n1,2\n', ["1", "2"]],
    ["commas, when there is one column", "a\n1\n", ["1"]],
  ])("are separated by %s", async (_, text, cells) => {
    expect((await rowsOf(text))[1]?.cells).toStrictEqual(cells);
  });

  it.each([
    ["UTF-8 with a byte order mark", Buffer.from("\ufeffsku,n\nGrün,1\n", "utf8")],
    ["UTF-16 with a byte order mark", Buffer.from("\ufeffsku,n\nGrün,1\n", "utf16le")],
  ])("are read from %s", async (_, content) => {
    expect(await rowsOf(content)).toStrictEqual([
      { line: 1, cells: ["sku", "n"] },
      { line: 2, cells: ["Grün", "1"] },
    ]);
  });

  it("keep a line break that falls between two reads of the disk", async () => {
    const filler = "x".repeat(64 * 1024 - 5);
    const rows = await rowsOf(`a\r\n${filler}y\r\nz\r\n`);
    expect(rows.map(({ line }) => line)).toStrictEqual([1, 2, 3]);
    expect(rows[2]?.cells).toStrictEqual(["z"]);
  });
});

describe("a file that cannot be read", () => {
  it.each([
    ["is empty", "", /is empty/],
    ["has only blank lines", "\n , \n", /is empty/],
    ["has a quote that is never closed", 'a,b\n1,"2\n3,4\n', /a quote opened near line \d+ is never closed/],
    ["has a quote within a cell", 'a,b\n1,12" ruler\n', /a quote stands where none may be near line 2/],
    ["has text after a quoted cell", 'a,b\n1,"2" x\n', /not CSV/],
    ["is not UTF-8", Buffer.from("sku\nGr\xfcn\n", "latin1"), /not text in UTF-8/],
    ["is a spreadsheet", Buffer.from("504b03041400060008000000210041378fcf", "hex"), /not (text|CSV)/],
  ])("%s: says so", async (_, content, message) => {
    await expect(rowsOf(content)).rejects.toThrow(message);
  });

  it("is missing, or a folder", async () => {
    await expect(countRows("/nowhere/at/all.csv")).rejects.toThrow("There is no file /nowhere/at/all.csv");
    await expect(countRows("/")).rejects.toThrow("/ is not a file");
  });

  it("has a row of more than a million characters", async () => {
    await expect(rowsOf(`a,b\n1,"${"x".repeat(1024 * 1024)}"\n`)).resolves.toHaveLength(2);
    await expect(rowsOf(`a,b\n1,"${"x".repeat(1024 * 1024 + 1)}"\n`)).rejects.toThrow(/more than a million characters/);
  });

  it("is larger than 200 MB", async () => {
    await withFile("a,b\n", async (path) => {
      await truncate(path, 200 * 1024 * 1024);
      await expect(countRows(path)).rejects.not.toThrow(/larger than/);
      await truncate(path, 200 * 1024 * 1024 + 1);
      await expect(countRows(path)).rejects.toThrow(/larger than 200 MB/);
    });
  });

  it("has more than a million rows", async () => {
    await withFile("", async (path) => {
      await writeFile(path, `n\n${"1\n".repeat(1_000_000)}`);
      expect(await countRows(path)).toBe(1_000_001);
      await writeFile(path, `n\n${"1\n".repeat(1_000_001)}`);
      await expect(countRows(path)).rejects.toThrow(/more than 1,000,000 rows/);
    });
  });
});
