import type { Reservation } from "../../sdk/index.ts";
import type { ResolvedLine } from "./demand.ts";
import type { ChannelFacts } from "./limit.ts";
import type { DrivenStep } from "./step.ts";

/** What a record knows of its claim at one SKU. */
export interface SkuClaim {
  sku: string;
  /** Its id at the SKU; absent: the record's own. */
  claim?: string;
  /** Units decided on. */
  units: number;
  /** False: nothing is claimed there (fixed when the claim was made). */
  tracked: boolean;
  backordered: number;
  shipsFrom: string | null;
  /** Number of the last step that is known to have been applied. */
  applied: number;
  /** Number of the last step that was tried or decided: the next one has a higher number. */
  numbered: number;
  /** Decided steps that the SKU may not have acknowledged yet, in order. */
  pending: DrivenStep[];
}

/** An answer that is given again to the same idempotency key. */
export interface StoredAnswer {
  key: string;
  /** Hash of the request's body. */
  body: string;
  answer: Omit<Reservation, "asOf">;
}

/** A change that is being tried. Written before the first SKU is asked, so that a crash cannot leave half of it. */
export interface Changing {
  /** Tells this attempt from a later one. */
  attempt: string;
  tries: { sku: string; n: number }[];
}

interface ReservationBase {
  id: string;
  key: string;
  channel: ChannelFacts;
  revision: number;
  lines: ResolvedLine[];
  claims: SkuClaim[];
  createdAt: number;
  expiresAt: number;
  /** No extension goes beyond it. */
  livesUntil: number;
  /** Hash of the client that holds with a shopper's key or origin. */
  client: string | null;
  answers: StoredAnswer[];
}

export interface HeldRecord extends ReservationBase {
  state: "held";
  changing: Changing | null;
}

export interface EndedRecord extends ReservationBase {
  state: "released" | "expired";
  endedAt: number;
}

/** Given to an order: from then on only the order's slot drives the SKUs (DESIGN section 7.6). */
export interface OrderedRecord extends ReservationBase {
  state: "ordered";
  order: string;
  endedAt: number;
}

/** A reservation that a shop knows of. */
export type ReservationRecord = HeldRecord | EndedRecord | OrderedRecord;

/** An attempt that was decided against while some SKUs had said yes. Its id is bound: never a hold again. */
export interface RefusedRecord {
  state: "refused";
  id: string;
  claims: SkuClaim[];
  endedAt: number;
}

/** An id that a SKU asked about and nobody knew: said gone, so gone for good (DESIGN section 7.5). */
export interface GoneRecord {
  state: "gone";
  id: string;
  endedAt: number;
}

/** Whatever a slot keeps under a reservation's id. */
export type SlotRecord = ReservationRecord | RefusedRecord | GoneRecord;

/** What a slot says about a hold that a SKU asks about. */
export type HoldFate = { fate: "kept"; until: number } | { fate: "ordered" } | { fate: "gone" };

export function isReservation(record: SlotRecord): record is ReservationRecord {
  return record.state !== "refused" && record.state !== "gone";
}
