import type { Policy } from "../../sdk/index.ts";
import { available, type Figures, type Levels, stockLevel, sumOf } from "./figures.ts";
import { type ChannelFacts, isPreorder, limitOf, sellsNothing } from "./limit.ts";
import { type ActingActivity, isActingActivity, type StockRules } from "./rules.ts";

/** What the table of DESIGN section 5 needs to know of the stock behind a view: of one SKU, or of a kit. */
export interface StockFacts {
  tracked: boolean;
  /** While a preorder date is ahead: the date, and units left. */
  preorder: { availableAt: string; left: number } | null;
  /** A, P and what may be promised, for the channel; in kits for a kit. */
  available: number;
  physical: number;
  limit: number;
  /** A ≤ `minStockQuantity`. */
  low: boolean;
  discontinued: boolean;
  /** How selling beyond stock is told: not at all (`allow`), or as a backorder. */
  beyond: "silent" | "told";
  /** What low stock does now. */
  acting: ActingActivity;
  /** RFC 3339: by when goods are expected of which some can be had. */
  replenishedAt: string | null;
  /** Goods to come, the soonest first. Absent: none that there is a date of. */
  arrivals?: readonly Arrival[];
}

/** A date by which goods are expected, and how many units can be had then; not above 0 where promises need them. */
export interface Arrival {
  /** RFC 3339. */
  at: string;
  units: number;
}

/** The figures of a channel that a secret key is shown. */
export interface ChannelFigures extends Figures {
  available: number;
  stockLevel: number;
}

/** What is known of one SKU, for one channel, now. */
export function stockFactsOf(
  policy: Policy,
  levels: Levels,
  channel: ChannelFacts,
  nowMs: number,
  claimedInChannel: () => number,
  rules: StockRules,
): StockFacts {
  const limit = limitOf(levels, channel, policy, nowMs, claimedInChannel);
  const dated = isPreorder(policy, nowMs) ? policy.preorder : null;
  const preorder = dated === null ? null : { availableAt: dated.availableAt, left: limit.units };
  // Figures that an admin keeps all the same bound nothing (DESIGN section 3).
  if (!policy.trackInventory) return { ...(sellsNothing(channel) ? unsoldStock() : uncountedStock()), preorder };
  return {
    tracked: true,
    preorder,
    available: limit.available,
    physical: limit.physical,
    limit: limit.units,
    low: limit.available <= policy.minStockQuantity,
    discontinued: policy.discontinued,
    beyond: policy.backorders === "allow" ? "silent" : "told",
    acting: actingActivity(policy, levels, channel, nowMs, rules),
    replenishedAt: null,
  };
}

/** Stock that nobody counts: a product without inventory, a combination without a SKU. */
export function uncountedStock(): StockFacts {
  return {
    tracked: false,
    preorder: null,
    available: Number.POSITIVE_INFINITY,
    physical: Number.POSITIVE_INFINITY,
    limit: Number.POSITIVE_INFINITY,
    low: false,
    discontinued: false,
    beyond: "silent",
    acting: "nothing",
    replenishedAt: null,
  };
}

/** Stock of what is not sold here: nobody counts it, and none of it can be had. */
export function unsoldStock(): StockFacts {
  return { ...uncountedStock(), tracked: true, available: 0, physical: 0, limit: 0, low: true };
}

/** Whether units of a component are lacking, so that a kit waits for it. */
export function isShortOf(stock: StockFacts, quantity: number): boolean {
  return stock.tracked && Math.min(stock.physical, stock.available) < quantity;
}

/** A kit's stock: the least ⌊component / quantity⌋ of its tracked components (DESIGN section 4). */
export function kitStock(components: readonly { stock: StockFacts; quantity: number }[]): StockFacts {
  const counted = components.filter(({ stock }) => stock.tracked);
  if (counted.length === 0) return uncountedStock();
  const least = (figure: (stock: StockFacts) => number): number =>
    Math.min(...counted.map(({ stock, quantity }) => Math.floor(figure(stock) / quantity)));
  const short = counted.filter(({ stock, quantity }) => isShortOf(stock, quantity));
  // A component that waits for its date keeps the whole kit waiting; the last date decides.
  const waiting = counted
    .flatMap(({ stock }) => (stock.preorder === null ? [] : [stock.preorder]))
    .toSorted((one, other) => Date.parse(other.availableAt) - Date.parse(one.availableAt));
  const replenished = short.map(({ stock, quantity }) => dateOfUnits(stock, quantity));
  return {
    tracked: true,
    preorder:
      waiting[0] === undefined ? null : { availableAt: waiting[0].availableAt, left: least((stock) => stock.limit) },
    available: least((stock) => stock.available),
    physical: least((stock) => stock.physical),
    limit: least((stock) => stock.limit),
    low: counted.some(({ stock }) => stock.low),
    // One that is used up; while a discontinued component is there, the kit waits for others like any other kit.
    discontinued: counted.some(({ stock, quantity }) => stock.discontinued && stock.available < quantity),
    beyond: short.some(({ stock }) => stock.beyond === "told") ? "told" : "silent",
    acting: strongest(counted.map(({ stock }) => stock.acting)),
    replenishedAt: replenished.includes(null) ? null : (replenished.toSorted().at(-1) ?? null),
  };
}

/** By when so many units of a component can be had; `null`: nobody knows. */
function dateOfUnits(stock: StockFacts, quantity: number): string | null {
  if (stock.arrivals === undefined) return stock.replenishedAt;
  return stock.arrivals.find((arrival) => arrival.units >= quantity)?.at ?? null;
}

/** Figures over a channel's warehouses, with A and S. */
export function channelFigures(levels: Levels, channel: ChannelFacts, policy: Policy): ChannelFigures {
  const sum = sumOf(levels, channel.warehouses);
  return {
    ...sum,
    available: available(sum, policy.outOfStockThreshold),
    stockLevel: stockLevel(sum, policy.outOfStockThreshold),
  };
}

/**
 * What the activity does while S ≤ `minStockQuantity` and neither preorder nor backorder is open (DESIGN section 4).
 * It is judged by S: carts never trigger it. A custom one that nobody has registered does nothing.
 */
function actingActivity(
  policy: Policy,
  levels: Levels,
  channel: ChannelFacts,
  nowMs: number,
  { activities }: StockRules,
): ActingActivity {
  if (!policy.trackInventory || isPreorder(policy, nowMs)) return "nothing";
  if (policy.backorders !== "none" || policy.outOfStockThreshold < 0) return "nothing";
  const figures = channelFigures(levels, channel, policy);
  if (figures.stockLevel > policy.minStockQuantity) return "nothing";
  const named = policy.lowStockActivity;
  if (isActingActivity(named)) return named;
  const verdict = Object.hasOwn(activities, named) ? activities[named] : undefined;
  return verdict?.(figures, policy) ?? "nothing";
}

function strongest(activities: readonly ActingActivity[]): ActingActivity {
  if (activities.includes("unpublish")) return "unpublish";
  return activities.includes("disable_buy_button") ? "disable_buy_button" : "nothing";
}
