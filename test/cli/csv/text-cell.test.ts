import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine } from "../../../cli/csv/csv-line.ts";
import { anyTextCell, readAnyText, readText, textCell } from "../../../cli/csv/text-cell.ts";
import { readCsv } from "../../../cli/import/read-csv.ts";
import { withFile } from "../import/catalogue-of.ts";

async function cellsOf(content: string): Promise<(readonly string[])[]> {
  return withFile(content, async (path) => {
    const rows: (readonly string[])[] = [];
    for await (const { cells } of readCsv(path)) rows.push(cells);
    return rows;
  });
}

describe("a text in a cell", () => {
  it.each([
    ["MUG", "MUG"],
    ["0042", "0042"],
    ["=1+1", "'=1+1"],
    ["+49 30", "'+49 30"],
    ["-5", "'-5"],
    ["@here", "'@here"],
    [" =1", "' =1"],
    ["＝1", "'＝1"],
    ["'tis", "''tis"],
    ["null", "'null"],
    ["NULL", "'NULL"],
    ["nullable", "nullable"],
    ["a=b", "a=b"],
  ])("%s stands as %s, and is read as what it was", (text, cell) => {
    expect(textCell(text)).toBe(cell);
    expect(readText(cell)).toBe(text);
  });

  it.each(["'a", "it's", "''", "'"])("%s of another system loses no apostrophe that is its own", (cell) => {
    expect(readText(cell)).toBe(cell === "''" ? "'" : cell);
  });

  it("is never begun by what a spreadsheet runs", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(textCell(text)).not.toMatch(/^\s*[=+\-@＝＋－＠\t\r]/u);
        expect(readText(textCell(text))).toBe(text);
      }),
    );
  });
});

describe("any text at all in a cell", () => {
  it.each([
    ["by sea", "by sea"],
    ["two\nlines", "two\nlines"],
    [" padded ", '" padded "'],
    ["a\r\nb", '"a\\r\\nb"'],
    ['"quoted"', '"\\"quoted\\""'],
    ["=1\t2", '"=1\\t2"'],
    ["=1", "'=1"],
  ])("%j stands as %j", (text, cell) => {
    expect(anyTextCell(text)).toBe(cell);
    expect(readAnyText(cell)).toBe(text);
  });

  it("is taken as it stands where it is no JSON", () => {
    expect(readAnyText('"Main" street')).toBe('"Main" street');
  });

  it("comes back from a file exactly as it was", async () => {
    // Code units, so that halves of characters, controls and ends of line are among them.
    const unit = fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      fc.constantFrom(",", '"', "'", ";", "\n", "\r", "\t", " ", "=", "\u00a0", "\ufeff", "\\", "0", "🧦"),
    );
    const text = fc.array(unit, { maxLength: 20 }).map((units) => units.join(""));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 30 }), async (texts) => {
        const lines = texts.map((each, index) => csvLine([String(index), anyTextCell(each), "end"]));
        const rows = await cellsOf(csvLine(["line", "note", "end"]) + lines.join(""));
        expect(rows.slice(1)).toStrictEqual(texts.map((each, index) => [String(index), anyTextCell(each), "end"]));
        expect(rows.slice(1).map(([, cell = ""]) => readAnyText(cell))).toStrictEqual(texts);
      }),
    );
  });
});
