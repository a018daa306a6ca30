import { describe, expect, it } from "vitest";
import { reportCell, reportLines } from "../../../cli/import/report-csv.ts";

describe("a cell of the report", () => {
  it.each([
    ["plain", "plain"],
    ["a, b", "a, b"],
    ['say "x"', 'say "x"'],
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@cmd", "'@cmd"],
    ["  =1", "'  =1"],
    ['=A1,"x"', `'=A1,"x"`],
    ["a\tb\r\nc", "a\\u{9}b\\u{d}\\u{a}c"],
    ["\t=1", "\\u{9}=1"],
    ["\u001b[2J", "\\u{1b}[2J"],
    ["0042", "0042"],
    ["a-b", "a-b"],
  ])("shows %j and runs nothing", (text, cell) => {
    expect(reportCell(text)).toBe(cell);
  });
});

it("has a header and a line for each entry", () => {
  const lines = [
    ...reportLines([
      {
        kind: "row",
        line: 2,
        sku: "A",
        product: "",
        outcome: "changed",
        changes: ["policy.backorders", "onHand@main"],
        reason: "",
      },
      { kind: "row", line: 3, sku: "B", product: "p", outcome: "refused", changes: [], reason: "bad, very" },
    ]),
  ];
  expect(lines.join("")).toBe(
    'line,sku,product,outcome,changed,reason\r\n2,A,,changed,"policy.backorders; onHand@main",\r\n3,B,p,refused,,"bad, very"\r\n',
  );
});
