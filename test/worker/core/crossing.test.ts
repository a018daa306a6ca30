import { describe, expect, test } from "vitest";
import { type Band, bandOf, crossingsOf, isSameBand } from "../../../worker/core/crossing.ts";

// Minimum 3, told below 5: in stock with 5 and more, below at 4, low at 3 – 1, out at 0 and less.
const LINES = { minStockQuantity: 3, notifyQuantityBelow: 5 };
const cross = (from: number, to: number): [string, number][] =>
  crossingsOf(bandOf(from, LINES), bandOf(to, LINES), LINES).map(({ type, threshold }) => [type, threshold]);

describe("the band of a stock level", () => {
  test.each<[level: number, band: Band]>([
    [5, { low: false, out: false, below: false }],
    [4, { low: false, out: false, below: true }],
    [3, { low: true, out: false, below: true }],
    [1, { low: true, out: false, below: true }],
    [0, { low: true, out: true, below: true }],
    [-2, { low: true, out: true, below: true }],
  ])("at %i", (level, band) => {
    expect(bandOf(level, LINES)).toEqual(band);
  });

  test("nothing is below a notice at 0, and with a minimum of 0 low is out", () => {
    expect(bandOf(0, { minStockQuantity: 0, notifyQuantityBelow: 0 })).toEqual({ low: true, out: true, below: false });
    expect(bandOf(1, { minStockQuantity: 0, notifyQuantityBelow: 1 })).toEqual({
      low: false,
      out: false,
      below: false,
    });
  });
});

describe("the lines between two levels", () => {
  test.each<[from: number, to: number, crossed: [string, number][]]>([
    [9, 5, []],
    [5, 4, [["stock.notify_below", 5]]],
    [4, 3, [["stock.low", 3]]],
    [1, 0, [["stock.out", 0]]],
    [
      6,
      -1,
      [
        ["stock.low", 3],
        ["stock.notify_below", 5],
        ["stock.out", 0],
      ],
    ],
    [0, 1, [["stock.back", 0]]],
    [3, 4, [["stock.recovered", 3]]],
    [4, 5, []],
    [
      0,
      9,
      [
        ["stock.back", 0],
        ["stock.recovered", 3],
      ],
    ],
    [3, 1, []],
    [-1, -5, []],
  ])("from %i to %i", (from, to, crossed) => {
    expect(cross(from, to)).toEqual(crossed);
  });

  test("all of them at once, where they lie together", () => {
    const lines = { minStockQuantity: 0, notifyQuantityBelow: 0 };
    expect(crossingsOf(bandOf(1, lines), bandOf(-1, lines), lines)).toEqual([
      { type: "stock.low", threshold: 0 },
      { type: "stock.notify_below", threshold: 0 },
      { type: "stock.out", threshold: 0 },
    ]);
  });

  test("lines that move over a level are crossed as well", () => {
    const before = bandOf(4, { minStockQuantity: 3, notifyQuantityBelow: 1 });
    const raised = { minStockQuantity: 4, notifyQuantityBelow: 1 };
    expect(crossingsOf(before, bandOf(4, raised), raised)).toEqual([{ type: "stock.low", threshold: 4 }]);
  });
});

test("bands are the same when every side is", () => {
  const band = bandOf(4, LINES);
  expect(isSameBand(band, bandOf(4, LINES))).toBe(true);
  for (const key of ["low", "out", "below"] as const)
    expect(isSameBand(band, { ...band, [key]: !band[key] })).toBe(false);
});
