import { applyStep, type StepFacts, type StepResult } from "../core/apply-step.ts";
import type { AllocatedClaim, Claim, HeldClaim } from "../core/claim.ts";
import { uncoveredOf } from "../core/coverage.ts";
import { type Figures, type Levels, physical } from "../core/figures.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import { unitsOf } from "../core/shares.ts";
import type { StepAnswer, StepsOfClaim } from "../core/step.ts";
import type { OpenHolds } from "./open-holds.ts";
import type { SkuFacts, SkuStore } from "./sku-store.ts";

/** What came of one claim's steps. */
export interface ClaimOutcome {
  answer: StepAnswer;
  /** Other holds were the cause of the refusal. */
  wantsStock: boolean;
}

/** What a batch comes to, to be remembered once the transaction is through. */
export interface BatchResult {
  outcomes: ClaimOutcome[];
  claims: Claim[];
  /** Ledger lines were written. */
  announces: boolean;
}

/**
 * Claims' steps inside one transaction, judged in turn on running figures. Levels are written once at the end, so that a
 * hundred holds of a hot SKU cost one level row.
 */
export class StepBatch {
  readonly #storage: DurableObjectStorage;
  readonly #store: SkuStore;
  readonly #holds: OpenHolds;
  readonly #facts: SkuFacts;
  readonly #nowMs: number;
  #changes = new Map<string, number>();
  #touched = new Set<string>();
  readonly #claims = new Map<string, Claim>();
  #levels: Levels;
  #sequence: number | null = null;
  /** Holds that this batch made or kept, all of them and by client. */
  #holdsAdded = 0;
  readonly #holdsAddedBy = new Map<string, number>();

  constructor(storage: DurableObjectStorage, store: SkuStore, holds: OpenHolds, facts: SkuFacts, nowMs: number) {
    this.#storage = storage;
    this.#store = store;
    this.#holds = holds;
    this.#facts = facts;
    this.#nowMs = nowMs;
    const stored = store.levels();
    this.#levels = stored;
    for (const [warehouse, level] of stored) this.#changes.set(warehouse, level.changes);
  }

  /** Throws when one claim's steps do: the whole transaction is to be undone then. */
  run(claims: readonly StepsOfClaim[]): BatchResult {
    return this.#finish(claims.map((each) => this.#runClaim(each)));
  }

  /** With a savepoint for each claim, which costs as much as the step itself: a fault in one leaves the others alone. */
  runApart(claims: readonly StepsOfClaim[]): BatchResult {
    return this.#finish(claims.map((each) => this.#runInSavepoint(each)));
  }

  #finish(outcomes: ClaimOutcome[]): BatchResult {
    for (const warehouse of this.#touched) {
      const level = this.#levels.get(warehouse);
      if (level !== undefined) this.#store.saveLevel(warehouse, level, this.#changes.get(warehouse) ?? 0);
    }
    return { outcomes, claims: [...this.#claims.values()], announces: this.#sequence !== null };
  }

  /** A fault in one claim's steps undoes those and leaves the others of the call alone. */
  #runInSavepoint(steps: StepsOfClaim): ClaimOutcome {
    const levels = this.#levels;
    const changes = new Map(this.#changes);
    const touched = new Set(this.#touched);
    const sequence = this.#sequence;
    try {
      return this.#storage.transactionSync(() => this.#runClaim(steps));
    } catch (error) {
      console.error("A step failed and was undone", error);
      this.#levels = levels;
      this.#changes = changes;
      this.#touched = touched;
      this.#sequence = sequence;
      return { answer: { outcome: "unavailable" }, wantsStock: false };
    }
  }

  #runClaim({ claim: id, steps }: StepsOfClaim): ClaimOutcome {
    const before = this.#claims.get(id) ?? this.#store.claim(id);
    let claim = before;
    let outcome: ClaimOutcome = { answer: { outcome: "behind", next: (before?.step ?? 0) + 1 }, wantsStock: false };
    for (const step of steps) {
      const result = applyStep(id, claim, step, this.#stepFacts());
      outcome = { answer: result.answer, wantsStock: result.change === "none" && result.wantsStock };
      if (result.change === "claim") claim = this.#accept(result, claim);
      if (result.answer.outcome !== "done") break;
    }
    if (claim !== null && claim !== before) {
      this.#store.saveClaim(claim);
      if (claim.phase === "held" && this.#claims.get(id)?.phase !== "held") this.#countHold(claim);
      this.#claims.set(id, claim);
    }
    return outcome;
  }

  #accept(result: StepResult & { change: "claim" }, before: Claim | null): Claim {
    // A hold that is not overdue any more comes back into what is shown, although no figure moves.
    const isBack = before?.phase === "held" && before.expiresAt <= this.#nowMs && result.claim.phase === "held";
    for (const [warehouse, level] of result.levels) {
      if (!isBack && isSame(level, this.#levels.get(warehouse))) continue;
      this.#touched.add(warehouse);
      this.#changes.set(warehouse, (this.#changes.get(warehouse) ?? 0) + 1);
    }
    this.#levels = result.levels;
    for (const entry of result.entries) this.#append(entry);
    return result.claim;
  }

  #countHold({ client }: HeldClaim): void {
    this.#holdsAdded += 1;
    if (client !== null) this.#holdsAddedBy.set(client, (this.#holdsAddedBy.get(client) ?? 0) + 1);
  }

  #append(entry: LedgerEntry): void {
    const last = this.#sequence ?? this.#store.lastSequence(this.#facts.checkpoint);
    this.#sequence = last + 1;
    this.#store.append(this.#sequence, this.#nowMs, entry);
  }

  #stepFacts(): StepFacts {
    return {
      policy: { sku: this.#facts.policy, store: this.#facts.store.policy },
      levels: this.#levels,
      shownLevels: this.#holds.shown(this.#levels, this.#nowMs),
      // Holds that this batch ended or altered are counted once too often here: a bound, not a figure.
      openHolds: this.#holds.size + this.#holdsAdded,
      openHoldsOf: (client) => this.#holds.of(client) + (this.#holdsAddedBy.get(client) ?? 0),
      claimedInChannel: (channel) =>
        this.#openClaims()
          .filter((claim) => claim.channel.code === channel)
          .reduce((sum, claim) => sum + unitsOf(claim.shares), 0),
      backorderedOf: (claim, levels) => this.#backorderedOf(claim, levels),
      since: this.#holds.nextSince(this.#nowMs),
      nowMs: this.#nowMs,
    };
  }

  #backorderedOf(claim: HeldClaim | AllocatedClaim, levels: Levels): number {
    const isCovered = claim.shares.every((share) => {
      const level = levels.get(share.warehouse);
      return level !== undefined && physical(level) >= 0;
    });
    if (isCovered) return 0;
    const others = this.#openClaims().filter((other) => other.id !== claim.id);
    const oldestFirst = [...others, claim].toSorted((one, other) => one.since - other.since);
    return uncoveredOf(claim.id, oldestFirst, levels);
  }

  /** Every open claim as the batch leaves it so far. */
  #openClaims(): (HeldClaim | AllocatedClaim)[] {
    const claims = new Map(this.#store.allClaims().map((claim) => [claim.id, claim]));
    for (const [id, claim] of this.#claims) claims.set(id, claim);
    return [...claims.values()].filter((claim) => claim.phase === "held" || claim.phase === "allocated");
  }
}

function isSame(one: Figures, other: Figures | undefined): boolean {
  return (
    other !== undefined &&
    one.onHand === other.onHand &&
    one.held === other.held &&
    one.allocated === other.allocated &&
    one.planned === other.planned &&
    one.incoming === other.incoming
  );
}
