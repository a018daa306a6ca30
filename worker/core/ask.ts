import type { Policy } from "../../sdk/index.ts";
import { judgeCartQuantity, largestCommonQuantity } from "./cart-quantity.ts";
import { type Ask, withCombination } from "./demand.ts";
import type { Levels } from "./figures.ts";
import { type ChannelFacts, type Limit, limitOf, sellsNothing } from "./limit.ts";
import { type PolicyLevels, resolvePolicy } from "./policy.ts";
import type { Refusal } from "./refusal.ts";
import type { StockRules } from "./rules.ts";
import { type StockFacts, stockFactsOf } from "./stock-facts.ts";
import type { Verdict } from "./verdict.ts";

/**
 * What is judged: everything; whether it may be sold, but not its stock (nothing is counted for the claim); or the cart's
 * rules alone (a shopper may always take less of what cannot be bought).
 */
export type AskScope = "all" | "sale" | "cart";

/** What a SKU knows when it judges. The asker's own claim is taken out of both levels. */
export interface AskFacts {
  own: PolicyLevels;
  channel: ChannelFacts;
  /** Every hold counts: what a decision is made on. */
  levels: Levels;
  /** Overdue holds left out: what is shown. */
  shownLevels: Levels;
  nowMs: number;
  claimedInChannel: () => number;
  rules: StockRules;
}

/** A judgement: accepted, or the first refusal in the order of DESIGN section 4. */
export type AskVerdict =
  | { accepted: true }
  /** `wantsStock`: other holds are the cause, so it is worth asking what became of the old ones. */
  | { accepted: false; refusal: Refusal; wantsStock: boolean };

/**
 * Judges what one request asks of a SKU: min, max, allowed list, multiple, then whether section 5 lets it be bought,
 * then stock. Where several contexts ask for the same SKU, each must agree.
 */
export function judgeAsk(ask: Ask, scope: AskScope, facts: AskFacts): AskVerdict {
  if (sellsNothing(facts.channel)) return refused({ reason: "channel_without_warehouse" }, false);
  const contexts = ask.contexts.map((context) =>
    withCombination(
      resolvePolicy({ ...facts.own, ...(context.product === null ? {} : { product: context.product.policy }) }),
      context.allowOutOfStock,
    ),
  );
  const plain = resolvePolicy(facts.own);

  for (const policy of ask.cartRulesJudged === true ? [] : contexts) {
    const cart = judgeCartQuantity(ask.bought ?? ask.direct, policy);
    if (cart !== null) return refused({ reason: "invalid_quantity", cart }, false);
  }
  if (scope === "cart") return { accepted: true };

  let shown: AskVerdict = { accepted: true };
  for (const policy of ask.evenIfNotPurchasable === true ? [] : contexts) {
    const verdict = standing(policy, facts);
    if (verdict.purchasable) continue;
    const refusal = { reason: "not_purchasable", message: verdict.code } as const;
    // Where nothing is tracked no stock rule follows: a preorder of which nothing is left is refused here.
    if (!plain.trackInventory || !isShort(verdict.row)) return refused(refusal, verdict.row === 7);
    shown = refused(refusal, true);
  }
  if (!plain.trackInventory || scope === "sale") return { accepted: true };
  const kit = ask.viaKit && ask.evenIfNotPurchasable !== true ? judgeComponent(ask, plain, facts) : null;
  if (kit !== null) return kit;
  const policies = ask.viaKit ? [...contexts, plain] : contexts;
  const limits = policies.map((policy) => limitUnder(policy, facts));
  const least = Math.min(...limits.map((limit) => limit.units));
  // A display strategy may say that there is none where there is: what cannot be bought is not promised either.
  if (ask.units <= least) return shown;
  const units = Math.max(0, least);
  // A shopper is told stock, never how far beyond it may be sold.
  const isStock = limits.every((limit) => units <= Math.max(0, Math.min(limit.available, limit.physical)));
  const direct = Math.max(0, units - (ask.units - ask.direct));
  return refused(
    {
      reason: "insufficient_stock",
      requested: ask.units,
      available: units,
      offer: largestCommonQuantity(direct, contexts),
      shown: isStock && policies.every(showsFigures),
    },
    true,
  );
}

/** What stock says of a component beside its limit: what a kit's view says, a hold of the kit is told. */
function judgeComponent(ask: Ask, policy: Policy, facts: AskFacts): AskVerdict | null {
  const stock = shownStock(policy, facts);
  if (stock.preorder !== null) return null;
  if ((policy.discontinued || ask.onlyFromStock === true) && stock.available < ask.units) {
    return refused({ reason: "not_purchasable", message: "discontinued" }, true);
  }
  if (stock.acting === "nothing") return null;
  return refused({ reason: "not_purchasable", message: stock.acting === "unpublish" ? null : "low_stock" }, false);
}

function standing(policy: Policy, facts: AskFacts): Verdict {
  return facts.rules.display({
    policy,
    stock: shownStock(policy, facts),
    choice: "made",
    // The SKU knows none. An estimate tells rows 12 and 13 apart alone, and the stock rule answers for both (`isShort`).
    estimate: null,
    nowMs: facts.nowMs,
  });
}

function shownStock(policy: Policy, facts: AskFacts): StockFacts {
  const { shownLevels, channel, nowMs, claimedInChannel, rules } = facts;
  return stockFactsOf(policy, shownLevels, channel, nowMs, claimedInChannel, rules);
}

/** Rows that say no for want of stock alone: the stock rule answers for them, with its figure. */
function isShort(row: number): boolean {
  return row === 5 || row === 12 || row === 13;
}

function limitUnder(policy: Policy, facts: AskFacts): Limit {
  return limitOf(facts.levels, facts.channel, policy, facts.nowMs, facts.claimedInChannel);
}

function showsFigures(policy: Policy): boolean {
  return policy.displayAvailability && policy.displayStockQuantity && policy.displayQuantityCap === null;
}

function refused(refusal: Refusal, wantsStock: boolean): AskVerdict {
  return { accepted: false, refusal, wantsStock };
}
