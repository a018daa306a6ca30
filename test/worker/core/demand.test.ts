import { describe, expect, test } from "vitest";
import { demandOf, withCombination } from "../../../worker/core/demand.ts";
import { kitLine, PLAIN, policy, skuLine } from "./given.ts";

const SHIRT = { product: { policy: { maxCartQuantity: 3 } }, allowOutOfStock: true };

describe("what a request asks of a SKU", () => {
  test("is the sum of its lines", () => {
    expect(demandOf([skuLine("A", 2), skuLine("B", 5), skuLine("A", 4)])).toEqual(
      new Map([
        ["A", { units: 6, direct: 6, contexts: [PLAIN], viaKit: false }],
        ["B", { units: 5, direct: 5, contexts: [PLAIN], viaKit: false }],
      ]),
    );
  });

  test("names each way of asking once", () => {
    const lines = [
      skuLine("A", 1),
      skuLine("A", 2, { context: SHIRT }),
      skuLine("A", 3),
      skuLine("A", 4, { context: SHIRT }),
    ];
    expect(demandOf(lines).get("A")).toEqual({ units: 10, direct: 10, contexts: [PLAIN, SHIRT], viaKit: false });
  });

  test("tells apart combinations of the same product that say something else about backorders", () => {
    const lines = [
      skuLine("A", 1, { context: SHIRT }),
      skuLine("A", 1, { context: { ...SHIRT, allowOutOfStock: false } }),
    ];
    expect(demandOf(lines).get("A")?.contexts).toHaveLength(2);
  });

  test("of a kit's components is a kit's quantity of each, without a context", () => {
    expect(demandOf([kitLine("set", 3, { A: 2, B: 1 })])).toEqual(
      new Map([
        ["A", { units: 6, direct: 0, contexts: [], viaKit: true }],
        ["B", { units: 3, direct: 0, contexts: [], viaKit: true }],
      ]),
    );
  });

  test("is both together where a SKU is sold by itself and in kits", () => {
    expect(demandOf([kitLine("set", 3, { A: 2 }), skuLine("A", 4)]).get("A")).toEqual({
      units: 10,
      direct: 4,
      contexts: [PLAIN],
      viaKit: true,
    });
  });

  test("is nothing for lines of nothing and for lines that nobody counts", () => {
    expect(demandOf([skuLine("A", 0), kitLine("none", 2, {})]).size).toBe(0);
  });

  test("comes in the order of the lines", () => {
    expect([...demandOf([skuLine("C", 1), skuLine("A", 1), skuLine("B", 1), skuLine("A", 1)]).keys()]).toEqual([
      "C",
      "A",
      "B",
    ]);
  });
});

describe("a combination's own word about backorders", () => {
  test("overrides the SKU's, either way", () => {
    expect(withCombination(policy({ backorders: "none" }), true).backorders).toBe("allow");
    expect(withCombination(policy({ backorders: "allow_and_notify" }), false).backorders).toBe("none");
  });

  test("leaves it as it is when there is none", () => {
    expect(withCombination(policy({ backorders: "allow_and_notify" }), null).backorders).toBe("allow_and_notify");
  });

  test("leaves every other key alone", () => {
    const before = policy({ backorderLimit: 4, outOfStockThreshold: -2 });
    expect(withCombination(before, true)).toEqual({ ...before, backorders: "allow" });
  });
});
