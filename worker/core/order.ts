import type { Order } from "../../sdk/index.ts";
import { decide } from "./claims.ts";
import type { ResolvedLine } from "./demand.ts";
import type { ChannelFacts } from "./limit.ts";
import type { HeldRecord, SkuClaim } from "./record.ts";
import { linesView } from "./reservation-view.ts";

/** A key's answer on an order: the order at that moment. */
export interface StoredOrderAnswer {
  key: string;
  body: string;
  answer: Order;
}

interface OrderBase {
  id: string;
  /** Its reservation, and the claim's id at every SKU. */
  reservation: string;
  /** Mark of the reservation's record that the lines were read from: it is given only if it is still that one. */
  mark: number;
  channel: ChannelFacts;
  lines: ResolvedLine[];
  claims: SkuClaim[];
  placedAt: number;
  actor: string;
  answers: StoredOrderAnswer[];
}

/**
 * Written before the reservation's slot is asked to give the reservation to the order. What was asked is the same
 * after a crash: asking again has the same answer. It is placed once that slot has written it (DESIGN section 7.6).
 */
export interface PlacedOrder extends OrderBase {
  state: "placed";
}

export interface CancelledOrder extends OrderBase {
  state: "cancelled";
  cancelledAt: number;
}

export type OrderRecord = PlacedOrder | CancelledOrder;

export type OrderRefusal = { reason: "order_not_found" } | { reason: "order_exists" };

/** The order as it will be once the reservation is given to it. */
export function orderFrom(
  reservation: HeldRecord,
  mark: number,
  order: { id: string; actor: string; key: string; body: string },
  nowMs: number,
): PlacedOrder {
  const claims = reservation.claims.map((claim) =>
    decide(claim, { kind: "allocate", order: order.id, actor: order.actor }),
  );
  const placed: PlacedOrder = {
    state: "placed",
    id: order.id,
    reservation: reservation.id,
    mark,
    channel: reservation.channel,
    lines: reservation.lines,
    claims,
    placedAt: nowMs,
    actor: order.actor,
    answers: [],
  };
  return rememberOrder(placed, order.key, order.body);
}

/** The order with everything given back that is not shipped. */
export function cancelOrder(order: PlacedOrder, actor: string, note: string | null, nowMs: number): CancelledOrder {
  const claims = order.claims.map((claim) => decide(claim, { kind: "cancel", actor, note }));
  return { ...order, state: "cancelled", claims, cancelledAt: nowMs };
}

export function rememberOrder<Kind extends OrderRecord>(order: Kind, key: string, body: string): Kind {
  return { ...order, answers: [...order.answers, { key, body, answer: orderView(order) }] };
}

/** An order as the shop sees it. */
export function orderView(order: OrderRecord): Order {
  const cancelled = order.state === "cancelled";
  const lines = linesView(order.lines, order.claims).map((line) => ({
    ...(line.sku === undefined ? {} : { sku: line.sku }),
    ...(line.product === undefined ? {} : { product: line.product }),
    ...(line.selection === undefined ? {} : { selection: line.selection }),
    ordered: line.quantity,
    allocated: cancelled ? 0 : line.quantity,
    backordered: cancelled ? 0 : line.backordered,
    planned: 0,
    shipped: 0,
    cancelled: cancelled ? line.quantity : 0,
    returned: 0,
    skus: cancelled ? [] : line.skus,
  }));
  return {
    id: order.id,
    state: order.state,
    channel: order.channel.code,
    reservation: order.reservation,
    lines,
    placedAt: new Date(order.placedAt).toISOString(),
    ...(cancelled ? { cancelledAt: new Date(order.cancelledAt).toISOString() } : {}),
  };
}
