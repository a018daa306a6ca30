import type { Receipt, Replenishment } from "../../sdk/index.ts";
import { REPLENISHMENTS_PER_SKU_MAX, WAREHOUSES_PER_SKU_MAX } from "../core/bounds.ts";
import type { LedgerLine } from "../core/ledger.ts";
import {
  type ExpectedGoods,
  isAsPut,
  outstandingOf,
  putGoods,
  type ReplenishmentChange,
  receiveGoods,
  withdrawGoods,
} from "../core/replenishment.ts";
import { replenishmentOf } from "../core/replenishment-view.ts";
import type { Provenance } from "../core/stock-write.ts";
import { movementOf } from "./announcer.ts";
import type { SkuRefusal, SkuResult } from "./sku-callable.ts";
import type { SkuStore, StoredLevel } from "./sku-store.ts";
import type { ReceiptCall, ReplenishCall, Replenished } from "./stock-calls.ts";
import type { StockLedger } from "./stock-ledger.ts";
import { levelOf } from "./stock-writer.ts";

/** Writes what is expected of one SKU and what came of it. Every method runs inside a transaction of the caller's. */
export class ReplenishmentWriter {
  readonly #sku: string;
  readonly #store: SkuStore;
  readonly #ledger: StockLedger;

  constructor(sku: string, store: SkuStore, ledger: StockLedger) {
    this.#sku = sku;
    this.#store = store;
    this.#ledger = ledger;
  }

  /** Makes a replenishment, or changes it to other terms. Those that were put last change nothing. */
  put({ replenishment: id, terms, actor }: ReplenishCall, nowMs: number): SkuResult<Replenished> {
    const before = this.#store.goods.get(id);
    if (before !== null && isAsPut(before, terms)) return this.#told("unchanged", before);
    const levels = this.#store.levels();
    if (this.#ledger.isFullFor(levels, terms.warehouse)) {
      return refused({ reason: "too_many_warehouses", bound: WAREHOUSES_PER_SKU_MAX });
    }
    const provenance = { actor, note: terms.note, document: terms.document };
    const result = putGoods(id, before, terms, { levels, closed: this.#ledger.closed(), provenance, nowMs });
    if (!result.accepted) return refused(result.refusal);
    const opens = outstandingOf(before) === 0 && outstandingOf(result.goods) > 0;
    if (opens && this.#store.goods.open().length >= REPLENISHMENTS_PER_SKU_MAX) {
      return refused({ reason: "too_many_replenishments", bound: REPLENISHMENTS_PER_SKU_MAX });
    }
    this.#keep(levels, result, nowMs);
    return this.#told(before === null ? "created" : "changed", result.goods);
  }

  /** Calls off what is still to come. Of a closed one that is nothing: it stays as it is. */
  withdraw(id: string, actor: string, nowMs: number): SkuResult<Replenishment> {
    const before = this.#store.goods.get(id);
    if (before === null) return refused({ reason: "replenishment_not_found" });
    if (before.closed !== null) return { accepted: true, value: replenishmentOf(this.#sku, before) };
    const levels = this.#store.levels();
    const provenance: Provenance = { actor, note: null, document: null };
    const result = withdrawGoods(before, { levels, closed: this.#ledger.closed(), provenance, nowMs });
    if (!result.accepted) return refused(result.refusal);
    this.#keep(levels, result, nowMs);
    return { accepted: true, value: replenishmentOf(this.#sku, result.goods) };
  }

  /** Goods came. */
  receive({ replenishment: id, quantity, isLast, provenance }: ReceiptCall, nowMs: number): SkuResult<Receipt> {
    const before = this.#store.goods.get(id);
    if (before === null) return refused({ reason: "replenishment_not_found" });
    const levels = this.#store.levels();
    const facts = { levels, closed: this.#ledger.closed(), provenance, nowMs };
    const result = receiveGoods(before, { quantity, isLast }, facts);
    if (!result.accepted) return refused(result.refusal);
    const { lines, levels: after } = this.#keep(levels, result, nowMs);
    const level = after.get(before.warehouse);
    const [line] = lines;
    if (line === undefined || level === undefined) throw new Error("A receipt has a ledger line and a level");
    return {
      accepted: true,
      value: {
        replenishment: replenishmentOf(this.#sku, result.goods),
        movement: movementOf(this.#sku, line),
        level: levelOf(before.warehouse, level),
      },
    };
  }

  #keep(before: ReadonlyMap<string, StoredLevel>, { goods, levels, entries }: ReplenishmentChange, nowMs: number) {
    const committed = this.#ledger.commit(before, levels, entries, nowMs);
    this.#store.goods.save(goods, lastOf(committed.lines, entries.length));
    return committed;
  }

  #told(outcome: Replenished["outcome"], goods: ExpectedGoods): SkuResult<Replenished> {
    return { accepted: true, value: { outcome, replenishment: replenishmentOf(this.#sku, goods) } };
  }
}

/** Number of the last of the first lines. */
function lastOf(lines: readonly LedgerLine[], count: number): number {
  const line = lines[count - 1];
  if (line === undefined) throw new Error("Every change of a replenishment has a ledger line");
  return line.sequence;
}

function refused<Value>(refusal: SkuRefusal): SkuResult<Value> {
  return { accepted: false, refusal };
}
