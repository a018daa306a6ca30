import type { Movement } from "./movement.ts";
import type { Level } from "./sku.ts";

/**
 * Goods that are expected, as it is sent: a state, so that a repeat changes nothing, however much of it came since. Other
 * terms open one that is closed again where more is expected than came; after a removal the same ones do, too.
 */
export interface ReplenishmentRequest {
  /** Default `main`. Cannot be changed once some of it was received. */
  warehouse?: string;
  /** Units in all, those that came already included; 0 – 1,000,000,000. Less than came already is refused. */
  quantity: number;
  /** RFC 3339; `null` (default): not known when. While it is ahead, shoppers may be told this date. */
  expectedAt?: string | null;
  /** Up to 128 characters. */
  document?: string;
  /** Up to 500 characters. */
  note?: string;
}

/** Units of one SKU that are on their way to one warehouse. */
export interface Replenishment {
  /** The shop's own, once for a SKU. */
  id: string;
  sku: string;
  warehouse: string;
  quantity: number;
  received: number;
  /** Units that are still to come: counted as incoming, never sold. */
  outstanding: number;
  /** `closed`: all came, or the rest is not expected any more. */
  state: "open" | "closed";
  expectedAt: string | null;
  document: string | null;
  note: string | null;
  createdAt: string;
  updatedAt: string;
}

/** Goods of a replenishment came. */
export interface ReceiptRequest {
  /** Units that came, 1 – 1,000,000,000; may be more than were expected. Default: all that are outstanding. */
  quantity?: number;
  /** Nothing more will come of it. Default false. */
  isLast?: boolean;
  document?: string;
  note?: string;
}

/** What a receipt did. */
export interface Receipt {
  replenishment: Replenishment;
  /** What came; its document is the one given, or the replenishment's id. */
  movement: Movement;
  /** Figures of the warehouse after it. */
  level: Level;
}

/** What replenishments are asked for by. All that are given must fit. */
export interface ReplenishmentFilter {
  warehouse?: string;
  sku?: string;
  state?: Replenishment["state"];
}
