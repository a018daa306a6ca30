import type { Receipt, Replenishment, StockTransfer, StockWrite } from "../../sdk/index.ts";
import { ANSWER_KEPT_MS } from "../core/bounds.ts";
import type { UnitsClaim } from "../core/claim.ts";
import type { Announcer } from "./announcer.ts";
import { ReplenishmentWriter } from "./replenishment-writer.ts";
import type { SkuRefusal, SkuResult, SkuState, SkuStateResult } from "./sku-callable.ts";
import type { SkuStore } from "./sku-store.ts";
import type { CallKey, ReceiptCall, ReplenishCall, Replenished, StockWriteCall, TransferCall } from "./stock-calls.ts";
import type { StockLedger } from "./stock-ledger.ts";
import type { StockWriter } from "./stock-writer.ts";

/** What admins do with the stock of one SKU: each call is one transaction, done once for its idempotency key. */
export class StockDesk {
  readonly #store: SkuStore;
  readonly #announcer: Announcer;
  readonly #ledger: StockLedger;
  readonly #writer: StockWriter;
  readonly #replenishments: ReplenishmentWriter;
  readonly #note: (claims: readonly UnitsClaim[]) => void;

  constructor(parts: {
    sku: string;
    store: SkuStore;
    announcer: Announcer;
    ledger: StockLedger;
    writer: StockWriter;
    /** Takes over claims that were moved, once that is committed. */
    note: (claims: readonly UnitsClaim[]) => void;
  }) {
    this.#store = parts.store;
    this.#announcer = parts.announcer;
    this.#ledger = parts.ledger;
    this.#writer = parts.writer;
    this.#replenishments = new ReplenishmentWriter(parts.sku, parts.store, parts.ledger);
    this.#note = parts.note;
  }

  write({ warehouse, change, provenance, key, missing }: StockWriteCall): SkuResult<StockWrite> {
    const write = (nowMs: number) => this.#writer.write(warehouse, change, provenance, nowMs);
    return this.#once(key, (nowMs) => refusalOf(missing) ?? write(nowMs));
  }

  transfer(call: TransferCall): SkuResult<StockTransfer> {
    return this.#once(call.key, (nowMs) => refusalOf(call.missing) ?? this.#writer.transfer(call, nowMs));
  }

  receive(call: ReceiptCall): SkuResult<Receipt> {
    return this.#once(call.key, (nowMs) => this.#replenishments.receive(call, nowMs));
  }

  replenish(call: ReplenishCall): SkuResult<Replenished> {
    return this.#once(null, (nowMs) => this.#replenishments.put(call, nowMs), call.dryRun);
  }

  withdraw(replenishment: string, actor: string): SkuResult<Replenishment> {
    return this.#once(null, (nowMs) => this.#replenishments.withdraw(replenishment, actor, nowMs));
  }

  /** Makes the SKU where it is not there. All of it or none. */
  bringTo(state: SkuState): SkuResult<SkuStateResult> {
    const existed = this.#store.exists;
    let isKept = false;
    try {
      const result = this.#transact(() => this.#writer.bringTo(state, Date.now()), state.dryRun);
      isKept = result.accepted && !state.dryRun;
      return result;
    } finally {
      if (!existed && !isKept) this.#store.forgetCreation();
    }
  }

  /** What was accepted with a key is answered again. A refusal is judged again. */
  #once<Value>(key: CallKey | null, run: (nowMs: number) => SkuResult<Value>, isDryRun = false): SkuResult<Value> {
    if (!this.#store.exists) return { accepted: false, refusal: { reason: "sku_not_found" } };
    return this.#transact(() => {
      const stored = key === null ? null : this.#store.answers.get(key.scope);
      if (stored !== null && key !== null) {
        if (stored.body !== key.body) return { accepted: false, refusal: { reason: "idempotency_mismatch" } };
        // A scope names its route, so what was kept under it is what this route answers.
        return { accepted: true, value: JSON.parse(stored.answer) as Value };
      }
      const nowMs = Date.now();
      const result = run(nowMs);
      if (key !== null && result.accepted) {
        this.#store.answers.save(key.scope, key.body, JSON.stringify(result.value), nowMs + ANSWER_KEPT_MS);
      }
      return result;
    }, isDryRun);
  }

  /** A refusal and a dry run leave nothing behind. */
  #transact<Value>(body: () => SkuResult<Value>, isDryRun: boolean): SkuResult<Value> {
    const outcome: { result: SkuResult<Value> | null } = { result: null };
    try {
      this.#announcer.transact(() => {
        outcome.result = body();
        if (isDryRun || !outcome.result.accepted) throw new Undone();
      });
      this.#note(this.#ledger.takeMoved());
      if (this.#ledger.takeWritten()) this.#announcer.soon();
    } catch (error) {
      this.#ledger.takeMoved();
      this.#ledger.takeWritten();
      if (!(error instanceof Undone)) throw error;
    }
    if (outcome.result === null) throw new Error("A transaction came to nothing");
    return outcome.result;
  }
}

/** Refused only once it is known that it was not done before: what was accepted stays so when a warehouse goes. */
function refusalOf(missing: readonly string[] = []): { accepted: false; refusal: SkuRefusal } | null {
  const [warehouse] = missing;
  return warehouse === undefined ? null : { accepted: false, refusal: { reason: "warehouse_not_found", warehouse } };
}

/** Thrown to undo a transaction whose outcome is known. */
class Undone extends Error {
  constructor() {
    super("The transaction was undone on purpose");
    this.name = "Undone";
  }
}
