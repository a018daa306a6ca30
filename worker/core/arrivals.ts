import type { ChannelFacts } from "./limit.ts";
import { type ExpectedGoods, outstandingOf } from "./replenishment.ts";
import type { Arrival, StockFacts } from "./stock-facts.ts";

/**
 * Stock with what is to come to the channel's warehouses at dates that are not over. By each of them, what can be had is
 * what is there, neither promised nor kept as safety stock, and all goods to come until then: late ones are still to come,
 * those without a date never are.
 */
export function withArrivals(
  stock: StockFacts,
  expected: readonly ExpectedGoods[],
  channel: ChannelFacts,
  nowMs: number,
): StockFacts {
  if (!stock.tracked) return stock;
  const arrivals: Arrival[] = [];
  let units = Math.min(stock.available, stock.physical);
  for (const goods of datedGoods(expected, channel)) {
    units += goods.units;
    if (Date.parse(goods.at) >= nowMs) arrivals.push({ at: goods.at, units });
  }
  if (arrivals.length === 0) return stock;
  return { ...stock, arrivals, replenishedAt: arrivals.find((arrival) => arrival.units > 0)?.at ?? null };
}

/** Dates of goods still to come that are over: each changes what is said of them. Over a moment after the date itself. */
export function datesPassed(expected: readonly ExpectedGoods[], nowMs: number): number {
  return expected.filter(
    (goods) => outstandingOf(goods) > 0 && goods.expectedAt !== null && Date.parse(goods.expectedAt) < nowMs,
  ).length;
}

/** What is to come to a channel's warehouses at known dates, the soonest first. */
function datedGoods(expected: readonly ExpectedGoods[], { warehouses }: ChannelFacts): Arrival[] {
  return expected
    .flatMap((goods): Arrival[] => {
      const units = outstandingOf(goods);
      const { expectedAt, warehouse } = goods;
      return expectedAt !== null && units > 0 && warehouses.includes(warehouse) ? [{ at: expectedAt, units }] : [];
    })
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
