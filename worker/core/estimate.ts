import type { Estimate, NamedEstimate } from "../../sdk/index.ts";
import { isShortOf, type StockFacts } from "./stock-facts.ts";

/** The named estimates of a store, as one read found them. */
export interface EstimateFacts {
  /** Grows with every change of any of them, removals included. 0: there has never been one. */
  revision: number;
  byId: ReadonlyMap<string, NamedEstimate>;
}

/** Which estimates speak of a kit. Ids, as policies name them. */
export interface KitEstimates {
  /** What the product says itself; `undefined`: nothing. */
  own: string | null | undefined;
  /** What the product inherits from the store. */
  inherited: string | null;
  components: readonly { stock: StockFacts; quantity: number; named: string | null }[];
}

/** What the shopper sees of a named estimate; `null` for none, and for one that is not there. */
export function estimateNamed(id: string | null, facts: EstimateFacts): Estimate | null {
  const named = id === null ? undefined : facts.byId.get(id);
  return named === undefined ? null : shownOf(named);
}

/**
 * The estimate of a kit: the product's own, else the longest of the components that it waits for. One of them without
 * an estimate leaves the kit without: nobody knows when it can be put together.
 */
export function estimateOfKit({ own, inherited, components }: KitEstimates, facts: EstimateFacts): Estimate | null {
  if (own !== undefined) return estimateNamed(own, facts);
  const awaited = components.filter(({ stock, quantity }) => isShortOf(stock, quantity));
  if (awaited.length === 0) return estimateNamed(inherited, facts);
  const known = awaited.flatMap(({ named }) => (named === null ? [] : (facts.byId.get(named) ?? [])));
  const longest = known.toSorted(byLength)[0];
  return longest === undefined || known.length < awaited.length ? null : shownOf(longest);
}

/** The day by which an estimate promises the goods, at midnight UTC so that an answer stays the same all day. */
export function dateOfEstimate(estimate: Estimate | null, nowMs: number): string | null {
  const days = estimate === null ? null : daysPromised(estimate);
  if (days === null) return null;
  const dayMs = 86_400_000;
  return new Date((Math.floor(nowMs / dayMs) + days) * dayMs).toISOString();
}

/** Longest first; one that promises no day is longer than any. Between equals the lower priority speaks. */
function byLength(one: NamedEstimate, other: NamedEstimate): number {
  return lengthOf(other) - lengthOf(one) || one.priority - other.priority || (one.id < other.id ? -1 : 1);
}

function lengthOf(estimate: Estimate): number {
  return daysPromised(estimate) ?? Number.MAX_SAFE_INTEGER;
}

function daysPromised({ minDays, maxDays }: Estimate): number | null {
  return maxDays ?? minDays;
}

function shownOf({ id, minDays, maxDays, text }: NamedEstimate): Estimate {
  return { id, minDays, maxDays, text };
}
