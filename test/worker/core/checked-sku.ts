import { expect } from "vitest";
import { applyStep } from "../../../worker/core/apply-step.ts";
import { auditFigures } from "../../../worker/core/audit.ts";
import { type Claim, sharesOf, type UnitsClaim } from "../../../worker/core/claim.ts";
import { isUnbalanced, rebalance, shiftsCoverage, uncoveredOf } from "../../../worker/core/coverage.ts";
import { type Figures, type Levels, NO_FIGURES } from "../../../worker/core/figures.ts";
import { EMPTY_CHECKPOINT, type LedgerEntry, type LedgerLine, SERVICE_ACTOR } from "../../../worker/core/ledger.ts";
import { moveShares, type Share, unitsOf } from "../../../worker/core/shares.ts";
import { shipmentsAt } from "../../../worker/core/shipment-units.ts";
import type { Step, StepAnswer } from "../../../worker/core/step.ts";
import type { StepFacts } from "../../../worker/core/step-facts.ts";
import { type StockChange, type WritePlace, writeStock } from "../../../worker/core/stock-write.ts";
import { transferStock } from "../../../worker/core/transfer.ts";
import { NOW, share, stepFacts } from "./given.ts";
import { Model, type ModelPolicy, type Unit, WAREHOUSES, type Warehouse } from "./model.ts";
import { takeStep } from "./model-steps.ts";

const CLERK = { actor: "clerk", note: null, document: null };

/** The rules with the rows they work on, as the SKU object keeps them, beside the model: both must always say the same. */
export class CheckedSku {
  nowMs = NOW;
  readonly #policy: ModelPolicy;
  readonly #model: Model;
  #levels: Levels = new Map<string, Figures>();
  readonly #claims = new Map<string, Claim>();
  readonly #entries: LedgerEntry[] = [];
  /** What the lines that were checked come to. */
  readonly #running = new Map<string, Figures>();
  #linesChecked = 0;

  constructor(policy: ModelPolicy) {
    this.#policy = policy;
    this.#model = new Model(policy);
  }

  /** One message reaches the SKU. */
  take(id: string, step: Step): StepAnswer {
    const before = this.#claims.get(id) ?? null;
    const beyondBefore = this.#model.beyondStock();
    const result = applyStep(id, before, step, this.#facts());
    const expected = takeStep(this.#model, id, step, this.nowMs);
    expect(result.answer).toMatchObject(expected);

    if (before !== null && step.n <= before.step) expect(result.change).toBe("none");
    if (result.answer.outcome !== "done") expect(result.change).toBe("none");
    if (result.change === "none") return result.answer;

    const isShifted = shiftsCoverage(step, before, this.#levels, result.levels);
    this.#claims.set(id, result.claim);
    this.#levels = result.levels;
    this.#entries.push(...result.entries);
    // A hold of no more than the claim has already takes nothing, so there is nothing to be within the limit.
    const isMore = unitsOf(sharesOf(result.claim)) > unitsOf(sharesOf(before));
    if (step.kind === "hold" && isMore) this.#checkAccepted(result.claim, beyondBefore);
    if (isShifted) this.#rebalance();
    return result.answer;
  }

  /** As the object does it: with what its claims are now. */
  #rebalance(): void {
    if (!isUnbalanced(this.#levels)) return;
    const balanced = rebalance(this.#levels, this.#oldestFirst(), SERVICE_ACTOR, [...this.#model.closed]);
    this.#levels = balanced.levels;
    this.#entries.push(...balanced.entries);
    for (const claim of balanced.claims) this.#claims.set(claim.id, claim);
  }

  /** Nothing is sold beyond the limit at the time at which it is accepted. */
  #checkAccepted(accepted: Claim, beyondBefore: number): void {
    if (!("channel" in accepted)) throw new Error("An accepted hold has units");
    if (this.#policy.preorder !== null) {
      expect(this.#model.promised(null)).toBeLessThanOrEqual(this.#policy.preorder.limit);
    } else {
      expect(this.#model.promisable(accepted.channel.code)).toBeGreaterThanOrEqual(0);
      expect(this.#model.beyondStock()).toBeLessThanOrEqual(Math.max(beyondBefore, this.#model.beyondStockMax()));
    }
  }

  write(at: Warehouse, change: StockChange): void {
    const result = writeStock(this.#place(at), change, CLERK);
    const wanted = change.kind === "count" ? change.onHand : this.#model.onHand[at] + change.delta;
    expect(result.accepted).toBe(this.#model.write(at, wanted));
    if (!result.accepted || result.entry === null) return;
    this.#commit(new Map(this.#levels).set(at, result.level), [result.entry]);
  }

  transfer(from: Warehouse, to: Warehouse, quantity: number): void {
    if (from === to) return;
    const result = transferStock({ from: this.#place(from), to: this.#place(to), quantity }, this.#levels, CLERK);
    expect(result.accepted).toBe(this.#model.transfer(from, to, quantity));
    if (result.accepted) this.#commit(result.levels, result.entries);
  }

  close(warehouse: Warehouse): void {
    this.#model.closed.add(warehouse);
  }

  unitsOf(id: string): number {
    return this.#model.claims.get(id)?.units.length ?? 0;
  }

  #commit(levels: Levels, entries: readonly LedgerEntry[]): void {
    const before = this.#levels;
    this.#levels = levels;
    this.#entries.push(...entries);
    if (hasMoved(before, levels)) this.#rebalance();
  }

  #place(warehouse: Warehouse): WritePlace {
    return {
      warehouse,
      level: this.#levels.get(warehouse),
      closed: this.#model.closed.has(warehouse),
      shipments: () => shipmentsAt([...this.#claims.values()], warehouse),
    };
  }

  /** Figures, claims and ledger say what the model says, and nothing is left stranded. */
  check(): void {
    const levels = WAREHOUSES.map((each) => this.#levels.get(each) ?? NO_FIGURES);
    const expected = WAREHOUSES.map((each) => ({
      onHand: this.#model.onHand[each],
      held: this.#model.claimed(each, "held"),
      allocated: this.#model.claimed(each, "allocated"),
      planned: this.#model.claimed(each, "planned"),
      incoming: 0,
    }));
    expect(levels).toEqual(expected);
    const floors = levels.flatMap(({ onHand, held, allocated, planned }) => [
      held,
      allocated,
      planned,
      onHand - planned,
    ]);
    expect(Math.min(...floors)).toBeGreaterThanOrEqual(0);
    this.#checkClaims();
    this.#checkLedger();
    expect(this.#model.strands()).toEqual([]);
  }

  #checkClaims(): void {
    const facts = this.#facts();
    const told = [...this.#claims].map(([id, claim]) => {
      const { answer } = applyStep(id, claim, { kind: "coverage" }, facts);
      const backordered = answer.outcome === "done" ? answer.backordered : null;
      return { id, phase: claim.phase, shares: sharesOf(claim), backordered };
    });
    const expected = [...this.#claims.keys()].map((id) => {
      const { state, units } = this.#model.claims.get(id) ?? { state: null, units: [] };
      return { id, phase: state, shares: sharesInModel(units), backordered: this.#model.backordered(id) };
    });
    expect(told).toEqual(expected);
  }

  /** Each line says the figure after it, and all together come to what there is. */
  #checkLedger(): void {
    for (const { warehouse, kind, figure, change, after } of this.#entries.slice(this.#linesChecked)) {
      const figures = this.#running.get(warehouse) ?? { ...NO_FIGURES };
      this.#running.set(warehouse, figures);
      figures[figure] += change;
      if (figure === "planned") figures.allocated -= change;
      if (kind === "ship") figures.planned += change;
      expect({ warehouse, kind, after }).toEqual({ warehouse, kind, after: figures[figure] });
    }
    this.#linesChecked = this.#entries.length;
    const levels = WAREHOUSES.map((each) => ({ ...(this.#levels.get(each) ?? NO_FIGURES), held: 0 }));
    expect(WAREHOUSES.map((each) => this.#running.get(each) ?? NO_FIGURES)).toEqual(levels);
    const lines = this.#entries.map((entry, index): LedgerLine => ({ ...entry, sequence: index + 1, at: 0 }));
    const claims = this.#oldestFirst();
    const kept = { levels: this.#levels, checkpoint: EMPTY_CHECKPOINT, lines, claims, replenishments: [] };
    expect(auditFigures(kept)).toEqual([]);
  }

  #facts(): StepFacts {
    const open = this.#oldestFirst();
    const overdue = open.filter((each) => each.phase === "held" && each.expiresAt <= this.nowMs);
    return stepFacts({
      policy: { sku: this.#policy },
      levels: this.#levels,
      shownLevels: moveShares(
        this.#levels,
        overdue.flatMap((each) => each.shares),
        [],
      ),
      closed: [...this.#model.closed],
      claimedInChannel: (code) =>
        unitsOf(open.filter((each) => each.channel.code === code).flatMap((each) => each.shares)),
      uncoveredOf: (asked, after) => {
        const all = [...open.filter((each) => each.id !== asked.id), asked];
        return uncoveredOf(
          asked.id,
          all.toSorted((one, other) => one.since - other.since),
          after,
        );
      },
      nowMs: this.nowMs,
    });
  }

  #oldestFirst(): UnitsClaim[] {
    return [...this.#claims.values()]
      .filter((each) => each.phase === "held" || each.phase === "allocated")
      .toSorted((one, other) => one.since - other.since);
  }
}

function hasMoved(before: Levels, after: Levels): boolean {
  return [...after].some(([warehouse, level]) => level.onHand !== (before.get(warehouse) ?? NO_FIGURES).onHand);
}

function sharesInModel(units: readonly Unit[]): Share[] {
  return [...new Set(units.map((unit) => unit.at))].map((at) => {
    const there = units.filter((unit) => unit.at === at);
    const count = (state: string): number => there.filter((unit) => unit.state === state).length;
    return share(at, { held: count("held"), allocated: count("allocated"), planned: count("planned") });
  });
}
