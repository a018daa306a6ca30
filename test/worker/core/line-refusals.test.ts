import { describe, expect, test } from "vitest";
import { judgeLines, refusedLines } from "../../../worker/core/line-refusals.ts";
import type { Refusal } from "../../../worker/core/refusal.ts";
import { DEFAULT_RULES } from "../../../worker/core/rules.ts";
import { iso, kitLine, NOW, skuLine } from "./given.ts";

const gone = { published: false };
const hidden: Refusal = { reason: "not_purchasable", message: null };
const pairs: Refusal = { reason: "invalid_quantity", cart: { rule: "multiple", bound: 2 } };
const short: Refusal = { reason: "insufficient_stock", requested: 9, available: 1, offer: 1, shown: false };

const judge = (
  ...[lines, held, terms]: [Parameters<typeof judgeLines>[0], Parameters<typeof judgeLines>[1]?, object?]
) => judgeLines(lines, held ?? [], NOW, DEFAULT_RULES, terms);

describe("a line is refused for what it is", () => {
  test("at its place, each for its own cause, and the others not at all", () => {
    const lines = [
      kitLine("set", 1, { A: 2 }),
      kitLine("set", 1, { A: 2 }, gone),
      skuLine("A", 1),
      kitLine("box", 3, { A: 1 }, { quantityMultiple: 2 }),
    ];
    expect(judge(lines)).toEqual([
      { line: 1, sku: null, refusal: hidden },
      { line: 3, sku: null, refusal: pairs },
    ]);
  });

  test("at the time at which it is judged", () => {
    const until = (ms: number) => judge([kitLine("set", 1, {}, { availableUntil: iso(ms) })]);
    expect(until(NOW)).toEqual([]);
    expect(until(NOW - 1)).toMatchObject([{ refusal: { message: "no_longer_available" } }]);
  });

  test("not where its SKU judges, nor where nothing of it is wanted", () => {
    expect(judge([skuLine("A", 1, { context: { product: { policy: gone }, allowOutOfStock: null } })])).toEqual([]);
    expect(judge([kitLine("set", 0, { A: 2 }, gone)])).toEqual([]);
  });

  test("not for what the shop's server wants although it cannot be bought", () => {
    expect(judge([kitLine("set", 1, { A: 2 }, gone)], [], { evenIfNotPurchasable: true })).toEqual([]);
  });
});

describe("of what is held already", () => {
  const held = [kitLine("set", 2, { A: 2 })];

  test("as much or less is judged by its quantity alone", () => {
    expect(judge([kitLine("set", 2, { A: 2 }, gone)], held)).toEqual([]);
    expect(judge([kitLine("set", 1, { A: 2 }, gone)], held)).toEqual([]);
    expect(judge([kitLine("set", 1, { A: 2 }, { ...gone, quantityMultiple: 2 })], held)).toMatchObject([
      { refusal: pairs },
    ]);
  });

  test("more is judged in full, and so is something else", () => {
    expect(judge([kitLine("set", 3, { A: 2 }, gone)], held)).toMatchObject([{ refusal: hidden }]);
    expect(judge([kitLine("box", 1, { A: 2 }, gone)], held)).toMatchObject([{ refusal: hidden }]);
    const chosen = { ...kitLine("set", 1, { A: 2 }, gone), selection: { Size: "M" } };
    expect(judge([chosen], held)).toMatchObject([{ refusal: hidden }]);
  });
});

test("a SKU's refusal is told at every line that asks for the SKU, in the order of the lines", () => {
  const lines = [skuLine("A", 5), kitLine("set", 1, { B: 1, A: 4 }), skuLine("C", 1), kitLine("box", 3, { B: 1 })];
  const refusals = new Map<string, Refusal>([
    ["A", short],
    ["B", hidden],
  ]);
  expect(refusedLines(lines, refusals, [{ line: 1, sku: null, refusal: pairs }])).toEqual([
    { line: 0, sku: "A", refusal: short },
    { line: 1, sku: null, refusal: pairs },
    { line: 1, sku: "B", refusal: hidden },
    { line: 1, sku: "A", refusal: short },
    { line: 3, sku: "B", refusal: hidden },
  ]);
});
