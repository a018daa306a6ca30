/**
 * The stock level of a SKU crossed a line in a channel. `stock.low` / `stock.recovered`: to or from `minStockQuantity` and
 * below. `stock.out` / `stock.back`: to or from 0 and below. `stock.notify_below`: fell below `notifyQuantityBelow`.
 */
export type StockEventType = "stock.low" | "stock.recovered" | "stock.out" | "stock.back" | "stock.notify_below";

export type EventType = StockEventType | "order.shortfall";

interface EventBase {
  /** Unique; a repeat has the same. */
  id: string;
  sku: string;
  at: string;
}

/** Told once for each crossing. */
export interface StockEvent extends EventBase {
  type: StockEventType;
  channel: string;
  /** After it. Carts do not move it. */
  stockLevel: number;
  /** The line that was crossed. */
  threshold: number;
  /** Only where the SKU's low-stock activity is one of the deployment's own, and is told of crossings. */
  reaction?: EventReaction;
}

/** How far the deployment's own low-stock activity has been told of an event. */
export interface EventReaction {
  activity: string;
  /** `failed`: it was tried several times, and is not any more. */
  state: "pending" | "done" | "failed";
  /** What went wrong, where it failed. */
  error: string | null;
}

/** An order was allocated with less than it asked for. */
export interface ShortfallEvent extends EventBase {
  type: "order.shortfall";
  order: string;
  line: number;
  /** Units that nothing is claimed for. */
  shortfall: number;
}

/** Something that was recorded, for notices and whoever asks. */
export type RecordedEvent = StockEvent | ShortfallEvent;

/** What events are asked for by. All that are given must fit. */
export interface EventFilter {
  type?: EventType;
  sku?: string;
  /** RFC 3339, inclusive. */
  from?: string;
  /** RFC 3339, exclusive. */
  to?: string;
}
