import type { LineQuantity, SkuQuantity } from "../../sdk/index.ts";
import { acknowledge, decide, newClaim } from "./claims.ts";
import { settleState, withUnits } from "./order.ts";
import { figuresOfLines, judgeQuantities, openUnits, partsOf, unitsBySku } from "./order-lines.ts";
import {
  isClaimed,
  no,
  type OrderDecision,
  type OrderRecord,
  type PlacedOrder,
  type ReturnRecord,
  type ShipmentRecord,
} from "./order-record.ts";
import type { SkuClaim } from "./record.ts";

/** Who does it, and what is to be remembered of why. */
export interface OrderBy {
  actor: string;
  note: string | null;
}

/**
 * The order with units given back that are neither shipped nor on a shipment; without `lines` all of them. What nothing
 * was claimed for goes first. Cancelling what is cancelled changes nothing.
 */
export function cancelLines(
  order: OrderRecord,
  lines: readonly LineQuantity[] | null,
  by: OrderBy,
  nowMs: number,
): OrderDecision {
  if (order.state === "cancelled")
    return lines === null ? { accepted: true, order } : no({ reason: "order_cancelled" });
  if (order.state === "shipped") return no({ reason: "order_shipped" });
  const figures = figuresOfLines(partsOf(order));
  const quantities =
    lines ?? figures.map(({ allocated, shortfall }, line) => ({ line, quantity: allocated + shortfall }));
  const planned = plannedOf(order);
  // Who cancels everything means what is on shipments too.
  if (lines === null && planned.length > 0) return no({ reason: "shipment_planned", shipments: planned });
  const wrong = judgeQuantities(quantities, figures, ({ allocated, shortfall }) => ({ most: allocated + shortfall }));
  if (wrong !== null) {
    const isOnShipment =
      wrong.reason === "exceeds_line" && wrong.quantity <= (wrong.most ?? 0) + plannedAt(figures, quantities, wrong.at);
    return no(isOnShipment ? { reason: "shipment_planned", shipments: planned } : wrong);
  }
  const next = order.lines.map((line, index) => {
    const quantity = quantities.find((each) => each.line === index)?.quantity ?? 0;
    const ofShortfall = Math.min(line.shortfall, quantity);
    return { ...line, cancelled: line.cancelled + quantity, shortfall: line.shortfall - ofShortfall };
  });
  if (order.state === "pending") return { accepted: true, order: settlePending({ ...order, lines: next }, nowMs) };
  return decided({ ...order, lines: next }, order, nowMs, (_, units, ends) => ({ kind: "cancel", units, ends, ...by }));
}

/** The order without a shipment that has not left: its units are allocated again, at the warehouse where they were. */
export function unplanShipment(order: OrderRecord, shipment: string, by: OrderBy): OrderDecision {
  const found = shipmentOf(order, shipment);
  if (found === null) return no({ reason: "shipment_not_found" });
  if (found.shippedAt !== null || order.state !== "placed") return no({ reason: "shipment_shipped" });
  const shipments = order.shipments.filter((each) => each.id !== shipment);
  const skus = new Set(found.taken.map((each) => each.sku));
  const claims = order.claims.map((claim) =>
    claim.claim === undefined && skus.has(claim.sku) ? decide(claim, { kind: "unplan", shipment, ...by }) : claim,
  );
  return { accepted: true, order: { ...order, shipments, claims } };
}

/** The order after a shipment has left. Shipping what has left changes nothing. */
export function shipShipment(order: OrderRecord, shipment: string, by: OrderBy, nowMs: number): OrderDecision {
  const found = shipmentOf(order, shipment);
  if (found === null) return no({ reason: "shipment_not_found" });
  if (found.shippedAt !== null || order.state !== "placed") return { accepted: true, order };
  const shipments = order.shipments.map((each) => (each.id === shipment ? { ...each, shippedAt: nowMs } : each));
  const skus = new Set(found.taken.map((each) => each.sku));
  return decided({ ...order, shipments }, order, nowMs, (sku, units, ends) =>
    skus.has(sku) ? { kind: "ship", shipment, ends, ...by } : { kind: "cancel", units, ends, ...by },
  );
}

/** What a return is asked with. */
export interface ReturnAsk {
  id: string;
  lines: readonly LineQuantity[];
  restock: boolean;
  /** `null`: where the line's last shipment left from. */
  warehouse: string | null;
}

/** The order after shipped units came back. */
export function returnLines(order: OrderRecord, ask: ReturnAsk, by: OrderBy, nowMs: number): OrderDecision {
  if (order.state === "pending") return no({ reason: "order_not_allocated" });
  if (order.state === "cancelled") return no({ reason: "order_cancelled" });
  if (order.returns.some((each) => each.id === ask.id)) return no({ reason: "return_exists" });
  const wrong = judgeQuantities(ask.lines, figuresOfLines(order), ({ shipped, returned }) => ({
    most: shipped - returned,
  }));
  if (wrong !== null) return no(wrong);
  const taken = broughtBack(order.shipments, unitsBySku(order.lines, ask.lines), ask);
  const made: ReturnRecord = {
    id: ask.id,
    lines: [...ask.lines],
    restock: ask.restock,
    taken,
    note: by.note,
    at: nowMs,
  };
  const claims = taken.map(({ sku, warehouse, quantity }) =>
    decide(
      { ...newClaim(sku), claim: returnClaimId(order.id, ask.id) },
      {
        kind: "giveBack",
        units: quantity,
        warehouse,
        instead: order.channel.warehouses,
        restock: ask.restock,
        order: order.id,
        document: ask.id,
        ...by,
      },
    ),
  );
  return {
    accepted: true,
    order: { ...order, returns: [...order.returns, made], claims: [...order.claims, ...claims] },
  };
}

/**
 * The order's claims once every SKU has said yes to all that was decided: a return's claim is released, so that its SKU
 * may forget it; those that were released before are dropped with the same write. `null`: there is nothing to release.
 */
export function releaseReturns(claims: readonly SkuClaim[]): SkuClaim[] | null {
  const isNew = (claim: SkuClaim): boolean => claim.claim !== undefined && claim.numbered === GIVEN_BACK;
  if (!claims.some(isNew)) return null;
  return claims.flatMap((claim) => {
    if (claim.claim === undefined) return [claim];
    return isNew(claim) ? [decide(acknowledge(claim, GIVEN_BACK), { kind: "release" })] : [];
  });
}

/** Units on shipments that have not left. */
export function plannedOf(order: OrderRecord): { order: string; shipment: string; units: number }[] {
  if (!isClaimed(order)) return [];
  return order.shipments
    .filter((shipment) => shipment.shippedAt === null)
    .map(({ id, lines }) => ({
      order: order.id,
      shipment: id,
      units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    }));
}

/** Number of the first step of a return's claim. */
const GIVEN_BACK = 1;

/** Ids may hold any character: a list keeps those of two orders apart. */
function returnClaimId(order: string, id: string): string {
  return JSON.stringify(["return", order, id]);
}

type Decision = Parameters<typeof decide>[1];

/**
 * The order after a decision that took units from it: a step for every SKU that has fewer now, and one for all once the
 * order is at its end.
 */
function decided(
  next: PlacedOrder,
  before: PlacedOrder,
  nowMs: number,
  stepOf: (sku: string, units: number, ends: boolean) => Decision,
): OrderDecision {
  const settled = settleState(next, nowMs);
  const ends = settled.state !== "placed";
  const [unitsBefore, units] = [openUnits(before), openUnits(next)];
  const claims = next.claims.map((claim) => {
    if (claim.claim !== undefined) return claim;
    const now = units.get(claim.sku) ?? 0;
    return ends || now !== unitsBefore.get(claim.sku) ? decide(claim, stepOf(claim.sku, now, ends)) : claim;
  });
  return { accepted: true, order: { ...settled, claims: withUnits(settled, claims) } };
}

/** An order that nothing is claimed for yet; cancelled once no unit of it is wanted any more. */
export function settlePending(order: OrderRecord & { state: "pending" }, nowMs: number): OrderRecord {
  if (order.lines.some((line) => line.cancelled < line.quantity)) return order;
  return { ...order, state: "cancelled", reservation: null, cancelledAt: nowMs };
}

function shipmentOf(order: OrderRecord, id: string): ShipmentRecord | null {
  return isClaimed(order) ? (order.shipments.find((shipment) => shipment.id === id) ?? null) : null;
}

function plannedAt(figures: readonly { planned: number }[], quantities: readonly LineQuantity[], at: number): number {
  return figures[quantities[at]?.line ?? -1]?.planned ?? 0;
}

/** Where units come back to. SKUs that nobody counts left from nowhere, and come back to nowhere. */
function broughtBack(
  shipments: readonly ShipmentRecord[],
  units: ReadonlyMap<string, number>,
  { warehouse, lines }: ReturnAsk,
): SkuQuantity[] {
  const named = new Set(lines.map(({ line }) => line));
  const left = shipments
    .flatMap(({ shippedAt, ...rest }) => (shippedAt === null ? [] : [{ ...rest, shippedAt }]))
    .filter((shipment) => shipment.lines.some(({ line }) => named.has(line)))
    .toSorted((one, other) => one.shippedAt - other.shippedAt)
    .flatMap((shipment) => shipment.taken);
  return [...units].flatMap(([sku, quantity]) => {
    const from = left.findLast((each) => each.sku === sku)?.warehouse;
    return from === undefined || quantity === 0 ? [] : [{ sku, warehouse: warehouse ?? from, quantity }];
  });
}
