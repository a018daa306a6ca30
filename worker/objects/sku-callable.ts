import type {
  Audit,
  DisplayPolicy,
  Level,
  Movement,
  Policy,
  PolicyPatch,
  Sku,
  StockFigures,
  StockWrite,
} from "../../sdk/index.ts";
import type { ChannelFacts } from "../core/limit.ts";
import type { StepAnswer, StepsOfClaim } from "../core/step.ts";
import type { StockFacts } from "../core/stock-facts.ts";
import type { Provenance, StockChange, StockWriteRefusal } from "../core/stock-write.ts";

/** Store defaults with their revision: the SKU judges by the newest it has seen. */
export interface StoreSettings {
  revision: number;
  policy: Partial<Policy>;
}

/** One call from a slot: steps of several claims. */
export interface StepsCall {
  /** Who calls, 0 – 63. */
  slot: number;
  /** Dropped when it arrives later, in milliseconds since 1970. */
  deadline: number;
  /** `null` when the caller has none newer than the SKU has seen. */
  store: StoreSettings | null;
  claims: StepsOfClaim[];
}

/** The answers to a call, one for each claim in its order. */
export interface StepsReply {
  answers: StepAnswer[];
  /** How long the SKU wishes the slot to gather from one call to the next; 0: as it likes. */
  gatherMs: number;
}

/** What a view of a SKU is asked with. */
export interface LookQuestion {
  channel: ChannelFacts;
  store: StoreSettings;
  /** The product that asks, with its own settings. */
  product: Partial<DisplayPolicy> | null;
  allowOutOfStock: boolean | null;
  /** A reservation whose own units do not count against the asker. */
  reservation: string | null;
}

/** What a SKU says for a view. */
export interface Look {
  /** When it was read, by the object's clock, in milliseconds since 1970. */
  at: number;
  policy: Policy;
  stock: StockFacts;
  /** For keys that may see figures. */
  figures: StockFigures;
  /** Parts of the version (see core/version.ts). */
  changes: number;
  revisions: number;
  overdue: number;
}

/** A stock write with its idempotency key. */
export interface StockWriteCall {
  warehouse: string;
  change: StockChange;
  provenance: Provenance;
  /** `null` for a row of a bulk request that states a result and may be repeated as it is. */
  key: { scope: string; body: string } | null;
}

export type SkuRefusal =
  | StockWriteRefusal
  | { reason: "sku_not_found" }
  | { reason: "precondition_failed"; revision: number }
  | { reason: "idempotency_mismatch" };

export type SkuResult<Value> = { accepted: true; value: Value } | { accepted: false; refusal: SkuRefusal };

/** The state that a SKU shall have, as far as it is stated. */
export interface SkuState {
  policy: Partial<Policy>;
  levels: { warehouse: string; onHand: number; expected: number | null }[];
  provenance: Provenance;
  dryRun: boolean;
}

/** What bringing a SKU to a state did. */
export interface SkuStateResult {
  outcome: "created" | "changed" | "unchanged";
  changes: string[];
}

/** What the object of one SKU can be asked. Every method judges by storage, never by memory alone. */
export interface SkuCallable {
  /** Applies a slot's steps: one transaction, one answer a claim, in the order asked. */
  take(call: StepsCall): Promise<StepsReply>;
  /** `null`: there is no such SKU. */
  look(question: LookQuestion): Promise<Look | null>;
  /** Makes the SKU if it is not there. */
  create(policy: Partial<Policy>, store: StoreSettings): Promise<{ created: boolean; sku: Sku }>;
  read(store: StoreSettings): Promise<Sku | null>;
  /** `revision`: the one that was read, or `null` to change whatever is there. */
  changePolicy(patch: PolicyPatch, revision: number | null, store: StoreSettings): Promise<SkuResult<Sku>>;
  write(call: StockWriteCall): Promise<SkuResult<StockWrite>>;
  /** All of it or none. */
  bringTo(state: SkuState): Promise<SkuResult<SkuStateResult>>;
  /** Ledger lines that the projection has not acknowledged, newest first, numbers below `before`. */
  recentMovements(before: number, limit: number): Promise<Movement[] | null>;
  audit(): Promise<Audit | null>;
  levels(): Promise<Level[] | null>;

  /** The projection has these lines, both ends included. Lines after a hole are not taken as acknowledged. */
  acknowledge(from: number, to: number): Promise<void>;
  /** Sends everything it still has to the projection again. */
  announceAll(): Promise<void>;
  /** Newer store defaults. */
  learn(store: StoreSettings): Promise<void>;
  /** Does what its alarm would do, in case the alarm was lost; with the store defaults, in case that job was. */
  wake(store: StoreSettings): Promise<void>;
}
