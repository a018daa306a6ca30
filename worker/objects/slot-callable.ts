import type { LineQuantity, Order, Reservation } from "../../sdk/index.ts";
import type { ResolvedLine, Terms } from "../core/demand.ts";
import type { ChannelFacts } from "../core/limit.ts";
import type { RefusedLine } from "../core/line-refusals.ts";
import type { OrderRefusal } from "../core/order-record.ts";
import type { HeldRecord, HoldFate } from "../core/record.ts";
import type { ReservationRefusal } from "../core/reservation.ts";
import type { WantedEvents } from "../core/slot-events.ts";
import type { StoreSettings } from "./sku-callable.ts";

/** The idempotency key of a call, hashed with its scope, and the hash of the request's body. */
export interface CallKey {
  key: string;
  body: string;
}

export interface ReserveCall extends CallKey {
  lines: ResolvedLine[];
  channel: ChannelFacts;
  store: StoreSettings;
  ttlMs: number;
  /** Bound on all extensions together. */
  lifeMs: number;
  client: string | null;
  partial: boolean;
}

export interface ChangeCall extends CallKey {
  id: string;
  revision: number;
  lines: ResolvedLine[];
  store: StoreSettings;
}

export interface ExtendCall extends CallKey {
  id: string;
  ttlMs: number;
}

export interface ReleaseCall extends CallKey {
  id: string;
}

/** An order to be made, from a reservation or from lines. */
export interface PlaceOrderCall extends CallKey {
  id: string;
  actor: string;
  from: OrderFromReservation | OrderFromLines;
}

export interface OrderFromReservation {
  reservation: string;
  /** Absent: the slot goes by what it has heard before. */
  store?: StoreSettings;
}

export interface OrderFromLines extends AllocationTerms {
  lines: ResolvedLine[];
  channel: ChannelFacts;
  store: StoreSettings;
  /** State that the shop reports with it. */
  reported: string | null;
}

/** How the units of an order are claimed. */
export interface AllocationTerms {
  terms: Terms;
  /** Take what is there and record the rest, instead of refusing the whole. */
  allowsShortfall: boolean;
}

/** What is to be done on an order. */
export type Alteration =
  | ({ kind: "report"; state: string; store: StoreSettings } & AllocationTerms)
  | ({ kind: "change"; lines: LineQuantity[]; store: StoreSettings } & AllocationTerms)
  /** Without lines: all that is not shipped. */
  | { kind: "cancel"; lines: LineQuantity[] | null }
  | { kind: "plan"; shipment: string; lines: LineQuantity[]; warehouse: string | null }
  | { kind: "unplan"; shipment: string }
  /** `store`: as with an order from a reservation. */
  | { kind: "ship"; shipment: string; store?: StoreSettings }
  | { kind: "return"; id: string; lines: LineQuantity[]; restock: boolean; warehouse: string | null };

export interface AlterOrderCall extends CallKey {
  id: string;
  actor: string;
  note: string | null;
  what: Alteration;
}

export type SlotRefusal =
  | { reason: "lines"; lines: RefusedLine[] }
  | { reason: "idempotency_mismatch" }
  /** No outcome: it may be tried again with the same key. */
  | { reason: "unavailable" }
  | ReservationRefusal
  | OrderRefusal;

export type SlotResult<Value> = { accepted: true; value: Value } | { accepted: false; refusal: SlotRefusal };

/** A reservation as an order's slot reads it, and the mark that tells whether it was written since. */
export interface Offer {
  record: HeldRecord;
  mark: number;
}

/** What a slot says a SKU must have of a claim. `null`: nothing open. */
export interface ClaimStanding {
  phase: "held" | "allocated";
  units: number;
  /** Something is just being tried: the SKU may have taken units that nothing is decided about. */
  isTried: boolean;
}

/** What one of the slots can be asked. */
export interface SlotCallable {
  reserve(call: ReserveCall): Promise<SlotResult<Reservation>>;
  reservation(id: string): Promise<Reservation | null>;
  change(call: ChangeCall): Promise<SlotResult<Reservation>>;
  extend(call: ExtendCall): Promise<SlotResult<Reservation>>;
  release(call: ReleaseCall): Promise<SlotResult<Reservation>>;

  placeOrder(call: PlaceOrderCall): Promise<SlotResult<Order>>;
  order(id: string): Promise<SlotResult<Order>>;
  alterOrder(call: AlterOrderCall): Promise<SlotResult<Order>>;

  /** For an order's slot: the reservation as it is, if it may be ordered. */
  offer(reservation: string): Promise<SlotResult<Offer>>;
  /**
   * For an order's slot: gives the reservation to the order. Asked again it answers the same. `wanted`: the events that
   * somebody is told of, as that slot knows it.
   */
  give(reservation: string, order: string, mark: number, wanted: WantedEvents): Promise<SlotResult<null>>;
  /** For a SKU: what became of holds. An id that nobody knows is gone from then on. */
  fates(ids: string[]): Promise<HoldFate[]>;
  /** For a reservation's slot: whether neither this one nor a SKU will ask again about reservations given to these orders. */
  areSettled(orders: string[]): Promise<boolean[]>;
  /** For an audit: what the SKU must have of these claims. Those of an order are named by it. */
  standings(sku: string, claims: { id: string; order: string | null }[]): Promise<(ClaimStanding | null)[]>;
  /**
   * Does what its alarm would do, in case the alarm was lost; with the facts of the store, for what it does by itself.
   * `null`: they could not be read.
   */
  wake(store: StoreSettings | null): Promise<void>;
}
