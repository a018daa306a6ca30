import type { Backorders, Policy } from "../../sdk/index.ts";
import { FIGURE_MAX } from "./bounds.ts";
import { available, type Levels, physical, soldBeyondStock, sumOf } from "./figures.ts";

/** Where a channel sells from: its active warehouses, in order. */
export interface ChannelFacts {
  code: string;
  warehouses: readonly string[];
  /** Name of its warehouse strategy; absent: `channel_order`. */
  strategy?: string;
}

/** A channel without a warehouse sells nothing, not even what nobody counts. */
export function sellsNothing(channel: ChannelFacts): boolean {
  return channel.warehouses.length === 0;
}

/** A channel without its warehouses at which nothing is promised any more. */
export function openPartOf(channel: ChannelFacts, closed: readonly string[]): ChannelFacts {
  if (!channel.warehouses.some((warehouse) => closed.includes(warehouse))) return channel;
  return { ...channel, warehouses: channel.warehouses.filter((warehouse) => !closed.includes(warehouse)) };
}

/** What may be promised to one channel now, and on what ground. */
export interface Limit {
  /** Units; `Infinity` without limit. Zero or less: nothing. */
  units: number;
  /** A of the channel. */
  available: number;
  /** P of the channel. */
  physical: number;
  ground: "stock" | "preorder";
}

/** The keys that decide how much may be promised. */
export type LimitPolicy = Pick<
  Policy,
  "outOfStockThreshold" | "backorders" | "backorderLimit" | "preorder" | "discontinued"
>;

/**
 * How many units may be promised to a channel (DESIGN section 3).
 * What goes beyond stock is bounded per SKU over all warehouses: units promised beyond stock anywhere use it up.
 * `claimedInChannel` is asked for only while a preorder has a limit for the channel.
 */
export function limitOf(
  levels: Levels,
  channel: ChannelFacts,
  policy: LimitPolicy,
  nowMs: number,
  claimedInChannel: () => number,
): Limit {
  const figures = sumOf(levels, channel.warehouses);
  const a = available(figures, policy.outOfStockThreshold);
  const p = physical(figures);
  if (isPreorder(policy, nowMs)) {
    const units = preorderLeft(levels, channel, policy.preorder, claimedInChannel);
    return { units, available: a, physical: p, ground: "preorder" };
  }
  const backorderLimit = backorderLimitOf(policy);
  // What is discontinued never comes again: its last units are sold, and nothing beyond them.
  const beyondLimit = policy.discontinued ? 0 : Math.max(0, -policy.outOfStockThreshold) + backorderLimit;
  const byStock = a + backorderLimit;
  const byAllWarehouses = Math.max(0, p) + Math.max(0, beyondLimit - soldBeyondStock(levels));
  const units = sellsNothing(channel) ? 0 : Math.min(byStock, byAllWarehouses, roomLeft(levels));
  return { units, available: a, physical: p, ground: "stock" };
}

/** Whether the preorder date is still ahead, so that the preorder's limit decides and not the stock. */
export function isPreorder(
  policy: Pick<Policy, "preorder">,
  nowMs: number,
): policy is { preorder: NonNullable<Policy["preorder"]> } {
  return policy.preorder !== null && nowMs < Date.parse(policy.preorder.availableAt);
}

/** Units that the figures themselves can still take: the bound on a figure is a limit like any other. */
function roomLeft(levels: Levels): number {
  const all = sumOf(levels, levels.keys());
  return FIGURE_MAX - (all.held + all.allocated + all.planned);
}

function backorderLimitOf(policy: { backorders: Backorders; backorderLimit: number | null }): number {
  if (policy.backorders === "none") return 0;
  return policy.backorderLimit ?? Number.POSITIVE_INFINITY;
}

function preorderLeft(
  levels: Levels,
  channel: ChannelFacts,
  preorder: NonNullable<Policy["preorder"]>,
  claimedInChannel: () => number,
): number {
  if (sellsNothing(channel)) return 0;
  const all = sumOf(levels, levels.keys());
  const left = preorder.limit - (all.held + all.allocated + all.planned);
  const room = Math.min(left, roomLeft(levels));
  const channelLimit = preorder.channelLimits?.[channel.code];
  return channelLimit === undefined ? room : Math.min(room, channelLimit - claimedInChannel());
}
