import type { LineQuantity, SkuQuantity } from "../../../sdk/index.ts";
import type { ResolvedLine } from "../../../worker/core/demand.ts";
import type {
  OrderDecision,
  OrderLineRecord,
  OrderRecord,
  OrderRefusal,
  PendingOrder,
  PlacedOrder,
  ReturnRecord,
  ShipmentRecord,
} from "../../../worker/core/order-record.ts";
import type { OrderBy } from "../../../worker/core/order-steps.ts";
import { kitLine, MINUTE, NOW, skuClaim, skuLine, WEB } from "./given.ts";

/** Who makes an order. */
export const MAKER = { id: "O-1", actor: "shop", key: "key-1", body: "body-1" };

/** Who alters it. */
export const BY: OrderBy = { actor: "ann", note: "as she wished" };

export function orderLine(line: ResolvedLine, set: Partial<OrderLineRecord> = {}): OrderLineRecord {
  return { ...line, cancelled: 0, shortfall: 0, ...set };
}

/** Five of A, two kits of two A and one B, four of C, which nobody counts. */
export const LINES: readonly OrderLineRecord[] = [
  orderLine(skuLine("A", 5)),
  orderLine(kitLine("set", 2, { A: 2, B: 1 })),
  orderLine(skuLine("C", 4)),
];

/** An order of which every unit is allocated and acknowledged: nine of A, two of B. */
export function placedOrder(set: Partial<PlacedOrder> = {}): PlacedOrder {
  return {
    state: "placed",
    id: "O-1",
    channel: WEB,
    lines: [...LINES],
    reported: null,
    revision: 1,
    placedAt: NOW - MINUTE,
    answer: null,
    reservation: "r1",
    mark: 0,
    isGiven: true,
    claims: [
      skuClaim("A", 9, { applied: 2, numbered: 2 }),
      skuClaim("B", 2, { applied: 2, numbered: 2, shipsFrom: "east" }),
      skuClaim("C", 4, { tracked: false }),
    ],
    shipments: [],
    returns: [],
    allocatedAt: NOW - MINUTE,
    trying: null,
    ...set,
  };
}

export function pending(set: Partial<PendingOrder> = {}): PendingOrder {
  return {
    state: "pending",
    id: "O-1",
    channel: WEB,
    lines: LINES.map((line) => ({ ...line, shortfall: line.quantity })),
    reported: null,
    revision: 1,
    placedAt: NOW - MINUTE,
    answer: null,
    ...set,
  };
}

export function quantities(...each: [line: number, quantity: number][]): LineQuantity[] {
  return each.map(([line, quantity]) => ({ line, quantity }));
}

export function taken(...each: [sku: string, warehouse: string, quantity: number][]): SkuQuantity[] {
  return each.map(([sku, warehouse, quantity]) => ({ sku, warehouse, quantity }));
}

/** A shipment that has not left. */
export function shipment(id: string, lines: LineQuantity[], set: Partial<ShipmentRecord> = {}): ShipmentRecord {
  return { id, lines, taken: [], plannedAt: NOW - MINUTE, shippedAt: null, ...set };
}

export function returned(id: string, lines: LineQuantity[], set: Partial<ReturnRecord> = {}): ReturnRecord {
  return { id, lines, restock: true, taken: [], note: null, at: NOW, ...set };
}

/** The order that was decided on; fails when it was refused. */
export function accepted(decision: OrderDecision): OrderRecord {
  if (!decision.accepted) throw new Error(`Refused: ${JSON.stringify(decision.refusal)}`);
  return decision.order;
}

export function refusal(decision: OrderDecision): OrderRefusal {
  if (decision.accepted) throw new Error("It was accepted");
  return decision.refusal;
}

/** What is to be driven at each SKU, by the claim's own id where it has one. */
export function pendingSteps(order: OrderRecord): Record<string, unknown[]> {
  const claims = "claims" in order ? order.claims : [];
  return Object.fromEntries(
    claims
      .filter((claim) => claim.pending.length > 0)
      .map((claim) => [claim.claim === undefined ? claim.sku : `${claim.sku} of ${claim.claim}`, claim.pending]),
  );
}
