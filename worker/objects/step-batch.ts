import { applyStep } from "../core/apply-step.ts";
import type { Claim, HeldClaim, UnitsClaim } from "../core/claim.ts";
import { isUnbalanced, rebalance, shiftsCoverage, type Uncovered, uncoveredOf } from "../core/coverage.ts";
import { coveredOrders, mayCoverOrders } from "../core/covered-orders.ts";
import { type Figures, type Levels, physical, soldBeyondStock } from "../core/figures.ts";
import { type LedgerEntry, SERVICE_ACTOR } from "../core/ledger.ts";
import type { StockRules } from "../core/rules.ts";
import { unitsOf } from "../core/shares.ts";
import type { Inquiry, Step, StepAnswer, StepsOfClaim } from "../core/step.ts";
import type { StepFacts, StepResult } from "../core/step-facts.ts";
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
  /** Ledger lines or events were written. */
  announces: boolean;
}

/** Everything that a fault in one claim's steps takes back. */
interface Running {
  levels: Levels;
  /** Counts of steps and writes that each level went through. */
  changes: ReadonlyMap<string, number>;
  touched: ReadonlySet<string>;
  claims: ReadonlyMap<string, Claim>;
  sequence: number | null;
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
  readonly #rules: StockRules;
  #changes = new Map<string, number>();
  #touched = new Set<string>();
  /** Claims as the batch leaves them so far. */
  #claims = new Map<string, Claim>();
  readonly #levelsBefore: Levels;
  #levels: Levels;
  #sequence: number | null = null;
  /** Claims that the batch has touched, as they were before it. */
  readonly #claimsBefore = new Map<string, Claim | null>();
  /** Something happened that an order may have waited for. */
  #mayCover = false;
  /** Claims that became an order's, of which its maker was told that goods are missing. */
  readonly #toldWaiting = new Set<string>();
  /** Holds that this batch made or kept, all of them and by client. */
  #holdsAdded = 0;
  readonly #holdsAddedBy = new Map<string, number>();

  constructor(
    storage: DurableObjectStorage,
    store: SkuStore,
    holds: OpenHolds,
    facts: SkuFacts,
    nowMs: number,
    rules: StockRules,
  ) {
    this.#storage = storage;
    this.#store = store;
    this.#holds = holds;
    this.#facts = facts;
    this.#nowMs = nowMs;
    this.#rules = rules;
    const stored = store.levels();
    this.#levels = stored;
    this.#levelsBefore = stored;
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
    const isCovering = this.#tellCovered();
    return { outcomes, claims: [...this.#claims.values()], announces: this.#sequence !== null || isCovering };
  }

  /** Keeps an event for each order that has all its goods now; says whether there was one. Every claim is saved by then. */
  #tellCovered(): boolean {
    const mayBe = this.#mayCover && soldBeyondStock(this.#levelsBefore) > 0;
    if (!mayBe && this.#toldWaiting.size === 0) return false;
    const claims = this.#store.allClaims();
    const before = mayBe ? { levels: this.#levelsBefore, claims: claims.flatMap((each) => this.#before(each)) } : null;
    const covered = coveredOrders(before, { levels: this.#levels, claims }, this.#toldWaiting);
    for (const each of covered) this.#store.events.append({ type: "order.covered", at: this.#nowMs, ...each });
    return covered.length > 0;
  }

  /** A claim as it was before the batch; nothing where it was not there. */
  #before(claim: Claim): Claim | [] {
    const known = this.#claimsBefore.get(claim.id);
    return known === undefined ? claim : (known ?? []);
  }

  /** A fault in one claim's steps undoes those and leaves the others of the call alone. */
  #runInSavepoint(steps: StepsOfClaim): ClaimOutcome {
    const before: Running = {
      levels: this.#levels,
      changes: new Map(this.#changes),
      touched: new Set(this.#touched),
      claims: new Map(this.#claims),
      sequence: this.#sequence,
    };
    try {
      return this.#storage.transactionSync(() => this.#runClaim(steps));
    } catch (error) {
      console.error("A step failed and was undone", error);
      this.#levels = before.levels;
      this.#changes = new Map(before.changes);
      this.#touched = new Set(before.touched);
      this.#claims = new Map(before.claims);
      this.#sequence = before.sequence;
      return { answer: { outcome: "unavailable" }, wantsStock: false };
    }
  }

  #runClaim({ claim: id, steps }: StepsOfClaim): ClaimOutcome {
    const before = this.#claims.get(id) ?? this.#store.claim(id);
    this.#remember(id, before);
    // What the batch leaves so far is in `#claims`; what it has not touched is not read from the rows again.
    const now = (): Claim | null => this.#claims.get(id) ?? before;
    let outcome: ClaimOutcome = { answer: { outcome: "behind", next: (before?.step ?? 0) + 1 }, wantsStock: false };
    for (const step of steps) {
      const result = applyStep(id, now(), step, this.#stepFacts());
      outcome = { answer: result.answer, wantsStock: result.change === "none" && result.wantsStock };
      if (result.change === "claim") this.#accept(step, result, now());
      if (result.answer.outcome !== "done") break;
    }
    const after = this.#claims.get(id);
    if (after !== undefined && after !== before) {
      this.#store.saveClaim(after);
      if (after.phase === "held" && before?.phase !== "held") this.#countHold(after);
    }
    return outcome;
  }

  #accept(step: Step | Inquiry, result: StepResult & { change: "claim" }, before: Claim | null): void {
    // A hold that is not overdue any more comes back into what is shown, although no figure moves.
    const isBack = before?.phase === "held" && before.expiresAt <= this.#nowMs && result.claim.phase === "held";
    const levelsBefore = this.#levels;
    this.#claims.set(result.claim.id, result.claim);
    const isShifted = isStep(step) && shiftsCoverage(step, before, this.#levels, result.levels);
    this.#setLevels(result.levels, isBack);
    for (const entry of result.entries) this.#append(entry);
    if (isShifted && isUnbalanced(this.#levels)) this.#rebalance(result.claim.id);
    if (!isStep(step)) return;
    if (step.kind === "allocate" && (step.backordered ?? 0) > 0) this.#toldWaiting.add(result.claim.id);
    this.#mayCover ||= mayCoverOrders(step, levelsBefore, this.#levels);
  }

  /** The first time that the batch comes to a claim. */
  #remember(id: string, claim: Claim | null): void {
    if (!this.#claimsBefore.has(id)) this.#claimsBefore.set(id, claim);
  }

  /** Goods that are free cover the oldest claims that wait for goods, wherever they wait. */
  #rebalance(current: string): void {
    const oldestFirst = this.#openClaims().toSorted((one, other) => one.since - other.since);
    const { levels, claims, entries } = rebalance(
      this.#levels,
      oldestFirst,
      SERVICE_ACTOR,
      this.#facts.store.closed ?? [],
    );
    this.#setLevels(levels, false);
    for (const entry of entries) this.#append(entry);
    for (const claim of claims) {
      this.#remember(claim.id, oldestFirst.find(({ id }) => id === claim.id) ?? null);
      this.#claims.set(claim.id, claim);
      // The claim whose steps are under way is saved after them.
      if (claim.id !== current) this.#store.saveClaim(claim);
    }
  }

  #setLevels(levels: Levels, isChange: boolean): void {
    for (const [warehouse, level] of levels) {
      if (!isChange && isSame(level, this.#levels.get(warehouse))) continue;
      this.#touched.add(warehouse);
      this.#changes.set(warehouse, (this.#changes.get(warehouse) ?? 0) + 1);
    }
    this.#levels = levels;
  }

  #countHold({ client }: HeldClaim): void {
    this.#holdsAdded += 1;
    if (client !== null) this.#holdsAddedBy.set(client, (this.#holdsAddedBy.get(client) ?? 0) + 1);
  }

  #append(entry: LedgerEntry): void {
    const last = this.#sequence ?? this.#store.ledger.last(this.#facts.checkpoint);
    this.#sequence = last + 1;
    this.#store.ledger.append(this.#sequence, this.#nowMs, entry);
  }

  #stepFacts(): StepFacts {
    return {
      rules: this.#rules,
      policy: { sku: this.#facts.policy, store: this.#facts.store.policy },
      levels: this.#levels,
      shownLevels: this.#holds.shown(this.#levels, this.#nowMs),
      closed: this.#facts.store.closed ?? [],
      channelNow: (channel) => this.#facts.store.channels?.find(({ code }) => code === channel.code) ?? channel,
      // Holds that this batch ended or altered are counted once too often here: a bound, not a figure.
      openHolds: this.#holds.size + this.#holdsAdded,
      openHoldsOf: (client) => this.#holds.of(client) + (this.#holdsAddedBy.get(client) ?? 0),
      firstHoldEndsAt: (client) => this.#firstHoldEndsAt(client),
      claimedInChannel: (channel) =>
        this.#openClaims()
          .filter((claim) => claim.channel.code === channel)
          .reduce((sum, claim) => sum + unitsOf(claim.shares), 0),
      uncoveredOf: (claim, levels) => this.#uncoveredOf(claim, levels),
      since: this.#holds.nextSince(this.#nowMs),
      nowMs: this.#nowMs,
    };
  }

  /** Holds of this batch among them: all of a client's may have come with it. */
  #firstHoldEndsAt(client: string | null): number {
    const added = [...this.#claims.values()].flatMap((claim) =>
      claim.phase === "held" && (client === null || claim.client === client) ? [claim.expiresAt] : [],
    );
    return Math.min(this.#holds.firstEndsAt(client), ...added);
  }

  #uncoveredOf(claim: UnitsClaim, levels: Levels): Uncovered {
    const isCovered = claim.shares.every((share) => {
      const level = levels.get(share.warehouse);
      return level !== undefined && physical(level) >= 0;
    });
    if (isCovered) return new Map();
    const others = this.#openClaims().filter((other) => other.id !== claim.id);
    const oldestFirst = [...others, claim].toSorted((one, other) => one.since - other.since);
    return uncoveredOf(claim.id, oldestFirst, levels);
  }

  /** Every claim with units as the batch leaves it so far. */
  #openClaims(): UnitsClaim[] {
    const claims = new Map(this.#store.allClaims().map((claim) => [claim.id, claim]));
    for (const [id, claim] of this.#claims) claims.set(id, claim);
    return [...claims.values()].filter((claim) => claim.phase === "held" || claim.phase === "allocated");
  }
}

function isStep(step: Step | Inquiry): step is Step {
  return step.kind !== "inquire" && step.kind !== "coverage";
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
