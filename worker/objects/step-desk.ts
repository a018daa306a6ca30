import { CLAIMS_FORGOTTEN_PER_CALL_MAX, ENDED_CLAIM_KEPT_MS, HOLD_UNCONFIRMED_MS } from "../core/bounds.ts";
import type { Claim } from "../core/claim.ts";
import type { HoldFate } from "../core/record.ts";
import type { StockRules } from "../core/rules.ts";
import type { StepAnswer, StepsOfClaim } from "../core/step.ts";
import type { Env } from "../env.ts";
import type { Announcer } from "./announcer.ts";
import { CallMeter } from "./call-meter.ts";
import { askSlots } from "./hold-inquiry.ts";
import { Intake } from "./intake.ts";
import type { OpenHolds } from "./open-holds.ts";
import type { StepsCall, StepsReply, StoreSettings } from "./sku-callable.ts";
import type { SkuStore } from "./sku-store.ts";
import { type BatchResult, type ClaimOutcome, StepBatch } from "./step-batch.ts";

/** The claims of one SKU: applies the steps that slots send, and asks slots about holds before it refuses for want of stock. */
export class StepDesk {
  readonly #env: Env;
  readonly #storage: DurableObjectStorage;
  readonly #store: SkuStore;
  readonly #holds: OpenHolds;
  readonly #announcer: Announcer;
  readonly #rules: StockRules;
  readonly #intake = new Intake((claims, store) => this.#runBatch(claims, store));
  readonly #meter = new CallMeter();
  /** Ended claims that wait to be forgotten, with when they ended. */
  readonly #ended = new Map<string, number>();
  #asking: Promise<boolean> | null = null;

  constructor(parts: {
    env: Env;
    storage: DurableObjectStorage;
    store: SkuStore;
    holds: OpenHolds;
    announcer: Announcer;
    rules: StockRules;
  }) {
    this.#env = parts.env;
    this.#storage = parts.storage;
    this.#store = parts.store;
    this.#holds = parts.holds;
    this.#announcer = parts.announcer;
    this.#rules = parts.rules;
  }

  /** When the object wakes, before its first call. */
  restore(): void {
    this.note(this.#store.allClaims());
  }

  async take(call: StepsCall): Promise<StepsReply> {
    const gatherMs = this.#meter.note(call.slot, call.claims.length, Date.now());
    return { answers: await this.#answersTo(call), gatherMs };
  }

  /** Takes over claims as they have been committed. */
  note(claims: readonly Claim[]): void {
    for (const claim of claims) {
      this.#holds.note(claim);
      if (claim.phase === "ended") this.#ended.set(claim.id, claim.endedAt);
    }
  }

  /** Asks about every doubtful hold, once for all who wait for it. Says whether every slot has answered. */
  settleDoubtfulHolds(): Promise<boolean> {
    this.#asking ??= this.#askAboutDoubtfulHolds().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** Inside a transaction: forgets ended claims whose time has come, at most so many. */
  forgetEnded(nowMs: number): void {
    const due: string[] = [];
    for (const [id, endedAt] of this.#ended) {
      if (due.length >= CLAIMS_FORGOTTEN_PER_CALL_MAX || endedAt + ENDED_CLAIM_KEPT_MS > nowMs) break;
      due.push(id);
    }
    if (due.length === 0) return;
    this.#store.forgetClaims(due);
    for (const id of due) this.#ended.delete(id);
  }

  async #answersTo(call: StepsCall): Promise<StepAnswer[]> {
    if (Date.now() > call.deadline) return call.claims.map(() => ({ outcome: "late" }));
    if (!this.#store.exists) return call.claims.map(answerOfMissingSku);
    const outcomes = await this.#intake.apply(call.claims, call.store);
    const wanting = outcomes.flatMap((outcome, index) => (outcome.wantsStock ? [index] : []));
    if (wanting.length === 0 || this.#holds.doubtful(Date.now()).length === 0) {
      return outcomes.map((outcome) => outcome.answer);
    }
    // Units of holds that nobody has any more must not make a SKU refuse: ask, then judge those claims once more.
    const isComplete = await this.settleDoubtfulHolds();
    if (Date.now() > call.deadline) return call.claims.map(() => ({ outcome: "late" }));
    const again = this.#runBatch(
      wanting.flatMap((index) => call.claims[index] ?? []),
      null,
    );
    wanting.forEach((index, position) => {
      const outcome = again[position];
      if (outcome === undefined) return;
      const isOpen = outcome.wantsStock && !isComplete;
      outcomes[index] = isOpen ? { answer: { outcome: "unavailable" }, wantsStock: true } : outcome;
    });
    return outcomes.map((outcome) => outcome.answer);
  }

  /** Steps are made not to fail, so all go together; if one does, they are done again, each by itself. */
  #runBatch(claims: readonly StepsOfClaim[], store: StoreSettings | null): ClaimOutcome[] {
    const nowMs = Date.now();
    const attempt = (way: "run" | "runApart"): BatchResult =>
      this.#announcer.transact(() => {
        const facts = store === null ? this.#store.facts() : this.#announcer.learn(store, nowMs);
        this.forgetEnded(nowMs);
        const result = new StepBatch(this.#storage, this.#store, this.#holds, facts, nowMs, this.#rules)[way](claims);
        if (result.announces) this.#announcer.arm(nowMs);
        return result;
      });
    let batch: BatchResult;
    try {
      batch = attempt("run");
    } catch (error) {
      console.error("Steps that were taken together failed", error);
      batch = attempt("runApart");
    }
    this.note(batch.claims);
    if (batch.announces) this.#announcer.soon();
    else if (batch.claims.length > 0) this.#announcer.inTime();
    return batch.outcomes;
  }

  async #askAboutDoubtfulHolds(): Promise<boolean> {
    const { fates, isComplete } = await askSlots(this.#env, this.#holds.doubtful(Date.now()));
    const nowMs = Date.now();
    const gone = [...fates].flatMap(([id, fate]) => (this.#isGone(id, fate, nowMs) ? [id] : []));
    if (gone.length > 0) this.#endGone(gone, nowMs);
    return isComplete;
  }

  #isGone(id: string, fate: HoldFate, nowMs: number): boolean {
    if (fate.fate === "gone") return true;
    this.#holds.confirm(id, fate.fate === "kept" ? fate.until : nowMs + HOLD_UNCONFIRMED_MS);
    return false;
  }

  #endGone(ids: readonly string[], nowMs: number): void {
    // The slot is bound by its word, so this is a step like any other that it would drive.
    const steps = this.#store
      .claims(ids)
      .filter((claim) => claim.phase === "held")
      .map(
        (claim): StepsOfClaim => ({
          claim: claim.id,
          steps: [{ kind: "release", n: claim.step + 1, after: claim.step }],
        }),
      );
    const batch = this.#announcer.transact(() => {
      const facts = this.#store.facts();
      const result = new StepBatch(this.#storage, this.#store, this.#holds, facts, nowMs, this.#rules).run(steps);
      if (result.announces) this.#announcer.arm(nowMs);
      return result;
    });
    this.note(batch.claims);
    this.#announcer.soon();
  }
}

/** What is driven to a SKU that does not exist has nothing to do there; what is asked of it is refused. */
function answerOfMissingSku({ steps }: StepsOfClaim): StepAnswer {
  const last = steps.at(-1);
  if (last?.kind === "hold" || last?.kind === "plan" || last?.kind === "inquire") {
    return { outcome: "refused", refusal: { reason: "sku_not_found" } };
  }
  return { outcome: "done", units: 0, backordered: 0, tracked: false, shipsFrom: null };
}
