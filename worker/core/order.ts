import type { LineQuantity, RecordedEvent } from "../../sdk/index.ts";
import { allocateTo } from "./claims.ts";
import type { ResolvedLine } from "./demand.ts";
import type { ChannelFacts } from "./limit.ts";
import { openUnits } from "./order-lines.ts";
import type { ClaimedOrder, OrderLineRecord, OrderRecord, PendingOrder, PlacedOrder } from "./order-record.ts";
import { orderView } from "./order-view.ts";
import type { HeldRecord, OrderedRecord, SkuClaim } from "./record.ts";

/** Who makes an order, and under which key. */
export interface OrderMaker {
  id: string;
  actor: string;
  key: string;
  body: string;
}

/** The order as it will be once the reservation is given to it. */
export function orderFrom(reservation: HeldRecord, mark: number, maker: OrderMaker, nowMs: number): PlacedOrder {
  const placed = claimed(
    { id: maker.id, channel: reservation.channel, reported: null, revision: 1, placedAt: nowMs, answer: null },
    reservation.id,
    reservation.lines.map((line) => ({ ...line, cancelled: 0, shortfall: 0 })),
    reservation.claims,
    maker.actor,
    nowMs,
  );
  return answeredTo<PlacedOrder>({ ...placed, mark, isGiven: false }, maker);
}

/** An order for which nothing is claimed yet. */
export function pendingOrder(
  maker: OrderMaker,
  order: { lines: readonly ResolvedLine[]; channel: ChannelFacts; reported: string | null },
  nowMs: number,
): PendingOrder {
  const lines = order.lines.map((line) => ({ ...line, cancelled: 0, shortfall: line.quantity }));
  const base = { id: maker.id, channel: order.channel, reported: order.reported, revision: 1, placedAt: nowMs };
  return answeredTo<PendingOrder>({ ...base, state: "pending", lines, answer: null }, maker);
}

/**
 * The order once its units are held: `lines` are those of the order that something is claimed for, as they were held, in
 * its order; `null` where nothing could be. What they lack is its shortfall.
 */
export function allocateOrder(
  order: PendingOrder,
  claim: string,
  held: { lines: readonly ResolvedLine[]; claims: readonly SkuClaim[] } | null,
  actor: string,
  nowMs: number,
): PlacedOrder {
  const lines = order.lines.map((line, index) => {
    const wanted = line.quantity - line.cancelled;
    return { ...line, shortfall: wanted - (held?.lines[index]?.quantity ?? 0) };
  });
  return { ...claimed(order, claim, lines, held?.claims ?? [], actor, nowMs), isGiven: true };
}

/** The record of the claim's id in its slot, which says that an order has it: the order was held and given in one. */
export function givenRecord(order: PlacedOrder, lines: readonly ResolvedLine[]): OrderedRecord {
  const at = order.allocatedAt;
  return {
    state: "ordered",
    id: order.reservation,
    key: "",
    channel: order.channel,
    revision: 1,
    lines: [...lines],
    claims: [],
    createdAt: at,
    expiresAt: at,
    livesUntil: at,
    client: null,
    answers: [],
    order: order.id,
    endedAt: at,
  };
}

/** What is to be told of units that nothing could be claimed for; with `before`, only where there are more of them now. */
export function shortfallEvents(order: OrderRecord, before: OrderRecord | null, nowMs: number): RecordedEvent[] {
  return order.lines.flatMap((line, index): RecordedEvent[] => {
    const known = before?.lines[index]?.shortfall ?? 0;
    if (line.shortfall <= known) return [];
    const sku = line.sku ?? line.parts[0]?.sku ?? "";
    // No SKU counts its own events with such an id, whatever it is called.
    const id = `shortfall ${JSON.stringify([order.id, order.revision, index])}`;
    const at = new Date(nowMs).toISOString();
    return [{ id, type: "order.shortfall", sku, order: order.id, line: index, shortfall: line.shortfall, at }];
  });
}

/** What is still wanted of an order, as lines that can be asked for. */
export function wantedLines(order: OrderRecord): ResolvedLine[] {
  return order.lines.map((line) => ({ ...line, quantity: line.quantity - line.cancelled }));
}

/**
 * Whether a SKU that has nothing of the order may still be asked to hold for it. Until that is allocated, the SKU asks what
 * became of the hold by the id of the order's claim, so that the record under this id has to be there.
 */
export function mayHoldAnew(order: OrderRecord): boolean {
  if (order.state !== "placed") return false;
  const own = new Map(
    order.claims.flatMap((claim) => (claim.claim === undefined ? [[claim.sku, claim] as const] : [])),
  );
  return order.lines.some(({ parts }) =>
    parts.some(({ sku }) => {
      const claim = own.get(sku);
      return claim === undefined || (claim.tracked && claim.units === 0);
    }),
  );
}

/** The order in the state that its lines say: shipped or cancelled once nothing is claimed or wanted any more. */
export function settleState(order: PlacedOrder, nowMs: number): ClaimedOrder {
  const isOpen = [...openUnitsOfLines(order)].some((units) => units > 0);
  if (isOpen || order.lines.some((line) => line.shortfall > 0)) return order;
  const { trying: _, ...rest } = order;
  const isShipped = order.shipments.some((shipment) => shipment.shippedAt !== null);
  return isShipped ? { ...rest, state: "shipped" } : { ...rest, state: "cancelled", cancelledAt: nowMs };
}

/** The same claims with what the order has of each SKU brought up to its lines. */
export function withUnits(order: ClaimedOrder, claims: readonly SkuClaim[]): SkuClaim[] {
  const units = openUnits(order);
  return claims.map((claim) => {
    if (claim.claim !== undefined) return claim;
    const open = units.get(claim.sku) ?? 0;
    return { ...claim, units: open, backordered: Math.min(claim.backordered, open) };
  });
}

/** Units that each line has claimed and not shipped, in its own units. */
function openUnitsOfLines(order: PlacedOrder): number[] {
  const left = order.lines.map((line) => line.quantity - line.cancelled - line.shortfall);
  const shipped: LineQuantity[] = order.shipments
    .filter((shipment) => shipment.shippedAt !== null)
    .flatMap((shipment) => shipment.lines);
  for (const { line, quantity } of shipped) left[line] = (left[line] ?? 0) - quantity;
  return left;
}

function claimed(
  order: Omit<PendingOrder, "state" | "lines">,
  claim: string,
  lines: OrderLineRecord[],
  claims: readonly SkuClaim[],
  actor: string,
  nowMs: number,
): PlacedOrder {
  return {
    ...order,
    state: "placed",
    reservation: claim,
    mark: 0,
    isGiven: true,
    lines,
    claims: claims.map((each) => allocateTo(each, order.id, actor)),
    shipments: [],
    returns: [],
    allocatedAt: nowMs,
    trying: null,
  };
}

/** The order with the answer to whoever made it: the order at that moment. */
function answeredTo<Kind extends OrderRecord>(order: Kind, { key, body }: OrderMaker): Kind {
  return { ...order, answer: { key, body, answer: orderView(order) } };
}
