import { describe, expect, test } from "vitest";
import {
  figuresOfLines,
  judgeQuantities,
  type LineFigures,
  openLines,
  openUnits,
  partsOf,
  unitsBySku,
} from "../../../worker/core/order-lines.ts";
import { skuLine } from "./given.ts";
import { LINES, orderLine, pending, placedOrder, quantities, returned, shipment } from "./order-given.ts";

/** Of ten, one is cancelled and two are wanting; three are planned, two shipped, one of which came back. */
const PARTS = {
  lines: [orderLine(skuLine("A", 10), { cancelled: 1, shortfall: 2 }), orderLine(skuLine("B", 3))],
  shipments: [shipment("S-1", quantities([0, 3], [1, 1])), shipment("S-2", quantities([0, 2]), { shippedAt: 5 })],
  returns: [returned("R-1", quantities([0, 1]))],
};

const NONE: LineFigures = {
  ordered: 0,
  allocated: 0,
  planned: 0,
  shipped: 0,
  cancelled: 0,
  returned: 0,
  shortfall: 0,
};

describe("the figures of a line", () => {
  test("are what was ordered, less what is cancelled, wanting, on a shipment or gone", () => {
    expect(figuresOfLines(PARTS)).toEqual([
      { ordered: 10, allocated: 2, planned: 3, shipped: 2, cancelled: 1, returned: 1, shortfall: 2 },
      { ...NONE, ordered: 3, allocated: 2, planned: 1 },
    ]);
  });

  test("sum over shipments and returns", () => {
    const parts = {
      lines: [orderLine(skuLine("A", 9))],
      shipments: ["S-1", "S-2"].map((id) => shipment(id, quantities([0, 2]), { shippedAt: 1 })),
      returns: ["R-1", "R-2"].map((id) => returned(id, quantities([0, 1]))),
    };
    expect(figuresOfLines(parts)).toEqual([{ ...NONE, ordered: 9, allocated: 5, shipped: 4, returned: 2 }]);
  });

  test("of an order that nothing is claimed for are a shortfall, but for what is cancelled", () => {
    const order = pending({ lines: [orderLine(skuLine("A", 5), { cancelled: 2, shortfall: 3 })] });
    expect(partsOf(order)).toEqual({ lines: order.lines, shipments: [], returns: [] });
    expect(figuresOfLines(partsOf(order))).toEqual([{ ...NONE, ordered: 5, cancelled: 2, shortfall: 3 }]);
  });
});

test("open lines have the units that are claimed and have not left", () => {
  expect(openLines(PARTS).map((line) => line.quantity)).toEqual([5, 3]);
  expect(openLines(placedOrder()).map((line) => line.quantity)).toEqual([5, 2, 4]);
});

describe("units by SKU", () => {
  test("are summed over lines, a kit's component as often as the kit has it", () => {
    expect(unitsBySku(LINES, quantities([0, 1], [1, 2]))).toEqual(
      new Map([
        ["A", 5],
        ["B", 2],
      ]),
    );
    expect(unitsBySku(LINES, quantities([9, 1]))).toEqual(new Map());
  });

  test("of an order are those that have not left", () => {
    expect(openUnits(placedOrder())).toEqual(
      new Map([
        ["A", 9],
        ["B", 2],
        ["C", 4],
      ]),
    );
    expect(openUnits(PARTS)).toEqual(
      new Map([
        ["A", 5],
        ["B", 3],
      ]),
    );
  });
});

describe("quantities of lines", () => {
  const judge = (...each: [number, number][]) =>
    judgeQuantities(quantities(...each), figuresOfLines(PARTS), ({ allocated, planned }) => ({
      least: planned,
      most: planned + allocated,
    }));

  test("are right up to their bounds", () => {
    expect(judge([0, 3], [1, 1])).toBeNull();
    expect(judge([0, 5], [1, 3])).toBeNull();
  });

  test("are refused with the bound they break, and where in the request", () => {
    expect(judge([0, 6])).toEqual({ reason: "exceeds_line", at: 0, quantity: 6, most: 5 });
    expect(judge([0, 5], [1, 0])).toEqual({ reason: "exceeds_line", at: 1, quantity: 0, least: 1 });
    expect(judge([1, 3], [2, 1])).toEqual({ reason: "line_not_found", at: 1 });
  });

  test("are unbounded where nothing bounds them", () => {
    expect(judgeQuantities(quantities([0, 999]), figuresOfLines(PARTS), () => ({}))).toBeNull();
  });
});
