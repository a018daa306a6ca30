import type { Selection } from "./line.ts";

/**
 * The stock level of a SKU crossed a line in a channel. `stock.low` / `stock.recovered`: to or from `minStockQuantity` and
 * below. `stock.out` / `stock.back`: to or from 0 and below. `stock.notify_below`: fell below `notifyQuantityBelow`.
 */
export type StockEventType = "stock.low" | "stock.recovered" | "stock.out" | "stock.back" | "stock.notify_below";

/**
 * `order.shortfall`, `order.covered`, `subscription.confirmed` and the crossings are always recorded. The others happen with
 * every cart, order or write, and are recorded while a webhook endpoint has chosen them.
 */
export type EventType =
  | StockEventType
  | "stock.adjusted"
  | "reservation.expired"
  | "order.allocated"
  | "order.covered"
  | "order.shortfall"
  | "shipment.shipped"
  | "subscription.confirmed";

interface EventBase {
  /** Unique; a repeat has the same. */
  id: string;
  at: string;
}

/** Told once for each crossing. */
export interface StockEvent extends EventBase {
  type: StockEventType;
  sku: string;
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

/** An admin changed what is on hand at a warehouse: an adjustment, a count, a transfer or a receipt. */
export interface StockAdjustedEvent extends EventBase {
  type: "stock.adjusted";
  sku: string;
  warehouse: string;
  kind: "adjust" | "count" | "transfer" | "receive";
  /** Signed units. */
  change: number;
  /** On hand at the warehouse after it. */
  after: number;
  reason: string | null;
  document: string | null;
  actor: string;
}

/** A cart's units went back because its time was over. */
export interface ReservationExpiredEvent extends EventBase {
  type: "reservation.expired";
  reservation: string;
  channel: string;
  lines: EventLine[];
}

/** A line of a cart or an order, as short as it can be told. */
export interface EventLine {
  sku?: string;
  product?: string;
  selection?: Selection;
  quantity: number;
}

/** Units were claimed for an order: when it was placed from a reservation, or reported in the state that claims them. */
export interface OrderAllocatedEvent extends EventBase {
  type: "order.allocated";
  order: string;
  channel: string;
  /** `quantity`: units that are claimed. */
  lines: EventLine[];
}

/** Goods are there now for all units of a SKU that an order has, after some were backordered. */
export interface OrderCoveredEvent extends EventBase {
  type: "order.covered";
  order: string;
  sku: string;
  /** Units of the order that are not shipped, each of them covered. */
  units: number;
}

/** An order was allocated with less than it asked for. */
export interface ShortfallEvent extends EventBase {
  type: "order.shortfall";
  sku: string;
  order: string;
  line: number;
  /** Units that nothing is claimed for. */
  shortfall: number;
}

/** A shipment left. */
export interface ShipmentShippedEvent extends EventBase {
  type: "shipment.shipped";
  order: string;
  shipment: string;
  /** Units by line, which is named by its place in the order, from 0. */
  lines: { line: number; quantity: number }[];
  /** What left which warehouse. */
  skus: { sku: string; warehouse: string; quantity: number }[];
}

/** Somebody confirmed that they wish to be told when something is back. Without the address. */
export interface SubscriptionConfirmedEvent extends EventBase {
  type: "subscription.confirmed";
  subscription: string;
  channel: string;
  locale: string;
  sku: string | null;
  product: string | null;
  selection: Selection | null;
}

/** Something that was recorded, for notices, webhooks and whoever asks. */
export type RecordedEvent =
  | StockEvent
  | StockAdjustedEvent
  | ReservationExpiredEvent
  | OrderAllocatedEvent
  | OrderCoveredEvent
  | ShortfallEvent
  | ShipmentShippedEvent
  | SubscriptionConfirmedEvent;

/** What events are asked for by. All that are given must fit. */
export interface EventFilter {
  type?: EventType;
  /** Those of one SKU; events of carts, shipments and whole orders are of none. */
  sku?: string;
  /** RFC 3339, inclusive. */
  from?: string;
  /** RFC 3339, exclusive. */
  to?: string;
}
