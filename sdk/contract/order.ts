import type { Line, LineSku, Selection } from "./line.ts";

/**
 * `pending`: known, and nothing is claimed for it yet. `placed`: its units are allocated, in part on shipments or shipped.
 * `shipped`: every unit is shipped or cancelled, and some are shipped. `cancelled`: no unit is left.
 */
export type OrderState = "pending" | "placed" | "shipped" | "cancelled";

/** ordered = allocated + planned + shipped + cancelled + shortfall. A kit's line counts kits. */
export interface OrderLine {
  sku?: string;
  product?: string;
  selection?: Selection;
  ordered: number;
  /** Units promised and not on a shipment. */
  allocated: number;
  /** Of the allocated and planned units, those for which goods are not there now. */
  backordered: number;
  /** Units on shipments that have not left. */
  planned: number;
  shipped: number;
  cancelled: number;
  /** Of the shipped units, those that came back. */
  returned: number;
  /** Units for which nothing is claimed: the order is pending, or stock was short when it was allocated. */
  shortfall: number;
  skus: LineSku[];
}

/** Some units of one line, which is named by its place in the order, from 0. */
export interface LineQuantity {
  line: number;
  /** Whole units (kits, for a kit). */
  quantity: number;
}

/** Units of one SKU that leave one warehouse, or come back to it. */
export interface SkuQuantity {
  sku: string;
  warehouse: string;
  quantity: number;
}

/** Units of an order that leave together. */
export interface Shipment {
  /** The shop's own. */
  id: string;
  state: "planned" | "shipped";
  lines: LineQuantity[];
  /** What is taken where. Nothing for what nobody counts. */
  skus: SkuQuantity[];
  plannedAt: string;
  shippedAt?: string;
}

/** Shipped units that came back. */
export interface OrderReturn {
  /** The shop's own. */
  id: string;
  lines: LineQuantity[];
  /** Whether they are on hand again. */
  restock: boolean;
  /** What came back where; with `restock: false` nothing is on hand again. */
  skus: SkuQuantity[];
  note: string | null;
  at: string;
}

/** Units promised, under the shop's own order id. */
export interface Order {
  id: string;
  state: OrderState;
  channel: string;
  /** What it was placed from, or what its units are claimed under; `null` while it is pending. */
  reservation: string | null;
  /** The state that the shop reported last. */
  reported: string | null;
  /** Counts the changes. */
  revision: number;
  lines: OrderLine[];
  shipments: Shipment[];
  returns: OrderReturn[];
  placedAt: string;
  /** When its units were claimed. */
  allocatedAt?: string;
  cancelledAt?: string;
}

/** What happens when stock is short by the time an order's units are claimed. */
export type ShortfallChoice = "refuse" | "allocate_available";

/** How the units of an order are claimed. */
export interface AllocationChoice {
  /** Default `refuse`. `allocate_available`: what is there is allocated, and the rest is recorded as a shortfall. */
  shortfall?: ShortfallChoice;
  /** Claim what cannot be bought now (unpublished, out of its window). Stock is judged all the same. Default false. */
  allowNotPurchasable?: boolean;
}

/** An order from a reservation, or from lines. */
export interface OrderRequest extends AllocationChoice {
  /** The shop's own order id, 1 – 128 printable characters. */
  id: string;
  /** The reservation it is placed from: its units are allocated at once. */
  reservation?: string;
  /** Without a reservation: 1 – 100 lines. Their units are claimed once a reported state says so. */
  lines?: Line[];
  /** With `lines`. Code of a channel; default `web`. */
  channel?: string;
  /** With `lines`: the state that the order is in already, as in a report. */
  state?: string;
}

/** The shop says what state the order is in now. One state claims the stock; which one is the allocation strategy's word. */
export interface OrderStateReport extends AllocationChoice {
  /** 1 – 64 printable characters. By default `PaymentAuthorized` and `PaymentSettled` allocate. */
  state: string;
}

/** How many units some lines shall have been ordered in all, before they are shipped. */
export interface OrderLinesChange extends AllocationChoice {
  /** Not below what is planned, shipped and cancelled already. A line with a shortfall is tried again. */
  lines: LineQuantity[];
}

/** Units of an order to be cancelled. */
export interface OrderCancellation {
  /** Units to cancel; without them all that are not shipped. What is planned has to be unplanned first. */
  lines?: LineQuantity[];
  /** Kept with the movements, up to 500 characters. */
  note?: string;
}

/** A shipment to be planned. */
export interface ShipmentRequest {
  /** The shop's own, 1 – 128 printable characters, once in an order. */
  id: string;
  lines: LineQuantity[];
  /** Where all of it leaves from. Without it, from where the order's own units are. */
  warehouse?: string;
}

/** What is noted when a shipment leaves or its plan is given up. */
export interface ShipmentNote {
  /** Kept with the movements, up to 500 characters: a tracking number. */
  note?: string;
}

/** Shipped units that came back. */
export interface ReturnRequest {
  /** The shop's own, 1 – 128 printable characters, once in an order. */
  id: string;
  lines: LineQuantity[];
  /** Default true: the units are on hand again. */
  restock?: boolean;
  /** Where they came back to; default: where the line's last shipment left from. */
  warehouse?: string;
  note?: string;
}
