import type {
  Audit,
  DisplayPolicy,
  EventType,
  ExportedSku,
  Level,
  Movement,
  Policy,
  PolicyPatch,
  Receipt,
  Replenishment,
  Sku,
  StockFigures,
  StockTransfer,
  StockWrite,
} from "../../sdk/index.ts";
import type { SkuObstacle } from "../core/closing.ts";
import type { ChannelFacts } from "../core/limit.ts";
import type { ReplenishmentRefusal } from "../core/replenishment.ts";
import type { StepAnswer, StepsOfClaim } from "../core/step.ts";
import type { StockFacts } from "../core/stock-facts.ts";
import type { Provenance, StockWriteRefusal } from "../core/stock-write.ts";
import type { ReceiptCall, ReplenishCall, Replenished, StockWriteCall, TransferCall } from "./stock-calls.ts";
import type { CloseCall } from "./warehouse-closing.ts";

/** Facts of the store with their revision, which grows with each of them: the SKU judges by the newest it has seen. */
export interface StoreSettings {
  revision: number;
  policy: Partial<Policy>;
  /** Every channel with its active warehouses. Absent: none is known. */
  channels?: readonly ChannelFacts[];
  /** Warehouses that are being closed or were removed: nothing is promised or put there any more. Absent: none. */
  closed?: readonly string[];
  /** Kinds of events that somebody is told of; those that happen all the time are recorded only then. Absent: none. */
  wanted?: readonly EventType[];
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
  datesPassed: number;
}

export type SkuRefusal =
  | StockWriteRefusal
  | ReplenishmentRefusal
  | { reason: "warehouse_not_found"; warehouse: string }
  | { reason: "replenishment_not_found" }
  | { reason: "too_many_replenishments"; bound: number }
  | { reason: "sku_not_found" }
  | { reason: "precondition_failed"; revision: number }
  | { reason: "idempotency_mismatch" };

export type SkuResult<Value> = { accepted: true; value: Value } | { accepted: false; refusal: SkuRefusal };

/** What of a message to the projection is acknowledged beside ledger lines. `null`: there was none of it. */
export interface BesidesLines {
  /** Numbers of the first and the last event. */
  events: { from: number; to: number } | null;
  /** Of the settings by which standings were told. */
  revisions: number | null;
}

/** The state that a SKU shall have, as far as it is stated. */
export interface SkuState {
  policy: Partial<Policy>;
  /** What a SKU that has to be made starts with. Absent: it learns of the store later. */
  store?: StoreSettings;
  levels: { warehouse: string; onHand: number; expected: number | null }[];
  provenance: Provenance;
  dryRun: boolean;
}

/** What bringing a SKU to a state did. */
export interface SkuStateResult {
  outcome: "created" | "changed" | "unchanged";
  changes: string[];
}

/** What a SKU keeps that an export takes along: nothing inherited, no claims. */
export type KeptState = Pick<ExportedSku, "policy" | "levels" | "replenishments">;

/** What the object of one SKU can be asked. Every method judges by storage, never by memory alone. */
export interface SkuCallable {
  /** Applies a slot's steps: one answer a claim, in the order asked. Calls that arrive together share one transaction. */
  take(call: StepsCall): Promise<StepsReply>;
  /** `null`: there is no such SKU. */
  look(question: LookQuestion): Promise<Look | null>;
  /** Makes the SKU if it is not there. */
  create(policy: Partial<Policy>, store: StoreSettings): Promise<{ created: boolean; sku: Sku }>;
  /** `product`: settings of a product that asks; none where it is left out. */
  read(store: StoreSettings, product?: Partial<DisplayPolicy> | null): Promise<Sku | null>;
  /** `revision`: the one that was read, or `null` to change whatever is there. */
  changePolicy(patch: PolicyPatch, revision: number | null, store: StoreSettings): Promise<SkuResult<Sku>>;
  write(call: StockWriteCall): Promise<SkuResult<StockWrite>>;
  transfer(call: TransferCall): Promise<SkuResult<StockTransfer>>;
  /** Open and closed ones; `null`: there is no such SKU. */
  replenishments(): Promise<Replenishment[] | null>;
  replenish(call: ReplenishCall): Promise<SkuResult<Replenished>>;
  /** Calls off what is still to come of a replenishment. */
  withdraw(replenishment: string, actor: string): Promise<SkuResult<Replenishment>>;
  receive(call: ReceiptCall): Promise<SkuResult<Receipt>>;
  /** All of it or none. */
  bringTo(state: SkuState): Promise<SkuResult<SkuStateResult>>;
  /** Ledger lines that the projection has not acknowledged, newest first, numbers below `before`. */
  recentMovements(before: number, limit: number): Promise<Movement[] | null>;
  audit(): Promise<Audit | null>;
  levels(): Promise<Level[] | null>;
  kept(): Promise<KeptState | null>;

  /**
   * The projection has these lines, both ends included (0 – 0: none), and what was told besides. Lines after a hole are
   * not taken as acknowledged.
   */
  acknowledge(from: number, to: number, besides?: BesidesLines): Promise<void>;
  /** Sends everything it still has to the projection again. */
  announceAll(): Promise<void>;
  /** Closes a warehouse, to be removed or deactivated once every SKU has. `null`: nothing is in the way here. */
  close(call: CloseCall): Promise<SkuObstacle | null>;
  /** Newer store defaults. */
  learn(store: StoreSettings): Promise<void>;
  /** Does what its alarm would do, in case the alarm was lost; with the store defaults, in case that job was. */
  wake(store: StoreSettings): Promise<void>;
}
