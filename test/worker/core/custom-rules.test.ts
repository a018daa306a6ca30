import { describe, expect, test } from "vitest";
import type { Policy } from "../../../sdk/index.ts";
import { type AskVerdict, judgeAsk } from "../../../worker/core/ask.ts";
import type { Ask } from "../../../worker/core/demand.ts";
import type { Levels } from "../../../worker/core/figures.ts";
import {
  type ActingActivity,
  DEFAULT_RULES,
  type DisplayStrategy,
  type LowStockVerdict,
} from "../../../worker/core/rules.ts";
import { kitStock, stockFactsOf } from "../../../worker/core/stock-facts.ts";
import { judgeUncounted } from "../../../worker/core/uncounted.ts";
import { judgeAvailability } from "../../../worker/core/verdict.ts";
import { viewOf } from "../../../worker/core/view.ts";
import { ask, iso, kitAsk, levels, NOW, policy, stock, WEB } from "./given.ts";

const TEN = levels({ main: { onHand: 10 } });

describe("a low-stock activity of a shop's own", () => {
  const pause: LowStockVerdict = ({ stockLevel }) => (stockLevel <= 2 ? "disable_buy_button" : "nothing");
  const low: Partial<Policy> = { minStockQuantity: 5, lowStockActivity: "pause" };

  function acting(set: Partial<Policy>, here: Levels, verdict: LowStockVerdict = pause): ActingActivity {
    const rules = { ...DEFAULT_RULES, activities: { pause: verdict } };
    return stockFactsOf(policy({ ...low, ...set }), here, WEB, NOW, () => 0, rules).acting;
  }

  test.each<[number, ActingActivity]>([
    [3, "nothing"],
    [2, "disable_buy_button"],
    [0, "disable_buy_button"],
  ])("decides by itself: with %d left, %s", (onHand, expected) => {
    expect(acting({}, levels({ main: { onHand } }))).toBe(expected);
  });

  test("is asked with the figures of the channel and the policy", () => {
    const asked: Parameters<LowStockVerdict>[] = [];
    const here = levels({ main: { onHand: 9, held: 3, allocated: 2 }, east: { onHand: 50 } });
    acting({ outOfStockThreshold: 3 }, here, (...question) => {
      asked.push(question);
      return "nothing";
    });
    const figures = { onHand: 9, held: 3, allocated: 2, planned: 0, incoming: 0, available: 1, stockLevel: 4 };
    expect(asked).toEqual([[figures, policy({ ...low, outOfStockThreshold: 3 })]]);
  });

  test.each<[string, Partial<Policy>, number]>([
    ["the stock level is above the minimum", {}, 6],
    ["a preorder is open", { preorder: { availableAt: iso(NOW + 1), limit: 1 } }, 0],
    ["backorders are open", { backorders: "allow" }, 0],
    ["a negative threshold sells beyond stock", { outOfStockThreshold: -1 }, 0],
    ["nothing is tracked", { trackInventory: false }, 0],
  ])("is not asked while %s", (_, set, onHand) => {
    const asked = (): never => {
      throw new Error("It was asked");
    };
    expect(acting(set, levels({ main: { onHand } }), asked)).toBe("nothing");
  });

  test("does nothing when it is not there any more, whatever its name", () => {
    expect(acting({ lowStockActivity: "gone" }, levels({}))).toBe("nothing");
    expect(acting({ lowStockActivity: "toString" }, levels({}))).toBe("nothing");
  });

  test("leaves the built-in ones as they are", () => {
    expect(acting({ lowStockActivity: "unpublish" }, levels({}))).toBe("unpublish");
  });

  test("of a component acts on the kit and refuses its hold", () => {
    const rules = { ...DEFAULT_RULES, activities: { pause } };
    const set = { ...low, minStockQuantity: 20 };
    const here = levels({ main: { onHand: 2 } });
    const component = stockFactsOf(policy(set), here, WEB, NOW, () => 0, rules);
    expect(kitStock([{ stock: component, quantity: 1 }]).acting).toBe("disable_buy_button");
    expect(judge(kitAsk(1), DEFAULT_RULES.display, { set, here, activities: { pause } })).toMatchObject({
      refusal: { reason: "not_purchasable", message: "low_stock" },
    });
  });
});

interface Given {
  set?: Partial<Policy>;
  here?: Levels;
  activities?: Record<string, LowStockVerdict>;
}

function judge(
  wanted: Ask,
  display: DisplayStrategy,
  { set = {}, here = TEN, activities = {} }: Given = {},
): AskVerdict {
  return judgeAsk(wanted, "all", {
    own: { sku: set },
    channel: WEB,
    levels: here,
    shownLevels: here,
    nowMs: NOW,
    claimedInChannel: () => 0,
    rules: { ...DEFAULT_RULES, display, activities },
  });
}

describe("a display strategy", () => {
  const soldOut: DisplayStrategy = (question) => ({
    ...judgeAvailability(question),
    row: 13,
    status: "out_of_stock",
    code: "out_of_stock",
    purchasable: false,
  });
  const alwaysThere: DisplayStrategy = () => ({
    row: 8,
    status: "in_stock",
    code: "in_stock",
    date: null,
    purchasable: true,
  });

  test("is what the view says", () => {
    const facts = {
      sku: "A",
      channel: "web",
      policy: policy({ displayStockQuantity: true }),
      stock: stock(),
      choice: "made",
      estimate: null,
      mailConfigured: true,
      version: 1,
      nowMs: NOW,
    } as const;
    expect(viewOf({ ...facts, rules: { ...DEFAULT_RULES, display: soldOut } })).toMatchObject({
      status: "out_of_stock",
      message: { code: "out_of_stock" },
      purchasable: false,
      subscribable: true,
      schemaOrg: { availability: "https://schema.org/OutOfStock" },
    });
    expect(viewOf({ ...facts, rules: DEFAULT_RULES })).toMatchObject({
      status: "in_stock",
      quantity: { value: 10, capped: false },
    });
  });

  test("that says no is heeded by a hold, though the goods are there", () => {
    expect(judge(ask(1), soldOut)).toEqual({
      accepted: false,
      refusal: { reason: "not_purchasable", message: "out_of_stock" },
      wantsStock: true,
    });
  });

  test("that says yes sells no more than there is", () => {
    expect(judge(ask(10), alwaysThere)).toEqual({ accepted: true });
    expect(judge(ask(11), alwaysThere)).toMatchObject({ refusal: { reason: "insufficient_stock", available: 10 } });
    expect(judge(ask(1), alwaysThere, { here: levels({}) })).toMatchObject({
      refusal: { reason: "insufficient_stock", available: 0 },
    });
  });

  test("judges what nobody counts as well", () => {
    const refused = judgeUncounted(1, { policy: policy(), choice: "made" }, "all", NOW, {
      ...DEFAULT_RULES,
      display: soldOut,
    });
    expect(refused).toEqual({ reason: "not_purchasable", message: "out_of_stock" });
  });
});
