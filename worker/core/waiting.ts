import type { NoticeSettings, Policy } from "../../sdk/index.ts";
import { WAVE_EVERY_MS, WAVE_MAILS_MAX } from "./bounds.ts";
import { leastCartQuantity } from "./cart-quantity.ts";
import type { StockFacts } from "./stock-facts.ts";

/** How something that is waited for stands. Times in milliseconds since 1970. */
export type WaitState =
  | { since: null; waveAt: null }
  /** For sale since `since`, as far as is known without a break; the next wave may be mailed at `waveAt`. */
  | { since: number; waveAt: number };

/** What is seen of it at one time. */
export interface Offer {
  /** Whether its least cart quantity can be bought. */
  purchasable: boolean;
  /** Units that may be promised now; `Infinity` without limit. */
  units: number;
}

/** What follows from looking at it. */
export interface WaitStep {
  state: WaitState;
  /** How many are to be mailed at most; 0: no wave is due. */
  mails: number;
  /** What the state will be once they are. */
  after: WaitState;
}

/** It cannot be bought, as far as is known. */
export const NOT_FOR_SALE: WaitState = { since: null, waveAt: null };

/**
 * Who is told when (DESIGN section 1, "what happens when it runs out"): once something has been for sale for
 * `settlingSeconds`, and then every `WAVE_EVERY_MS` while it stays so, at most `waveFactor` mails for each unit that may be
 * promised, `WAVE_MAILS_MAX` in any case. As soon as it cannot be bought all begins anew.
 */
export function stepOf(
  before: WaitState,
  offer: Offer,
  settings: Pick<NoticeSettings, "settlingSeconds" | "waveFactor">,
  nowMs: number,
): WaitStep {
  if (!offer.purchasable) return { state: NOT_FOR_SALE, mails: 0, after: NOT_FOR_SALE };
  const state = before.since === null ? { since: nowMs, waveAt: nowMs + settings.settlingSeconds * 1_000 } : before;
  if (state.waveAt > nowMs) return { state, mails: 0, after: state };
  const mails = Math.min(WAVE_MAILS_MAX, Math.floor(offer.units) * settings.waveFactor);
  return { state, mails, after: { since: state.since, waveAt: nowMs + WAVE_EVERY_MS } };
}

/** What somebody who waits would be told: whether the least that a cart may have can be bought, and how much there is. */
export function offerOf(policy: Policy, stock: StockFacts, isForSale: boolean): Offer {
  // While a preorder date is ahead its limit decides, also where nothing is counted.
  const units = stock.preorder === null ? stock.limit : stock.preorder.left;
  const least = leastCartQuantity(policy);
  return { purchasable: isForSale && least !== null && least <= units, units: Math.max(0, units) };
}

/** Nothing is for sale. */
export const NO_OFFER: Offer = { purchasable: false, units: 0 };

/** When one of some settings changes what they say by itself; `null`: never again. */
export function nextBoundary(policies: readonly Policy[], nowMs: number): number | null {
  const times = policies.flatMap(({ availableFrom, availableUntil, preorder }) => [
    ...(availableFrom === null ? [] : [Date.parse(availableFrom)]),
    // A window is closed at both ends: at `availableUntil` itself it is still open.
    ...(availableUntil === null ? [] : [Date.parse(availableUntil) + 1]),
    ...(preorder === null ? [] : [Date.parse(preorder.availableAt)]),
  ]);
  const ahead = times.filter((time) => time > nowMs);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** When to look again, whatever happens until then: at the next wave, at a date of the settings, or in any case at `latest`. */
export function nextLook(state: WaitState, policies: readonly Policy[], nowMs: number, latest: number): number {
  const boundary = nextBoundary(policies, nowMs);
  const wave = state.waveAt !== null && state.waveAt > nowMs ? state.waveAt : null;
  return Math.min(latest, boundary ?? latest, wave ?? latest);
}
