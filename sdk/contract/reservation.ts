import type { Line, LineSku, Selection } from "./line.ts";

/** A reservation is `held` until it has ended in one of the other ways, for good. */
export type ReservationState = "held" | "ordered" | "released" | "expired";

/** One line as it is held. */
export interface ReservationLine {
  sku?: string;
  product?: string;
  selection?: Selection;
  /** Units held. */
  quantity: number;
  /** Units asked for; differs from `quantity` only after `partial: true`. */
  requested: number;
  /** Units of the line for which goods are not there yet. */
  backordered: number;
  /** What the line has of each SKU: one for a SKU, several for a kit, none where nothing is counted. */
  skus: LineSku[];
}

/** Units set aside for a cart until `expiresAt`. */
export interface Reservation {
  /** Unguessable: who knows it may read, change and release it. */
  id: string;
  state: ReservationState;
  channel: string;
  /** Counts the changes; name it when you change the lines. */
  revision: number;
  lines: ReservationLine[];
  createdAt: string;
  expiresAt: string;
  /** The server's time of this answer: count down from here, not by the shopper's clock. */
  asOf: string;
  /** The order it became, once `ordered`. */
  order?: string;
}

/** What is to be set aside for a cart. */
export interface ReservationRequest {
  lines: Line[];
  /** Code of a channel; default `web`. */
  channel?: string;
  /** 60 – 86,400 seconds (a shopper's key: ≤ 1,800); default 900. */
  ttlSeconds?: number;
  /** Take what is there instead of refusing the whole. Default false. */
  partial?: boolean;
}

/** The lines that a reservation is to have instead, as a whole. */
export interface ReservationChange {
  /** The revision that was read; another one in the meantime is refused. */
  revision: number;
  /** All lines as they shall be. */
  lines: Line[];
}

/** How long a reservation is to last from now on. */
export interface ReservationExtension {
  /** Counted from now; bounds as for a reservation. Never makes it shorter. */
  ttlSeconds?: number;
}
