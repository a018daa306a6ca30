import type { Level, Policy, StockTransfer, StockWrite } from "../../sdk/index.ts";
import { LEDGER_LINES_FOLDED_PER_TIME, LEDGER_LINES_KEPT, WAREHOUSES_PER_SKU_MAX } from "../core/bounds.ts";
import { type Figures, NO_FIGURES } from "../core/figures.ts";
import { foldLines } from "../core/ledger.ts";
import { patchPolicy } from "../core/policy.ts";
import { type Provenance, type StockChange, writeStock } from "../core/stock-write.ts";
import { transferStock } from "../core/transfer.ts";
import { movementOf } from "./announcer.ts";
import type { BesidesLines, SkuRefusal, SkuResult, SkuState, SkuStateResult } from "./sku-callable.ts";
import { newFacts, revisionsOf, type SkuFacts, type SkuStore } from "./sku-store.ts";
import type { TransferCall } from "./stock-calls.ts";
import type { StockLedger } from "./stock-ledger.ts";

const TOO_MANY_WAREHOUSES = { reason: "too_many_warehouses", bound: WAREHOUSES_PER_SKU_MAX } as const;

/**
 * Writes what admins change of one SKU: what is on hand, settings. Every method runs inside a transaction of the caller's,
 * which is to be undone when it refuses.
 */
export class StockWriter {
  readonly #sku: string;
  readonly #store: SkuStore;
  readonly #ledger: StockLedger;

  constructor(sku: string, store: SkuStore, ledger: StockLedger) {
    this.#sku = sku;
    this.#store = store;
    this.#ledger = ledger;
  }

  /** Changes what is on hand at one warehouse. A count that finds the figure as it is moves nothing. */
  write(warehouse: string, change: StockChange, provenance: Provenance, nowMs: number): SkuResult<StockWrite> {
    const levels = this.#store.levels();
    if (this.#ledger.isFullFor(levels, warehouse)) return refused(TOO_MANY_WAREHOUSES);
    const result = writeStock(this.#ledger.place(levels, warehouse), change, provenance);
    if (!result.accepted) return refused(result.refusal);
    if (result.entry === null) {
      return { accepted: true, value: { sku: this.#sku, movement: null, level: levelOf(warehouse, result.level) } };
    }
    const after = new Map<string, Figures>(levels).set(warehouse, result.level);
    const committed = this.#ledger.commit(levels, after, [result.entry], nowMs);
    const [line] = committed.lines;
    const movement = line === undefined ? null : movementOf(this.#sku, line);
    const level = levelOf(warehouse, committed.levels.get(warehouse) ?? result.level);
    return { accepted: true, value: { sku: this.#sku, movement, level } };
  }

  /** Moves units from one warehouse to another. */
  transfer({ from, to, quantity, provenance }: TransferCall, nowMs: number): SkuResult<StockTransfer> {
    const levels = this.#store.levels();
    const [source, target] = [this.#ledger.place(levels, from), this.#ledger.place(levels, to)];
    const result = transferStock({ from: source, to: target, quantity }, levels, provenance);
    if (!result.accepted) return refused(result.refusal);
    if (this.#ledger.isFullFor(levels, to)) return refused(TOO_MANY_WAREHOUSES);
    const committed = this.#ledger.commit(levels, result.levels, result.entries, nowMs);
    return {
      accepted: true,
      value: {
        sku: this.#sku,
        movements: committed.lines.slice(0, result.entries.length).map((line) => movementOf(this.#sku, line)),
        levels: [from, to].map((each) => levelOf(each, committed.levels.get(each) ?? NO_FIGURES)),
      },
    };
  }

  /** Brings the SKU to a state. */
  bringTo(state: SkuState, nowMs: number): SkuResult<SkuStateResult> {
    const isNew = !this.#store.exists;
    if (isNew) this.#store.create(newFacts({}, state.store ?? { revision: 0, policy: {} }, nowMs));
    const changes = this.#setPolicy(state.policy);
    const levels = this.#store.levels();
    for (const { warehouse, onHand, expected } of state.levels) {
      // A state that is there already is reached, whatever the figure was believed to be: so a repeat is no refusal.
      if (levels.get(warehouse)?.onHand === onHand) continue;
      const written = this.write(warehouse, { kind: "count", onHand, expected }, state.provenance, nowMs);
      if (!written.accepted) return written;
      if (written.value.movement !== null) changes.push(`onHand@${warehouse}`);
      // A zero that is stated is kept: where a SKU has none is a fact too, which an export tells and an import brings back.
      else if (!levels.has(warehouse)) this.#store.saveLevel(warehouse, NO_FIGURES, 1);
    }
    if (isNew || changes.length > 0) this.#ledger.written(nowMs);
    const changed = changes.length === 0 ? "unchanged" : "changed";
    return { accepted: true, value: { outcome: isNew ? "created" : changed, changes } };
  }

  /** Takes over an acknowledgement. What is acknowledged already changes nothing. */
  acknowledge(from: number, to: number, besides: BesidesLines = { events: null, revisions: null }): void {
    if (besides.events !== null) this.#store.events.drop(besides.events.from, besides.events.to);
    const facts = this.#store.facts();
    const acknowledged = Math.min(to, this.#store.ledger.last(facts.checkpoint));
    const isNext = from <= facts.acknowledged + 1 && acknowledged > facts.acknowledged;
    const revisionsTold = Math.max(facts.revisionsTold, Math.min(besides.revisions ?? 0, revisionsOf(facts)));
    if (isNext) this.#acknowledgeLines({ ...facts, acknowledged, revisionsTold });
    else if (revisionsTold > facts.revisionsTold) this.#store.saveFacts({ ...facts, revisionsTold });
  }

  /** Folds the oldest acknowledged lines when there are more than are kept. */
  #acknowledgeLines(facts: SkuFacts): void {
    const surplus = facts.acknowledged - facts.checkpoint.sequence - LEDGER_LINES_KEPT;
    if (surplus < LEDGER_LINES_FOLDED_PER_TIME) {
      this.#store.saveFacts(facts);
      return;
    }
    const lines = this.#store.ledger.after(facts.checkpoint.sequence, LEDGER_LINES_FOLDED_PER_TIME);
    const checkpoint = foldLines(facts.checkpoint, lines);
    this.#store.ledger.drop(checkpoint.sequence);
    this.#store.saveFacts({ ...facts, checkpoint });
  }

  #setPolicy(set: Partial<Policy>): string[] {
    const facts = this.#store.facts();
    const policy = patchPolicy(facts.policy, { set });
    const keys = Object.keys(set) as (keyof Policy)[];
    const changed = keys.filter((key) => JSON.stringify(facts.policy[key]) !== JSON.stringify(policy[key]));
    if (changed.length > 0) this.#store.saveFacts({ ...facts, policy, revision: facts.revision + 1 });
    return changed.map((key) => `policy.${key}`);
  }
}

/** A level as it is told. */
export function levelOf(warehouse: string, level: Figures): Level {
  const { onHand, held, allocated, planned, incoming } = { ...NO_FIGURES, ...level };
  return { warehouse, onHand, held, allocated, planned, incoming };
}

function refused<Value>(refusal: SkuRefusal): SkuResult<Value> {
  return { accepted: false, refusal };
}
