import type { Replenishment } from "../../sdk/index.ts";
import type { ReplenishmentTerms } from "../core/replenishment.ts";
import type { Provenance, StockChange } from "../core/stock-write.ts";

/** An idempotency key with its scope, and the hash of the request that came with it. */
export interface CallKey {
  scope: string;
  body: string;
}

/** A stock write with its idempotency key. */
export interface StockWriteCall {
  warehouse: string;
  change: StockChange;
  provenance: Provenance;
  /** Warehouses of the call that are not there any more: refused, unless it was done before. Absent: none. */
  missing?: readonly string[];
  /** `null`: it is done each time that it is asked for. */
  key: CallKey | null;
}

/** A transfer between two warehouses, which differ. */
export interface TransferCall {
  from: string;
  to: string;
  quantity: number;
  provenance: Provenance;
  /** As in {@link StockWriteCall}. */
  missing?: readonly string[];
  key: CallKey;
}

/** What shall be expected. It states a result: a repeat changes nothing. */
export interface ReplenishCall {
  replenishment: string;
  terms: ReplenishmentTerms;
  actor: string;
  dryRun: boolean;
}

/** What a {@link ReplenishCall} did. */
export interface Replenished {
  outcome: "created" | "changed" | "unchanged";
  replenishment: Replenishment;
}

/** Goods of a replenishment came. */
export interface ReceiptCall {
  replenishment: string;
  /** `null`: all that are outstanding. */
  quantity: number | null;
  isLast: boolean;
  provenance: Provenance;
  key: CallKey;
}
