import type { AdjustReason, Movement } from "./movement.ts";
import type { Policy, ResolvedPolicy } from "./policy.ts";

/** Figures of a SKU at one warehouse. */
export interface Level {
  warehouse: string;
  onHand: number;
  held: number;
  allocated: number;
  planned: number;
  incoming: number;
}

/** A SKU as an admin sees it. */
export interface Sku {
  sku: string;
  /** Of the settings; in the ETag, for `If-Match`. */
  revision: number;
  policy: ResolvedPolicy;
  levels: Level[];
  /** Counts everything that can change a view. */
  version: number;
  createdAt: string;
}

/** A SKU in a list: figures as the projection last had them. */
export interface SkuSummary {
  sku: string;
  onHand: number;
  held: number;
  allocated: number;
  planned: number;
  incoming: number;
  updatedAt: string;
}

/** A SKU to be made. */
export interface SkuRequest {
  /** The SKU's own settings; what is left out is inherited. */
  policy?: Partial<Policy>;
}

/** A change of what is on hand by a difference. */
export interface AdjustRequest {
  /** Default `main`. */
  warehouse?: string;
  /** Signed units, not 0. */
  delta: number;
  reason: AdjustReason;
  /** Up to 500 characters; needed with the reason `other`. */
  note?: string;
  /** Up to 128 characters. */
  document?: string;
}

/** What is on hand, as it was counted. */
export interface CountRequest {
  /** Default `main`. */
  warehouse?: string;
  /** What was counted, ≥ 0. */
  onHand: number;
  /** The figure that was believed; another one is refused as `stale_write`. */
  expected?: number;
  note?: string;
  document?: string;
}

/** What a stock write did. `movement` is `null` where nothing changed. */
export interface StockWrite {
  sku: string;
  movement: Movement | null;
  level: Level;
}

/** One figure that is not what it must be. */
export interface Drift {
  what: string;
  warehouse: string | null;
  claim: string | null;
  stored: number | string | null;
  recomputed: number | string | null;
}

/** The result of recomputing a SKU from its movements and claims. */
export interface Audit {
  sku: string;
  clean: boolean;
  drift: Drift[];
  claims: number;
  movements: number;
  at: string;
}
