import { describe, expect, test } from "vitest";
import type { Policy } from "../../../sdk/index.ts";
import { type AskFacts, type AskScope, type AskVerdict, judgeAsk } from "../../../worker/core/ask.ts";
import type { Ask, AskContext } from "../../../worker/core/demand.ts";
import type { Levels } from "../../../worker/core/figures.ts";
import { DEFAULT_RULES } from "../../../worker/core/rules.ts";
import { ask, BOTH, iso, kitAsk, levels, NOW, NOWHERE, PLAIN } from "./given.ts";

/** Ten on hand, nothing promised, asked for through both warehouses. */
const TEN = levels({ main: { onHand: 10 } });

interface Given extends Partial<AskFacts> {
  scope?: AskScope;
}

function judge(wanted: Ask, set: Partial<Policy> = {}, { scope = "all", ...facts }: Given = {}): AskVerdict {
  const here: Levels = facts.levels ?? TEN;
  return judgeAsk(wanted, scope, {
    own: { sku: set },
    channel: BOTH,
    levels: here,
    shownLevels: here,
    nowMs: NOW,
    claimedInChannel: () => 0,
    rules: DEFAULT_RULES,
    ...facts,
  });
}

function context(productPolicy: Partial<Policy>, allowOutOfStock: boolean | null = null): AskContext {
  return { product: { policy: productPolicy }, allowOutOfStock };
}

const ACCEPTED = { accepted: true };

describe("an ask is accepted", () => {
  test("up to what may be promised, and not one more", () => {
    expect(judge(ask(10))).toEqual(ACCEPTED);
    expect(judge(ask(11))).toEqual({
      accepted: false,
      refusal: { reason: "insufficient_stock", requested: 11, available: 10, offer: 10, shown: false },
      wantsStock: true,
    });
  });

  test("beyond stock as far as backorders go", () => {
    const set: Partial<Policy> = { backorders: "allow", backorderLimit: 2 };
    expect(judge(ask(12), set)).toEqual(ACCEPTED);
    expect(judge(ask(13), set)).toMatchObject({ refusal: { available: 12 } });
  });

  test("without limit where nothing is tracked", () => {
    expect(judge(ask(5_000), { trackInventory: false }, { levels: levels({}) })).toEqual(ACCEPTED);
  });
});

describe("refusals come in this order", () => {
  /** Breaks every rule; each case mends what comes before its own. */
  const everything: Partial<Policy> = {
    minCartQuantity: 50,
    maxCartQuantity: 10,
    allowedQuantities: [12],
    quantityMultiple: 7,
    published: false,
  };

  test.each<[string, Partial<Policy>, unknown]>([
    ["the least of a cart", {}, { reason: "invalid_quantity", cart: { rule: "min", bound: 50 } }],
    ["the most of a cart", { minCartQuantity: 1 }, { reason: "invalid_quantity", cart: { rule: "max", bound: 10 } }],
    [
      "the allowed quantities",
      { minCartQuantity: 1, maxCartQuantity: 99 },
      { reason: "invalid_quantity", cart: { rule: "allowed", allowed: [12] } },
    ],
    [
      "the multiple",
      { minCartQuantity: 1, maxCartQuantity: 99, allowedQuantities: null },
      { reason: "invalid_quantity", cart: { rule: "multiple", bound: 7 } },
    ],
    [
      "whether it can be bought",
      { minCartQuantity: 1, maxCartQuantity: 99, allowedQuantities: null, quantityMultiple: 1 },
      { reason: "not_purchasable", message: null },
    ],
    [
      "the stock",
      { minCartQuantity: 1, maxCartQuantity: 99, allowedQuantities: null, quantityMultiple: 1, published: true },
      { reason: "insufficient_stock", requested: 20, available: 10, offer: 10, shown: false },
    ],
  ])("%s", (_, mended, refusal) => {
    expect(judge(ask(20), { ...everything, ...mended })).toMatchObject({ accepted: false, refusal });
  });

  test("a quantity that a cart may not have is nothing that other holds could cause", () => {
    expect(judge(ask(20), { maxCartQuantity: 10 })).toMatchObject({ wantsStock: false });
  });

  test("a channel without a warehouse sells nothing, whatever else is wrong", () => {
    expect(judge(ask(20), everything, { channel: NOWHERE })).toEqual({
      accepted: false,
      refusal: { reason: "channel_without_warehouse" },
      wantsStock: false,
    });
    expect(judge(ask(1), { trackInventory: false }, { channel: NOWHERE })).toMatchObject({
      refusal: { reason: "channel_without_warehouse" },
    });
  });
});

describe("what cannot be bought is refused with what the shopper is told", () => {
  const dated = (limit: number): Partial<Policy> => ({ preorder: { availableAt: iso(NOW + 1), limit } });

  test.each<[string, Partial<Policy>, string | null, boolean]>([
    ["unpublished", { published: false }, null, false],
    ["unpublished by low stock", { lowStockActivity: "unpublish", minStockQuantity: 10 }, null, false],
    ["before its window", { availableFrom: iso(NOW + 1) }, "not_yet_available", false],
    ["after its window", { availableUntil: iso(NOW - 1) }, "no_longer_available", false],
    ["buy button off", { lowStockActivity: "disable_buy_button", minStockQuantity: 10 }, "low_stock", false],
    [
      "discontinued and used up: other holds may be the cause",
      { discontinued: true, outOfStockThreshold: 10 },
      "discontinued",
      true,
    ],
  ])("%s", (_, set, message, wantsStock) => {
    expect(judge(ask(1), set)).toEqual({
      accepted: false,
      refusal: { reason: "not_purchasable", message },
      wantsStock,
    });
  });

  test("out of stock is a matter of stock, with its figure", () => {
    expect(judge(ask(1), {}, { levels: levels({}) })).toEqual({
      accepted: false,
      refusal: { reason: "insufficient_stock", requested: 1, available: 0, offer: 0, shown: false },
      wantsStock: true,
    });
  });

  test("nothing there is a matter of stock although the buy button is off", () => {
    const set: Partial<Policy> = { lowStockActivity: "disable_buy_button" };
    expect(judge(ask(1), set, { levels: levels({}) })).toMatchObject({ refusal: { reason: "insufficient_stock" } });
  });

  test("a preorder is a matter of what is left of it", () => {
    expect(judge(ask(3), dated(3), { levels: levels({}) })).toEqual(ACCEPTED);
    expect(judge(ask(4), dated(3), { levels: levels({}) })).toMatchObject({ refusal: { available: 3 } });
    expect(judge(ask(1), dated(3), { levels: levels({ main: { held: 3 } }) })).toMatchObject({
      refusal: { reason: "insufficient_stock", available: 0 },
      wantsStock: true,
    });
  });

  test("a preorder's limit for a channel counts that channel's claims", () => {
    const set: Partial<Policy> = { preorder: { availableAt: iso(NOW + 1), limit: 9, channelLimits: { both: 4 } } };
    expect(judge(ask(2), set, { claimedInChannel: () => 2 })).toEqual(ACCEPTED);
    expect(judge(ask(3), set, { claimedInChannel: () => 2 })).toMatchObject({ refusal: { available: 2 } });
  });

  test("a preorder of nothing is not sold where nothing is tracked either", () => {
    expect(judge(ask(1), { ...dated(0), trackInventory: false })).toMatchObject({
      accepted: false,
      refusal: { reason: "not_purchasable", message: "available_in" },
    });
    expect(judge(ask(1), { ...dated(1), trackInventory: false })).toEqual(ACCEPTED);
  });
});

describe("overdue holds", () => {
  // All ten are held; the hold is overdue, so it is not shown any more.
  const overdue = { levels: levels({ main: { onHand: 10, held: 10 } }), shownLevels: TEN };

  test("count in the decision, though they are not shown", () => {
    expect(judge(ask(1), {}, overdue)).toMatchObject({
      refusal: { reason: "insufficient_stock", available: 0 },
      wantsStock: true,
    });
  });

  test("do not make a discontinued SKU out of sale before they are asked about", () => {
    expect(judge(ask(1), { discontinued: true }, overdue)).toMatchObject({
      refusal: { reason: "insufficient_stock" },
      wantsStock: true,
    });
  });
});

describe("contexts", () => {
  test("each must agree: the strictest cart rule refuses the sum", () => {
    const wanted = ask(4, { contexts: [PLAIN, context({ maxCartQuantity: 3 })] });
    expect(judge(wanted)).toMatchObject({ refusal: { reason: "invalid_quantity", cart: { rule: "max", bound: 3 } } });
  });

  test("one that is not sold refuses", () => {
    expect(judge(ask(2, { contexts: [PLAIN, context({ availableUntil: iso(NOW - 1) })] }))).toMatchObject({
      refusal: { reason: "not_purchasable", message: "no_longer_available" },
    });
  });

  test("a product's settings apply only where the product asks", () => {
    const wanted = ask(4, { contexts: [context({ minCartQuantity: 5 })] });
    expect(judge(wanted)).toMatchObject({ refusal: { cart: { rule: "min", bound: 5 } } });
    expect(judge(ask(4))).toEqual(ACCEPTED);
  });

  test("the SKU's own settings go before the product's", () => {
    const wanted = ask(4, { contexts: [context({ minCartQuantity: 5 })] });
    expect(judge(wanted, { minCartQuantity: 2 })).toEqual(ACCEPTED);
  });

  test("a combination's word decides about backorders, and the least limit of several holds", () => {
    const open = context({}, true);
    const closed = context({}, false);
    expect(judge(ask(15, { contexts: [open] }))).toEqual(ACCEPTED);
    expect(judge(ask(15, { contexts: [closed] }), { backorders: "allow" })).toMatchObject({
      refusal: { available: 10 },
    });
    expect(judge(ask(15, { contexts: [open, closed] }))).toMatchObject({ refusal: { available: 10 } });
  });
});

describe("an offer instead", () => {
  const offer = (wanted: Ask, set: Partial<Policy>): unknown => {
    const verdict = judge(wanted, set);
    return verdict.accepted || verdict.refusal.reason !== "insufficient_stock" ? verdict : verdict.refusal.offer;
  };

  test("is the most that is there and may be in a cart", () => {
    expect(offer(ask(12), { quantityMultiple: 4 })).toBe(8);
    expect(offer(ask(20), { allowedQuantities: [3, 7, 20] })).toBe(7);
    expect(offer(ask(16), { minCartQuantity: 12 })).toBe(0);
  });

  test("agrees with every context", () => {
    const wanted = ask(12, { contexts: [context({ quantityMultiple: 3 }), context({ quantityMultiple: 2 })] });
    expect(offer(wanted, {})).toBe(6);
  });

  test("leaves the kits what they ask for", () => {
    expect(offer({ units: 14, direct: 8, contexts: [PLAIN], viaKit: true }, {})).toBe(4);
    expect(offer({ units: 20, direct: 2, contexts: [PLAIN], viaKit: true }, {})).toBe(0);
  });

  test("is none when less than nothing is there", () => {
    expect(judge(ask(1), { outOfStockThreshold: 15 })).toMatchObject({ refusal: { available: 0, offer: 0 } });
  });
});

describe("a figure in a refusal", () => {
  const shown = (wanted: Ask, set: Partial<Policy>): unknown => {
    const verdict = judge(wanted, set);
    return verdict.accepted || verdict.refusal.reason !== "insufficient_stock" ? verdict : verdict.refusal.shown;
  };

  test.each<[string, Partial<Policy>, boolean]>([
    ["may be shown where the quantity is", { displayStockQuantity: true }, true],
    ["may not be where only availability is", {}, false],
    ["may not be where availability is hidden", { displayStockQuantity: true, displayAvailability: false }, false],
    ["may not be where the quantity is capped", { displayStockQuantity: true, displayQuantityCap: 5 }, false],
  ])("%s", (_, set, expected) => {
    expect(shown(ask(11), set)).toBe(expected);
  });

  test("may be shown only where every context shows it", () => {
    const wanted = ask(11, { contexts: [PLAIN, context({ displayAvailability: false })] });
    expect(shown(wanted, { displayStockQuantity: true })).toBe(false);
    expect(shown(ask(11, { contexts: [context({ displayStockQuantity: true })] }), {})).toBe(true);
    expect(shown(ask(11, { contexts: [context({ displayStockQuantity: true })], viaKit: true }), {})).toBe(false);
  });
});

describe("units that are components of kits", () => {
  test("are not bound by the SKU's own cart rules, window or publication", () => {
    const set: Partial<Policy> = { maxCartQuantity: 1, published: false, availableUntil: iso(NOW - 1) };
    expect(judge(kitAsk(10), set)).toEqual(ACCEPTED);
  });

  test("are bound by its stock", () => {
    expect(judge(kitAsk(11))).toMatchObject({ refusal: { requested: 11, available: 10 }, wantsStock: true });
  });

  test("are not sold while a low-stock activity acts, as the kit is not", () => {
    const told = { unpublish: null, disable_buy_button: "low_stock" } as const;
    for (const lowStockActivity of ["unpublish", "disable_buy_button"] as const) {
      expect(judge(kitAsk(1), { lowStockActivity, minStockQuantity: 10 })).toEqual({
        accepted: false,
        refusal: { reason: "not_purchasable", message: told[lowStockActivity] },
        wantsStock: false,
      });
    }
    expect(judge(kitAsk(1), { lowStockActivity: "unpublish", minStockQuantity: 9 })).toEqual(ACCEPTED);
  });

  test("are sold from stock alone once the SKU or the kit is discontinued, whatever backorders allow", () => {
    const open: Partial<Policy> = { backorders: "allow" };
    const refusal = {
      accepted: false,
      refusal: { reason: "not_purchasable", message: "discontinued" },
      wantsStock: true,
    };
    expect(judge(kitAsk(11), open)).toEqual(ACCEPTED);
    expect(judge(kitAsk(10), { ...open, discontinued: true })).toEqual(ACCEPTED);
    expect(judge(kitAsk(11), { ...open, discontinued: true })).toEqual(refusal);
    expect(judge({ ...kitAsk(10), onlyFromStock: true }, open)).toEqual(ACCEPTED);
    expect(judge({ ...kitAsk(11), onlyFromStock: true }, open)).toEqual(refusal);
  });

  test("are not counted where the SKU is not tracked", () => {
    const set: Partial<Policy> = { trackInventory: false, lowStockActivity: "unpublish" };
    expect(judge(kitAsk(99), set, { levels: levels({}) })).toEqual(ACCEPTED);
  });

  test("are judged by the SKU itself, whatever a combination beside them allows", () => {
    const wanted: Ask = { units: 12, direct: 2, contexts: [context({}, true)], viaKit: true };
    expect(judge(wanted)).toMatchObject({ refusal: { available: 10 } });
  });

  test("leave cart rules to the units that are sold by themselves", () => {
    expect(judge({ units: 9, direct: 3, contexts: [PLAIN], viaKit: true }, { maxCartQuantity: 3 })).toEqual(ACCEPTED);
  });
});

describe("when nothing is counted for the claim", () => {
  test("stock is not judged, but everything else is", () => {
    const sale = { scope: "sale" as const, levels: levels({}) };
    expect(judge(ask(20), {}, sale)).toEqual(ACCEPTED);
    expect(judge(ask(20), { published: false }, sale)).toMatchObject({ refusal: { reason: "not_purchasable" } });
    expect(judge(ask(20), { maxCartQuantity: 19 }, sale)).toMatchObject({ refusal: { reason: "invalid_quantity" } });
  });
});

describe("when no more is asked for than before", () => {
  test("only the cart's rules are judged", () => {
    const set: Partial<Policy> = { published: false, quantityMultiple: 2 };
    expect(judge(ask(20), set, { scope: "cart", levels: levels({}) })).toEqual(ACCEPTED);
    expect(judge(ask(3), set, { scope: "cart" })).toMatchObject({ refusal: { cart: { rule: "multiple", bound: 2 } } });
  });
});

describe("what a shop's server asks for", () => {
  const six = { quantityMultiple: 6, maxCartQuantity: 18 };

  test("is judged by the cart's rules with what has left already", () => {
    expect(judge(ask(4, { bought: 12 }), six)).toEqual(ACCEPTED);
    expect(judge(ask(6, { bought: 10 }), six)).toMatchObject({ refusal: { cart: { rule: "multiple", bound: 6 } } });
    expect(judge(ask(6, { bought: 24 }), six)).toMatchObject({ refusal: { cart: { rule: "max", bound: 18 } } });
  });

  test("is not judged by them again where they were judged for the whole", () => {
    expect(judge(ask(5, { cartRulesJudged: true }), six)).toEqual(ACCEPTED);
    expect(judge(ask(11, { cartRulesJudged: true }), six)).toMatchObject({ refusal: { reason: "insufficient_stock" } });
  });

  test("may be what cannot be bought, and never what is not there", () => {
    const hidden = { published: false };
    expect(judge(ask(5), hidden)).toMatchObject({ refusal: { reason: "not_purchasable" } });
    expect(judge(ask(5, { evenIfNotPurchasable: true }), hidden)).toEqual(ACCEPTED);
    expect(judge(ask(11, { evenIfNotPurchasable: true }), hidden)).toMatchObject({
      refusal: { reason: "insufficient_stock", available: 10 },
    });
  });
});
