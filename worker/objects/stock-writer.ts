import type { Level, Policy, StockWrite } from "../../sdk/index.ts";
import { LEDGER_LINES_FOLDED_PER_TIME, LEDGER_LINES_KEPT, WAREHOUSES_PER_SKU_MAX } from "../core/bounds.ts";
import { type Figures, NO_FIGURES } from "../core/figures.ts";
import { foldLines } from "../core/ledger.ts";
import { patchPolicy } from "../core/policy.ts";
import { type Provenance, type StockChange, writeStock } from "../core/stock-write.ts";
import { movementOf } from "./announcer.ts";
import type { SkuRefusal, SkuResult, SkuState, SkuStateResult } from "./sku-callable.ts";
import { newFacts, type SkuFacts, type SkuStore } from "./sku-store.ts";

/**
 * Writes what admins change: levels with their ledger lines, settings. Every method runs inside a transaction of the
 * caller's; `armed` is told when ledger lines were written that have to be announced.
 */
export class StockWriter {
  readonly #sku: string;
  readonly #store: SkuStore;
  readonly #armed: (nowMs: number) => void;

  constructor(sku: string, store: SkuStore, armed: (nowMs: number) => void) {
    this.#sku = sku;
    this.#store = store;
    this.#armed = armed;
  }

  /** Changes what is on hand at one warehouse. A count that finds the figure as it is moves nothing. */
  write(warehouse: string, change: StockChange, provenance: Provenance, nowMs: number): SkuResult<StockWrite> {
    const levels = this.#store.levels();
    const level = levels.get(warehouse);
    if (level === undefined && levels.size >= WAREHOUSES_PER_SKU_MAX) {
      return refused({ reason: "too_many_warehouses", bound: WAREHOUSES_PER_SKU_MAX });
    }
    const result = writeStock(warehouse, level, change, provenance);
    if (!result.accepted) return refused(result.refusal);
    const after = levelOf(warehouse, result.level);
    if (result.entry === null) return { accepted: true, value: { sku: this.#sku, movement: null, level: after } };
    const sequence = this.#store.lastSequence(this.#store.facts().checkpoint) + 1;
    this.#store.saveLevel(warehouse, result.level, (level?.changes ?? 0) + 1);
    const movement = movementOf(this.#sku, this.#store.append(sequence, nowMs, result.entry));
    this.#armed(nowMs);
    return { accepted: true, value: { sku: this.#sku, movement, level: after } };
  }

  /** Brings the SKU to a state, or throws {@link Undone} with what came of it: a refusal, or a dry run's answer. */
  bringTo(state: SkuState, nowMs: number): SkuStateResult {
    const isNew = !this.#store.exists;
    if (isNew) this.#store.create(newFacts({}, { revision: 0, policy: {} }, nowMs));
    const changes = this.#setPolicy(state.policy);
    const levels = this.#store.levels();
    for (const { warehouse, onHand, expected } of state.levels) {
      // A state that is there already is reached, whatever the figure was believed to be: so a repeat is no refusal.
      if (levels.get(warehouse)?.onHand === onHand) continue;
      const written = this.write(warehouse, { kind: "count", onHand, expected }, state.provenance, nowMs);
      if (!written.accepted) throw new Undone(written);
      if (written.value.movement !== null) changes.push(`onHand@${warehouse}`);
    }
    const changed = changes.length === 0 ? "unchanged" : "changed";
    const result: SkuStateResult = { outcome: isNew ? "created" : changed, changes };
    if (state.dryRun) throw new Undone({ accepted: true, value: result });
    return result;
  }

  /** Takes over an acknowledgement, and folds the oldest acknowledged lines when there are more than are kept. */
  acknowledge(facts: SkuFacts): void {
    const surplus = facts.acknowledged - facts.checkpoint.sequence - LEDGER_LINES_KEPT;
    if (surplus < LEDGER_LINES_FOLDED_PER_TIME) {
      this.#store.saveFacts(facts);
      return;
    }
    const lines = this.#store.linesAfter(facts.checkpoint.sequence, LEDGER_LINES_FOLDED_PER_TIME);
    const checkpoint = foldLines(facts.checkpoint, lines);
    this.#store.dropLines(checkpoint.sequence);
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

/** Thrown to undo a transaction whose outcome is known. */
export class Undone extends Error {
  readonly result: SkuResult<SkuStateResult>;

  constructor(result: SkuResult<SkuStateResult>) {
    super("The transaction was undone on purpose");
    this.name = "Undone";
    this.result = result;
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
