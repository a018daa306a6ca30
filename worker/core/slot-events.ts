import type {
  EventLine,
  EventType,
  OrderAllocatedEvent,
  RecordedEvent,
  ReservationExpiredEvent,
  ShipmentShippedEvent,
} from "../../sdk/index.ts";
import type { ResolvedLine } from "./demand.ts";
import { isClaimed, type OrderRecord, type ShipmentRecord } from "./order-record.ts";
import type { ReservationRecord } from "./record.ts";

/** Bytes of one event. */
const EVENT_LENGTH_MAX = 60_000;

/** Kinds of events that slots record, and only while somebody wants them. */
export const SLOT_EVENT_TYPES = ["reservation.expired", "order.allocated", "shipment.shipped"] as const;

export type SlotEventType = (typeof SLOT_EVENT_TYPES)[number];

/** Those of them that somebody wants, with the revision of the store by which that is so. */
export interface WantedEvents {
  revision: number;
  /** In the order of {@link SLOT_EVENT_TYPES}. */
  types: readonly SlotEventType[];
}

export const NOTHING_WANTED: WantedEvents = { revision: 0, types: [] };

/** What a slot has to know of what is wanted of a store. */
export function wantedOfSlots(store: { revision: number; wanted?: readonly EventType[] }): WantedEvents {
  const types = SLOT_EVENT_TYPES.filter((type) => store.wanted?.includes(type) === true);
  return { revision: store.revision, types };
}

// Ids hold a list of what happened to whom: no SKU counts its own events with such an id, whatever it is called, and what
// happens once has one id, however often it is decided again after a crash.

/** A cart whose time is over. It expires once. */
export function expiredEvent({ id, channel, lines }: ReservationRecord, nowMs: number): ReservationExpiredEvent {
  return {
    id: `expired ${JSON.stringify([id])}`,
    type: "reservation.expired",
    at: new Date(nowMs).toISOString(),
    reservation: id,
    channel: channel.code,
    lines: linesOf(lines),
  };
}

/** An order for which units are claimed now: `lines` with what is claimed of each. That happens to an order once. */
export function allocatedEvents(
  { order, channel, lines }: { order: string; channel: { code: string }; lines: readonly ResolvedLine[] },
  nowMs: number,
): OrderAllocatedEvent[] {
  const claimed = linesOf(lines).filter(({ quantity }) => quantity > 0);
  // Where everything is short nothing was allocated: the shortfall is told.
  if (claimed.length === 0) return [];
  return [
    {
      id: `allocated ${JSON.stringify([order])}`,
      type: "order.allocated",
      at: new Date(nowMs).toISOString(),
      order,
      channel: channel.code,
      lines: claimed,
    },
  ];
}

/** Shipments of an order that have left, and had not before. None comes back from that. */
export function shippedEvents(before: OrderRecord, after: OrderRecord, nowMs: number): ShipmentShippedEvent[] {
  const had = new Set(shipped(before).map(({ id }) => id));
  return shipped(after)
    .filter(({ id }) => !had.has(id))
    .map(
      ({ id, lines, taken }): ShipmentShippedEvent => ({
        id: `shipped ${JSON.stringify([after.id, id])}`,
        type: "shipment.shipped",
        at: new Date(nowMs).toISOString(),
        order: after.id,
        shipment: id,
        lines: [...lines],
        skus: [...taken],
      }),
    );
}

/**
 * An event that fits into a queue's message, which takes 128 KB. Only carts of many lines with long names do not: what their
 * lines chose is left out, then the last of a list that is still too long.
 */
export function fitted<Kind extends RecordedEvent>(event: Kind): Kind {
  if (lengthOf(event) <= EVENT_LENGTH_MAX || !("lines" in event)) return event;
  if (event.type !== "shipment.shipped" && event.lines.some(({ selection }) => selection !== undefined)) {
    return fitted({ ...event, lines: event.lines.map(({ selection: _, ...line }) => line) });
  }
  const lists = event.type === "shipment.shipped" ? { skus: half(event.skus) } : {};
  return fitted({ ...event, lines: half(event.lines), ...lists });
}

/** Bytes of JSON. */
export function lengthOf(event: RecordedEvent): number {
  return new TextEncoder().encode(JSON.stringify(event)).length;
}

function half<Item>(list: readonly Item[]): Item[] {
  return list.slice(0, Math.floor(list.length / 2));
}

function shipped(order: OrderRecord): ShipmentRecord[] {
  return isClaimed(order) ? order.shipments.filter(({ shippedAt }) => shippedAt !== null) : [];
}

function linesOf(lines: readonly ResolvedLine[]): EventLine[] {
  return lines.map(({ sku, product, selection, quantity }) => ({
    ...(sku === undefined ? {} : { sku }),
    ...(product === undefined ? {} : { product }),
    ...(selection === undefined ? {} : { selection }),
    quantity,
  }));
}
