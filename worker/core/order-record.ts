import type { LineQuantity, Order, SkuQuantity } from "../../sdk/index.ts";
import type { ResolvedLine } from "./demand.ts";
import type { ChannelFacts } from "./limit.ts";
import type { SkuClaim } from "./record.ts";

/** A line of an order; `quantity` is what was ordered. */
export interface OrderLineRecord extends ResolvedLine {
  cancelled: number;
  /** Units for which nothing is claimed. */
  shortfall: number;
}

/** Units that leave together. */
export interface ShipmentRecord {
  id: string;
  lines: LineQuantity[];
  taken: SkuQuantity[];
  plannedAt: number;
  /** `null`: it has not left. */
  shippedAt: number | null;
}

/** Shipped units that came back. */
export interface ReturnRecord {
  id: string;
  lines: LineQuantity[];
  restock: boolean;
  taken: SkuQuantity[];
  note: string | null;
  at: number;
}

/** A key's answer on an order: the order at that moment. */
export interface StoredOrderAnswer {
  key: string;
  /** Hash of the request's body. */
  body: string;
  answer: Order;
}

/** What is being tried at the SKUs. Written before the first of them is asked, so that a crash cannot leave half of it. */
export interface OrderAttempt {
  tries: { sku: string; n: number }[];
  /** The shipment that is being planned; `null`: quantities are being changed. */
  shipment: string | null;
}

interface OrderBase {
  id: string;
  channel: ChannelFacts;
  lines: OrderLineRecord[];
  /** State that the shop reported last. */
  reported: string | null;
  revision: number;
  placedAt: number;
  /** The answer to whoever made it; `null` until there is one. Those to later calls are kept apart. */
  answer: StoredOrderAnswer | null;
}

interface ClaimedBase extends OrderBase {
  /** Its reservation, and the claim's id at every SKU. */
  reservation: string;
  /** Mark of the reservation's record that the lines were read from: it is given only if it is still that one. */
  mark: number;
  /** Whether the reservation is known to be given to the order. */
  isGiven: boolean;
  /** Those of returns have ids of their own. */
  claims: SkuClaim[];
  shipments: ShipmentRecord[];
  returns: ReturnRecord[];
  allocatedAt: number;
}

/** Known, and nothing is claimed for it yet. */
export interface PendingOrder extends OrderBase {
  state: "pending";
}

/**
 * Written before the reservation's slot is asked to give the reservation to the order. What was asked is the same
 * after a crash: asking again has the same answer. It is placed once that slot has written it (DESIGN section 7.6).
 */
export interface PlacedOrder extends ClaimedBase {
  state: "placed";
  trying: OrderAttempt | null;
}

/** Every unit is shipped or cancelled, and some are shipped. Nothing can be claimed for it any more. */
export interface ShippedOrder extends ClaimedBase {
  state: "shipped";
}

/** No unit is left, and none was shipped. */
export interface CancelledOrder extends ClaimedBase {
  state: "cancelled";
  cancelledAt: number;
}

/** Cancelled before anything was claimed for it. */
export interface DroppedOrder extends OrderBase {
  state: "cancelled";
  reservation: null;
  cancelledAt: number;
}

/** An order for which units were claimed. */
export type ClaimedOrder = PlacedOrder | ShippedOrder | CancelledOrder;

export type OrderRecord = PendingOrder | ClaimedOrder | DroppedOrder;

/** Why an order is not what the caller takes it for. `at`: place of the quantity in the request. */
export type OrderRefusal =
  | { reason: "order_not_found" }
  | { reason: "order_exists" }
  | { reason: "order_not_allocated" }
  | { reason: "order_cancelled" }
  | { reason: "order_shipped" }
  | { reason: "order_changes"; bound: number }
  | { reason: "line_not_found"; at: number }
  /** `least` or `most`: what the quantity may be. */
  | { reason: "exceeds_line"; at: number; quantity: number; least?: number; most?: number }
  | { reason: "shipment_not_found" }
  | { reason: "shipment_exists" }
  | { reason: "shipment_planned"; shipments: { order: string; shipment: string; units: number }[] }
  | { reason: "shipment_shipped" }
  | { reason: "return_exists" };

/** What a request on an order comes to. */
export type OrderDecision<Kind extends OrderRecord = OrderRecord> =
  | { accepted: true; order: Kind }
  | { accepted: false; refusal: OrderRefusal };

export function isClaimed(order: OrderRecord): order is ClaimedOrder {
  return order.state !== "pending" && order.reservation !== null;
}

export function no(refusal: OrderRefusal): { accepted: false; refusal: OrderRefusal } {
  return { accepted: false, refusal };
}
