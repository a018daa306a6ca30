import type { Policy } from "../../sdk/index.ts";
import { type Levels, stockLevel, sumOf } from "./figures.ts";
import { type ChannelFacts, sellsNothing } from "./limit.ts";

/** What a stock level is judged over: all warehouses of a channel, or one warehouse alone. */
export type PlaceKind = "channel" | "warehouse";

/** A place where a SKU is at or below its minimum. */
export interface LowStanding {
  kind: PlaceKind;
  /** Code of the channel or warehouse. */
  place: string;
  /** S there. Carts do not move it. */
  stockLevel: number;
  minStockQuantity: number;
  published: boolean;
}

/** A place with S there. */
interface Place {
  kind: PlaceKind;
  place: string;
  stockLevel: number;
}

/**
 * Where a tracked SKU is at or below `minStockQuantity`. A channel without a warehouse sells nothing and lacks nothing; a
 * warehouse counts from the first unit that it ever had of the SKU.
 */
export function lowStandings(levels: Levels, channels: readonly ChannelFacts[], policy: Policy): LowStanding[] {
  if (!policy.trackInventory) return [];
  const { outOfStockThreshold, minStockQuantity, published } = policy;
  const byChannel = stockLevels(levels, channels, policy).map(
    ({ channel, stockLevel }): Place => ({ kind: "channel", place: channel, stockLevel }),
  );
  const byWarehouse = [...levels].map(
    ([warehouse, level]): Place => ({
      kind: "warehouse",
      place: warehouse,
      stockLevel: stockLevel(level, outOfStockThreshold),
    }),
  );
  return [...byChannel, ...byWarehouse]
    .filter((each) => each.stockLevel <= minStockQuantity)
    .map((each) => ({ ...each, minStockQuantity, published }));
}

/** S of each channel that sells at all. */
export function stockLevels(
  levels: Levels,
  channels: readonly ChannelFacts[],
  { outOfStockThreshold }: Pick<Policy, "outOfStockThreshold">,
): { channel: string; stockLevel: number }[] {
  return channels
    .filter((channel) => !sellsNothing(channel))
    .map((channel) => ({
      channel: channel.code,
      stockLevel: stockLevel(sumOf(levels, channel.warehouses), outOfStockThreshold),
    }));
}
