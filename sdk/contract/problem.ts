import type { MessageCode } from "./availability.ts";

/** Every code that an answer can carry. Stable: programs may branch on it. */
export type ProblemCode =
  | "invalid_request"
  | "body_too_large"
  | "idempotency_key_missing"
  | "idempotency_mismatch"
  | "unauthenticated"
  | "forbidden"
  | "admin_key_not_configured"
  | "not_found"
  | "sku_not_found"
  | "product_not_found"
  | "estimate_not_found"
  | "too_many_estimates"
  | "warehouse_not_found"
  | "channel_not_found"
  | "channel_without_warehouse"
  | "reservation_not_found"
  | "order_not_found"
  | "shipment_not_found"
  | "replenishment_not_found"
  | "insufficient_stock"
  | "not_purchasable"
  | "invalid_quantity"
  | "reservation_expired"
  | "reservation_released"
  | "reservation_ordered"
  | "revision_mismatch"
  | "change_in_progress"
  | "too_many_changes"
  | "too_many_open_holds"
  | "order_exists"
  | "order_not_allocated"
  | "order_cancelled"
  | "order_shipped"
  | "exceeds_line"
  | "shipment_exists"
  | "shipment_planned"
  | "shipment_shipped"
  | "return_exists"
  | "insufficient_on_hand"
  | "replenishment_closed"
  | "replenishment_received"
  | "too_many_replenishments"
  | "warehouse_closed"
  | "warehouse_not_empty"
  | "last_warehouse"
  | "too_many_warehouses_in_all"
  | "too_many_channels"
  | "too_many_keys"
  | "stale_write"
  | "on_hand_below_zero"
  | "on_hand_below_planned"
  | "figure_out_of_range"
  | "too_many_warehouses"
  | "precondition_failed"
  | "rate_limited"
  | "mail_not_configured"
  | "not_subscribable"
  | "too_many_subscriptions"
  | "subscription_not_found"
  | "webhook_not_found"
  | "webhook_disabled"
  | "too_many_webhooks"
  | "delivery_not_found"
  | "dead_letter_not_found"
  | "unavailable"
  | "internal";

/** Why something cannot be bought now: the code of what the shopper is told, or that it is not shown at all. */
export type NotPurchasableReason = MessageCode | "hidden";

/** The rule of the cart that a quantity breaks. */
export type InvalidQuantityReason = "below_min" | "above_max" | "not_allowed" | "not_multiple";

/** What is wrong with one field or one line of a request. */
export interface LineProblem {
  /** Where: a JSON pointer into the body (`/lines/0/quantity`), a query or header name. */
  pointer: string;
  /** Of a line: its place in `lines` of the request, from 0. A line that is a kit may be told of several times. */
  line?: number;
  code: string;
  detail: string;
  sku?: string;
  product?: string;
  /** With `not_purchasable` and with `invalid_quantity`: the cause. */
  reason?: NotPurchasableReason | InvalidQuantityReason;
  /** With `below_min`: the least that a cart may have. From settings, as the three that follow; never a figure of stock. */
  min?: number;
  /** With `above_max`: the most that a cart may have. */
  max?: number;
  /** With `not_allowed`: the quantities that a cart may have. */
  allowed?: number[];
  /** With `not_multiple`: of what it has to be a multiple. */
  multiple?: number;
  /** Units asked for. */
  requested?: number;
  /** Units that could have been promised; only where policy shows figures, or for a secret key. */
  available?: number;
  /** The figure now, with `stale_write`. */
  current?: number;
  /** Shipments that need the units, with `on_hand_below_planned` and `shipment_planned`. */
  shipments?: { order: string; shipment: string; units: number }[];
}

/** An error answer: RFC 9457, `application/problem+json`. */
export interface Problem {
  /** `urn:onhand:problem:` + code. */
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  requestId: string;
  /** Every bad field or line, together. */
  errors?: LineProblem[];
}
