import { type Levels, NO_FIGURES, physical } from "./figures.ts";
import type { ChannelFacts } from "./limit.ts";
import type { Share } from "./shares.ts";

/** Units of a SKU that are there and not promised, at one warehouse of a channel. */
export interface FreeUnits {
  warehouse: string;
  /** Whole units, ≥ 0. */
  free: number;
}

/**
 * Which warehouses give some units, of those of a channel in its order. What it says is a wish: nobody gives more than is
 * free there or still wanted, and what it leaves out is taken in the order of the channel.
 */
export type WarehouseStrategy = (
  units: number,
  free: readonly FreeUnits[],
) => readonly { warehouse: string; units: number }[];

/** The strategies that are there without anybody's doing (DESIGN section 6). */
export const WAREHOUSE_STRATEGIES: Readonly<Record<string, WarehouseStrategy>> = {
  channel_order: (_, free) => allOf(free),
  most_available: (_, free) => allOf(mostFirst(free)),
  fewest_warehouses: (units, free) => {
    const enough = free.find((each) => each.free >= units);
    return enough === undefined ? allOf(mostFirst(free)) : [{ warehouse: enough.warehouse, units }];
  },
};

/**
 * Where units of a claim are put: a warehouse gives the smaller of what is free there and what is still wanted. What is
 * free nowhere sits on the channel's first warehouse (DESIGN section 3). In the order in which they were given.
 */
export function placeUnits(
  units: number,
  levels: Levels,
  channel: ChannelFacts,
  strategy: WarehouseStrategy = strategyOf(channel, WAREHOUSE_STRATEGIES),
): { warehouse: string; units: number }[] {
  const free = channel.warehouses.map((warehouse): FreeUnits => ({ warehouse, free: freeAt(levels, warehouse) }));
  const left = new Map(free.map((each) => [each.warehouse, each.free]));
  const placed = new Map<string, number>();
  let wanted = units;
  const give = (warehouse: string, most: number): void => {
    const given = Math.min(wanted, left.get(warehouse) ?? 0, Math.max(0, Math.trunc(most)));
    if (!(given > 0)) return;
    placed.set(warehouse, (placed.get(warehouse) ?? 0) + given);
    left.set(warehouse, (left.get(warehouse) ?? 0) - given);
    wanted -= given;
  };
  for (const wish of strategy(units, free)) give(wish.warehouse, wish.units);
  for (const each of free) give(each.warehouse, each.free);
  const first = channel.warehouses[0];
  if (wanted > 0 && first !== undefined) placed.set(first, (placed.get(first) ?? 0) + wanted);
  return [...placed].map(([warehouse, given]) => ({ warehouse, units: given }));
}

/** The strategy that a channel names; `channel_order` for none, and for one that nobody has registered. */
export function strategyOf(
  channel: ChannelFacts,
  strategies: Readonly<Record<string, WarehouseStrategy>>,
): WarehouseStrategy {
  const named = channel.strategy;
  const byOrder: WarehouseStrategy = (_, free) => allOf(free);
  return named !== undefined && Object.hasOwn(strategies, named) ? (strategies[named] ?? byOrder) : byOrder;
}

/** Units that are there and not promised. */
export function freeAt(levels: Levels, warehouse: string): number {
  return Math.max(0, physical(levels.get(warehouse) ?? NO_FIGURES));
}

/** The same as shares of a claim, as held units. */
export function heldShares(placed: readonly { warehouse: string; units: number }[]): Share[] {
  return placed.map(({ warehouse, units }) => ({ warehouse, held: units, allocated: 0, planned: 0 }));
}

function allOf(free: readonly FreeUnits[]): { warehouse: string; units: number }[] {
  return free.map((each) => ({ warehouse: each.warehouse, units: each.free }));
}

/** Between equals the channel's order stays. */
function mostFirst(free: readonly FreeUnits[]): FreeUnits[] {
  return free.toSorted((one, other) => other.free - one.free);
}
