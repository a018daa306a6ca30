import { describe, expect, test } from "vitest";
import type { Estimate } from "../../../sdk/index.ts";
import { uncountedStock } from "../../../worker/core/stock-facts.ts";
import { judgeAvailability, type Question, type Verdict } from "../../../worker/core/verdict.ts";
import { DAY, iso, NOW, policy, stock } from "./given.ts";

const BEFORE = iso(NOW - 1);
const AFTER = iso(NOW + 1);
const THEN = iso(NOW + 9 * DAY);

const WEEK: Estimate = { id: "week", minDays: 5, maxDays: 7, text: { en: "in a week" } };
const SOON: Estimate = { id: "soon", minDays: null, maxDays: null, text: { en: "soon" } };
/** NOW is the 10th at noon: seven days on it is the 17th. */
const IN_A_WEEK = "2026-03-17T00:00:00.000Z";

/** Nothing of it left: neither there nor to be promised. */
const NONE = { available: 0, physical: 0, limit: 0, low: true } as const;
/** Nothing left, and more may be sold. */
const MORE = { ...NONE, limit: 5 } as const;

function judge(set: Partial<Question>): Verdict {
  return judgeAvailability({ policy: policy(), stock: stock(), choice: "made", estimate: null, nowMs: NOW, ...set });
}

describe("the table of DESIGN section 5", () => {
  const table: [row: Verdict["row"], when: string, Partial<Question>, Omit<Verdict, "row">][] = [
    [
      1,
      "unpublished",
      { policy: policy({ published: false }) },
      { status: "hidden", code: null, date: null, purchasable: false },
    ],
    [
      1,
      "unpublished by its low stock",
      { stock: stock({ acting: "unpublish" }) },
      { status: "hidden", code: null, date: null, purchasable: false },
    ],
    [
      2,
      "choice incomplete",
      { choice: "incomplete" },
      { status: "choose_options", code: "choose_options", date: null, purchasable: false },
    ],
    [
      3,
      "no such combination",
      { choice: "impossible" },
      { status: "out_of_stock", code: "combination_unavailable", date: null, purchasable: false },
    ],
    [
      4,
      "before its window",
      { policy: policy({ availableFrom: AFTER }) },
      { status: "out_of_stock", code: "not_yet_available", date: AFTER, purchasable: false },
    ],
    [
      4,
      "after its window",
      { policy: policy({ availableUntil: BEFORE }) },
      { status: "out_of_stock", code: "no_longer_available", date: null, purchasable: false },
    ],
    [
      5,
      "preorder with something left, whatever A is",
      { stock: stock({ ...NONE, available: -4, preorder: { availableAt: THEN, left: 1 } }) },
      { status: "preorder", code: "preorder", date: THEN, purchasable: true },
    ],
    [
      5,
      "preorder used up, whatever A is",
      { stock: stock({ preorder: { availableAt: THEN, left: 0 } }) },
      { status: "out_of_stock", code: "available_in", date: THEN, purchasable: false },
    ],
    [6, "not tracked", { stock: uncountedStock() }, { status: "in_stock", code: null, date: null, purchasable: true }],
    [
      7,
      "discontinued and used up",
      { policy: policy({ discontinued: true }), stock: stock(NONE) },
      { status: "discontinued", code: "discontinued", date: null, purchasable: false },
    ],
    [
      7,
      "a kit with a discontinued component, used up",
      { stock: stock({ ...NONE, discontinued: true }) },
      { status: "discontinued", code: "discontinued", date: null, purchasable: false },
    ],
    [8, "there", {}, { status: "in_stock", code: "in_stock", date: null, purchasable: true }],
    [
      9,
      "there, and low",
      { stock: stock({ available: 2, physical: 2, low: true }) },
      { status: "low_stock", code: "low_stock", date: null, purchasable: true },
    ],
    [
      10,
      "sold beyond stock in silence",
      { stock: stock({ ...MORE, beyond: "silent" }) },
      { status: "in_stock", code: "in_stock", date: null, purchasable: true },
    ],
    [
      11,
      "sold beyond stock with notice",
      { stock: stock(MORE) },
      { status: "backorder", code: "backorder", date: null, purchasable: true },
    ],
    [
      11,
      "sold beyond stock with notice and an estimate",
      { stock: stock(MORE), estimate: WEEK },
      { status: "backorder", code: "backorder_estimate", date: IN_A_WEEK, purchasable: true },
    ],
    [
      11,
      "sold beyond stock with notice and a replenishment",
      { stock: stock({ ...MORE, replenishedAt: THEN }), estimate: WEEK },
      { status: "backorder", code: "backorder_estimate", date: THEN, purchasable: true },
    ],
    [
      11,
      "sold beyond stock with notice and a replenishment alone",
      { stock: stock({ ...MORE, replenishedAt: THEN }) },
      { status: "backorder", code: "backorder_estimate", date: THEN, purchasable: true },
    ],
    [
      11,
      "sold beyond stock with notice and an estimate without days",
      { stock: stock(MORE), estimate: SOON },
      { status: "backorder", code: "backorder_estimate", date: null, purchasable: true },
    ],
    [
      12,
      "an estimate is known",
      { stock: stock(NONE), estimate: WEEK },
      { status: "out_of_stock", code: "available_in", date: IN_A_WEEK, purchasable: false },
    ],
    [
      12,
      "an estimate without days is known",
      { stock: stock(NONE), estimate: SOON },
      { status: "out_of_stock", code: "available_in", date: null, purchasable: false },
    ],
    [
      12,
      "a replenishment is known",
      { stock: stock({ ...NONE, replenishedAt: THEN }) },
      { status: "out_of_stock", code: "available_in", date: THEN, purchasable: false },
    ],
    [
      13,
      "nothing is known",
      { stock: stock(NONE) },
      { status: "out_of_stock", code: "out_of_stock", date: null, purchasable: false },
    ],
  ];

  test.each(table)("row %d: %s", (row, _, question, expected) => {
    expect(judge(question)).toEqual({ row, ...expected });
  });
});

describe("the first row that matches", () => {
  // From the bottom up, each question matches the row below it as well.
  const gone = policy({ discontinued: true });
  const closed = policy({ availableUntil: BEFORE });
  const preorder = { preorder: { availableAt: THEN, left: 3 } };

  test.each<[Verdict["row"], string, Partial<Question>]>([
    [1, "hidden before options are asked for", { policy: policy({ published: false }), choice: "incomplete" }],
    [
      1,
      "hidden by low stock before a combination is missed",
      { stock: stock({ acting: "unpublish" }), choice: "impossible" },
    ],
    [2, "options before the window", { policy: closed, choice: "incomplete" }],
    [3, "the combination before the window", { policy: closed, choice: "impossible" }],
    [4, "the window before a preorder", { policy: closed, stock: stock(preorder) }],
    [5, "a preorder before not tracked", { stock: { ...uncountedStock(), ...preorder } }],
    [5, "a preorder before discontinued", { policy: gone, stock: stock({ ...NONE, ...preorder }) }],
    [6, "not tracked before discontinued", { policy: gone, stock: { ...uncountedStock(), available: 0 } }],
    [7, "discontinued before backorders", { policy: gone, stock: stock(MORE) }],
    [7, "discontinued before an estimate", { policy: gone, stock: stock(NONE), estimate: WEEK }],
    [8, "what is there before discontinued", { policy: gone }],
    [8, "what is there before backorders", { stock: stock({ limit: 99 }) }],
    [10, "backorders before an estimate", { stock: stock({ ...MORE, beyond: "silent" }), estimate: WEEK }],
    [11, "told backorders before an estimate", { stock: stock(MORE), estimate: WEEK }],
  ])("row %d: %s", (row, _, question) => {
    expect(judge(question).row).toBe(row);
  });
});

describe("the edges of a row", () => {
  test("a window is open at both of its ends, to the millisecond", () => {
    const window = policy({ availableFrom: iso(NOW), availableUntil: iso(NOW + 10) });
    const codes = [NOW - 1, NOW, NOW + 10, NOW + 11].map((nowMs) => judge({ policy: window, nowMs }).code);
    expect(codes).toEqual(["not_yet_available", "in_stock", "in_stock", "no_longer_available"]);
  });

  test("physical units that are all safety stock are not in stock", () => {
    expect(judge({ stock: stock({ available: 0, physical: 5, limit: 0, low: true }) }).row).toBe(13);
    expect(judge({ stock: stock({ available: -1, physical: 5, limit: 9, low: true }) }).row).toBe(11);
  });

  test("units that a negative threshold allows are a backorder when none is there", () => {
    expect(judge({ stock: stock({ available: 5, physical: 0, limit: 5 }) }).row).toBe(11);
    expect(judge({ stock: stock({ available: 5, physical: 1, limit: 5 }) }).row).toBe(8);
  });

  test("one unit is enough to be in stock, to be discontinued in peace and to be sold beyond stock", () => {
    expect(judge({ stock: stock({ available: 1, physical: 1, limit: 1 }) }).row).toBe(8);
    expect(judge({ policy: policy({ discontinued: true }), stock: stock({ available: 1, physical: 1 }) }).row).toBe(8);
    expect(judge({ stock: stock({ ...NONE, limit: 1 }) }).row).toBe(11);
    expect(judge({ stock: stock({ ...NONE, limit: -1 }) }).row).toBe(13);
  });

  test("a preorder with one unit left can be bought, with less than none it cannot", () => {
    expect(judge({ stock: stock({ preorder: { availableAt: THEN, left: 1 } }) }).purchasable).toBe(true);
    expect(judge({ stock: stock({ preorder: { availableAt: THEN, left: -2 } }) }).purchasable).toBe(false);
  });
});

describe("an acting `disable_buy_button`", () => {
  const button = { acting: "disable_buy_button" } as const;

  test.each<[Verdict["row"], Partial<Question>]>([
    [8, { stock: stock(button) }],
    [9, { stock: stock({ ...button, low: true }) }],
    [10, { stock: stock({ ...button, ...MORE, beyond: "silent" }) }],
    [11, { stock: stock({ ...button, ...MORE }) }],
    [12, { stock: stock({ ...button, ...NONE }), estimate: WEEK }],
    [13, { stock: stock({ ...button, ...NONE }) }],
  ])("makes row %d not purchasable", (row, question) => {
    expect(judge(question)).toMatchObject({ row, purchasable: false });
  });

  test("leaves preorder and not tracked alone", () => {
    expect(judge({ stock: stock({ ...button, preorder: { availableAt: THEN, left: 1 } }) }).purchasable).toBe(true);
    expect(judge({ stock: { ...uncountedStock(), ...button } }).purchasable).toBe(true);
  });
});
