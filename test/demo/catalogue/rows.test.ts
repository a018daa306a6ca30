import { beforeAll, describe, expect, test } from "vitest";
import { type Good, productIdOf, type Row } from "../../../demo/catalogue/good.ts";
import { GOODS } from "../../../demo/catalogue/goods.ts";
import type { Availability, Selection } from "../../../sdk/index.ts";
import { type Ask, request } from "../../worker/shop.ts";
import { shopper } from "../shop-visit.ts";

let ask: Ask;
beforeAll(async () => {
  ask = await shopper();
});

/** The view of a good, as its page asks for it. */
async function viewOf(good: Good, selection: Selection, who: Ask): Promise<Availability> {
  const { sku } = good.product;
  const path =
    sku === undefined
      ? `/v1/products/${productIdOf(good)}/availability?selection=${encodeURIComponent(JSON.stringify(selection))}`
      : `/v1/availability/${sku}`;
  const answer = await who<Availability>("GET", path);
  expect([good.id, answer.status]).toEqual([good.id, 200]);
  return answer.body;
}

/**
 * The rows of DESIGN section 5 by what can be seen of them. `in_stock` stands for three rows: one of goods that nobody
 * counts, which says nothing, and two that only the figures tell apart. `available_in` stands for two.
 */
function rowOf(view: Availability): Row {
  const code = view.message?.code ?? null;
  const available = view.figures?.available ?? null;
  switch (view.status) {
    case "hidden":
      return 1;
    case "choose_options":
      return 2;
    case "preorder":
      return 5;
    case "in_stock":
      if (code === null) return 6;
      return available !== null && available <= 0 ? 10 : 8;
    case "low_stock":
      return 9;
    case "backorder":
      return 11;
    case "discontinued":
      return 7;
    case "out_of_stock":
      if (code === "combination_unavailable") return 3;
      if (code === "not_yet_available" || code === "no_longer_available") return 4;
      if (code === "available_in") return view.estimate === null ? 5 : 12;
      return 13;
  }
}

/** Rows in which something can be bought (DESIGN section 5); row 5 both ways. */
const PURCHASABLE: Record<Row, boolean | null> = {
  1: false,
  2: false,
  3: false,
  4: false,
  5: null,
  6: true,
  7: false,
  8: true,
  9: true,
  10: true,
  11: true,
  12: false,
  13: false,
};

const cases = GOODS.flatMap((good) => [
  { good, selection: {}, row: good.row },
  ...(good.choices ?? []).map(({ selection, row }) => ({ good, selection, row })),
]);

describe("a good is told as the catalogue says", () => {
  test.each(cases.map((each) => [each.good.id, JSON.stringify(each.selection), each.row, each] as const))(
    "%s %s: row %d",
    async (_, __, row, { good, selection }) => {
      const told = await viewOf(good, selection, ask);
      const behind = await viewOf(good, selection, request);
      expect(rowOf(behind)).toBe(row);
      expect({ status: told.status, message: told.message }).toEqual({
        status: behind.status,
        message: behind.message,
      });
      expect(told.figures).toBeUndefined();
      if (PURCHASABLE[row] !== null) expect(told.purchasable).toBe(PURCHASABLE[row]);
    },
  );
});

test("between them the goods show every row of the table, and both forms of the rows that have two", async () => {
  expect([...new Set(cases.map(({ row }) => row))].toSorted((one, other) => one - other)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
  ]);
  const codes = await Promise.all(
    cases
      .filter(({ row }) => row === 4 || row === 5)
      .map(async ({ good, selection }) => (await viewOf(good, selection, ask)).message?.code),
  );
  expect(codes.toSorted()).toEqual(["available_in", "no_longer_available", "not_yet_available", "preorder"]);
});

test.each([
  ["a date is said of what comes later", "winter-teapot", { message: { code: "preorder", date: expect.any(String) } }],
  ["an exact figure", "bud-vase", { quantity: { value: 4, capped: false }, orderQuantity: { max: 4 } }],
  ["a capped figure, which its input does not betray", "dinner-plate", { quantity: { value: 10, capped: true } }],
  ["quantities to choose from", "dinner-plate", { orderQuantity: { min: 2, allowed: [2, 4, 6, 8, 12] } }],
  ["a multiple", "beeswax-tapers", { orderQuantity: { min: 6, max: 60, multiple: 6 } }],
  ["as many kits as the rarer part allows", "breakfast-for-two", { quantity: { value: 9, capped: false } }],
  ["no figure where none is shown", "everyday-bowl", { message: { code: "in_stock" }, orderQuantity: { max: 10_000 } }],
  ["an estimate in words", "lidded-casserole", { estimate: { minDays: 10, maxDays: 14 } }],
])("%s: %s", async (_, id, expected) => {
  const good = GOODS.find((each) => each.id === id);
  if (good === undefined) throw new Error(`no ${id}`);
  expect(await viewOf(good, {}, ask)).toMatchObject(expected);
});

test("the times that lie ahead are counted from the set-up", async () => {
  const [teapot, pitcher] = ["winter-teapot", "spring-pitcher"].map((id) => GOODS.find((good) => good.id === id));
  if (teapot === undefined || pitcher === undefined) throw new Error("they are in the catalogue");
  const inDays = async (good: Good) => {
    const date = (await viewOf(good, {}, ask)).message?.date ?? "";
    return Math.round((Date.parse(date) - Date.now()) / 86_400_000);
  };
  expect([await inDays(teapot), await inDays(pitcher)]).toEqual([21, 30]);
});
