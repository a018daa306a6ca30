import { DurableObject } from "cloudflare:workers";
import type { Audit, Level, Movement, Policy, PolicyPatch, Sku, StockWrite } from "../../sdk/index.ts";
import { auditFigures } from "../core/audit.ts";
import {
  ANSWER_KEPT_MS,
  ANSWERS_FORGOTTEN_PER_WRITE_MAX,
  CLAIMS_FORGOTTEN_PER_CALL_MAX,
  ENDED_CLAIM_KEPT_MS,
  HOLD_UNCONFIRMED_MS,
} from "../core/bounds.ts";
import { type Claim, sharesOf } from "../core/claim.ts";
import { withCombination } from "../core/demand.ts";
import type { Figures } from "../core/figures.ts";
import { explainPolicy, patchPolicy, resolvePolicy } from "../core/policy.ts";
import type { HoldFate } from "../core/record.ts";
import { moveShares, unitsOf } from "../core/shares.ts";
import type { StepAnswer, StepsOfClaim } from "../core/step.ts";
import { channelFigures, stockFactsOf } from "../core/stock-facts.ts";
import type { Env } from "../env.ts";
import { Announcer, movementOf } from "./announcer.ts";
import { driftFromSlots } from "./audit-claims.ts";
import { CallMeter } from "./call-meter.ts";
import { askSlots } from "./hold-inquiry.ts";
import { Intake } from "./intake.ts";
import { OpenHolds } from "./open-holds.ts";
import type {
  Look,
  LookQuestion,
  SkuCallable,
  SkuRefusal,
  SkuResult,
  SkuState,
  SkuStateResult,
  StepsCall,
  StepsReply,
  StockWriteCall,
  StoreSettings,
} from "./sku-callable.ts";
import { newFacts, type SkuFacts, SkuStore, type StoredLevel } from "./sku-store.ts";
import { type BatchResult, type ClaimOutcome, StepBatch } from "./step-batch.ts";
import { levelOf, StockWriter, Undone } from "./stock-writer.ts";

/**
 * All figures and claims of one SKU, in all warehouses (DESIGN section 7.1). Thin: it reads rows, lets the pure rules
 * judge, and writes what they say in one transaction. The name of the object is the SKU.
 */
export class SkuObject extends DurableObject<Env> implements SkuCallable {
  readonly #store: SkuStore;
  readonly #holds = new OpenHolds();
  readonly #announcer: Announcer;
  readonly #writer: StockWriter;
  readonly #intake = new Intake((claims, store) => this.#runBatch(claims, store));
  readonly #meter = new CallMeter();
  readonly #sku: string;
  /** Ended claims that wait to be forgotten, with when they ended. */
  readonly #ended = new Map<string, number>();
  #asking: Promise<boolean> | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sku = ctx.id.name ?? "";
    this.#store = new SkuStore(ctx.storage.sql);
    this.#announcer = new Announcer(env, ctx.storage, this.#store, this.#sku);
    this.#writer = new StockWriter(this.#sku, this.#store, (nowMs) => this.#announcer.arm(nowMs));
    if (!this.#store.exists) return;
    for (const claim of this.#store.allClaims()) this.#note(claim);
    void ctx.blockConcurrencyWhile(() => this.#announcer.restore());
  }

  async take(call: StepsCall): Promise<StepsReply> {
    const gatherMs = this.#meter.note(call.slot, call.claims.length, Date.now());
    return { answers: await this.#answersTo(call), gatherMs };
  }

  async look(question: LookQuestion): Promise<Look | null> {
    if (!this.#store.exists) return null;
    const nowMs = Date.now();
    const facts = this.#factsWith(question.store);
    const policy = withCombination(
      resolvePolicy({
        sku: facts.policy,
        store: facts.store.policy,
        ...(question.product === null ? {} : { product: question.product }),
      }),
      question.allowOutOfStock,
    );
    const stored = this.#store.levels();
    const own = question.reservation === null ? null : this.#store.claim(question.reservation);
    const isCounted = own?.phase === "held" && own.expiresAt > nowMs;
    const shown = moveShares(this.#holds.shown(stored, nowMs), isCounted ? sharesOf(own) : [], []);
    const claimedInChannel = (): number => this.#claimedInChannel(question.channel.code, isCounted ? own.id : null);
    const figures = channelFigures(shown, question.channel, policy);
    return {
      at: nowMs,
      policy,
      stock: stockFactsOf(policy, shown, question.channel, nowMs, claimedInChannel),
      figures: policy.trackInventory ? figures : { ...figures, available: null, stockLevel: null },
      changes: changesOf(stored),
      revisions: facts.revision + facts.store.revision,
      overdue: this.#holds.overdue(nowMs).length,
    };
  }

  async create(policy: Partial<Policy>, store: StoreSettings): Promise<{ created: boolean; sku: Sku }> {
    if (this.#store.exists) return { created: false, sku: this.#describe(this.#learn(store)) };
    const facts = newFacts(policy, store, Date.now());
    this.#transact(() => this.#store.create(facts));
    this.#announcer.soon();
    return { created: true, sku: this.#describe(facts) };
  }

  async read(store: StoreSettings): Promise<Sku | null> {
    return this.#store.exists ? this.#describe(this.#factsWith(store)) : null;
  }

  async levels(): Promise<Level[] | null> {
    return this.#store.exists ? levelsOf(this.#store.levels()) : null;
  }

  async changePolicy(patch: PolicyPatch, revision: number | null, store: StoreSettings): Promise<SkuResult<Sku>> {
    if (!this.#store.exists) return refused({ reason: "sku_not_found" });
    const facts = this.#factsWith(store);
    if (revision !== null && revision !== facts.revision) {
      return refused({ reason: "precondition_failed", revision: facts.revision });
    }
    const policy = patchPolicy(facts.policy, patch);
    if (JSON.stringify(policy) === JSON.stringify(facts.policy)) {
      return { accepted: true, value: this.#describe(facts) };
    }
    const next = { ...facts, policy, revision: facts.revision + 1 };
    this.#transact(() => this.#store.saveFacts(next));
    this.#announcer.soon();
    return { accepted: true, value: this.#describe(next) };
  }

  async write(call: StockWriteCall): Promise<SkuResult<StockWrite>> {
    if (!this.#store.exists) return refused({ reason: "sku_not_found" });
    const result = this.#transact((): SkuResult<StockWrite> => {
      const stored = call.key === null ? null : this.#store.answer(call.key.scope);
      if (stored !== null && call.key !== null) {
        if (stored.body !== call.key.body) return refused({ reason: "idempotency_mismatch" });
        // Written by this method alone.
        return { accepted: true, value: JSON.parse(stored.answer) as StockWrite };
      }
      const nowMs = Date.now();
      const written = this.#writer.write(call.warehouse, call.change, call.provenance, nowMs);
      if (!written.accepted) return written;
      if (call.key !== null) {
        this.#store.saveAnswer(call.key.scope, call.key.body, JSON.stringify(written.value), nowMs + ANSWER_KEPT_MS);
      }
      return written;
    });
    if (result.accepted) this.#announcer.soon();
    return result;
  }

  async bringTo(state: SkuState): Promise<SkuResult<SkuStateResult>> {
    const existed = this.#store.exists;
    try {
      const value = this.#transact(() => this.#writer.bringTo(state, Date.now()));
      if (value.outcome !== "unchanged") this.#announcer.soon();
      return { accepted: true, value };
    } catch (error) {
      if (!existed) this.#store.forgetCreation();
      if (error instanceof Undone) return error.result;
      throw error;
    }
  }

  async recentMovements(before: number, limit: number): Promise<Movement[] | null> {
    if (!this.#store.exists) return null;
    const { acknowledged } = this.#store.facts();
    return this.#store.linesBetween(acknowledged, before, limit).map((line) => movementOf(this.#sku, line));
  }

  async audit(): Promise<Audit | null> {
    if (!this.#store.exists) return null;
    const nowMs = Date.now();
    const { checkpoint } = this.#store.facts();
    const lines = this.#store.linesAfter(checkpoint.sequence, Number.MAX_SAFE_INTEGER);
    const claims = this.#store.allClaims();
    const open = claims.map((claim) => ({ id: claim.id, shares: sharesOf(claim) }));
    const drift = auditFigures({ levels: this.#store.levels(), checkpoint, lines, claims: open });
    drift.push(...(await driftFromSlots(this.env, this.#sku, claims, nowMs, (id) => this.#store.claim(id))));
    return {
      sku: this.#sku,
      clean: drift.length === 0,
      drift,
      claims: open.filter((claim) => unitsOf(claim.shares) > 0).length,
      movements: this.#store.lastSequence(checkpoint),
      at: new Date(nowMs).toISOString(),
    };
  }

  async acknowledge(from: number, to: number): Promise<void> {
    if (!this.#store.exists) return;
    const facts = this.#store.facts();
    const acknowledged = Math.min(to, this.#store.lastSequence(facts.checkpoint));
    if (from <= facts.acknowledged + 1 && acknowledged > facts.acknowledged)
      this.#transact(() => this.#writer.acknowledge({ ...facts, acknowledged }));
    this.#announcer.acknowledged();
  }

  async announceAll(): Promise<void> {
    if (!this.#store.exists) return;
    const facts = this.#store.facts();
    this.#transact(() => {
      this.#store.saveFacts({ ...facts, acknowledged: facts.checkpoint.sequence });
      this.#announcer.arm(Date.now());
    });
    this.#announcer.startOver();
    await this.#announcer.announce(Date.now());
  }

  async learn(store: StoreSettings): Promise<void> {
    if (this.#store.exists) this.#learn(store);
  }

  async wake(store: StoreSettings): Promise<void> {
    if (!this.#store.exists) return;
    const nowMs = Date.now();
    this.#transact(() => {
      this.#learn(store);
      this.#forgetEnded(nowMs);
      this.#store.forgetAnswers(nowMs, ANSWERS_FORGOTTEN_PER_WRITE_MAX);
    });
    if (this.#holds.overdue(nowMs).length > 0) await this.#settleDoubtfulHolds();
    await this.#announcer.wake(nowMs);
  }

  override async alarm(): Promise<void> {
    await this.#announcer.onAlarm(Date.now()).catch((error) => console.error("Could not announce", error));
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
    const isComplete = await this.#settleDoubtfulHolds();
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
      this.#transact(() => {
        const facts = store === null ? this.#store.facts() : this.#learn(store);
        this.#forgetEnded(nowMs);
        const result = new StepBatch(this.ctx.storage, this.#store, this.#holds, facts, nowMs)[way](claims);
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
    for (const claim of batch.claims) this.#note(claim);
    if (batch.announces) this.#announcer.soon();
    else if (batch.claims.length > 0) this.#announcer.inTime();
    return batch.outcomes;
  }

  /** Asks about every doubtful hold, once for all who wait for it. Says whether every slot has answered. */
  #settleDoubtfulHolds(): Promise<boolean> {
    this.#asking ??= this.#askAboutDoubtfulHolds().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #askAboutDoubtfulHolds(): Promise<boolean> {
    const { fates, isComplete } = await askSlots(this.env, this.#holds.doubtful(Date.now()));
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
    const batch = this.#transact(() =>
      new StepBatch(this.ctx.storage, this.#store, this.#holds, this.#store.facts(), nowMs).run(steps),
    );
    for (const claim of batch.claims) this.#note(claim);
    this.#announcer.soon();
  }

  #factsWith(store: StoreSettings): SkuFacts {
    const facts = this.#store.facts();
    return store.revision > facts.store.revision ? { ...facts, store } : facts;
  }

  /** Keeps newer store defaults. Older ones are what a Worker had cached: they change nothing. */
  #learn(store: StoreSettings): SkuFacts {
    const facts = this.#store.facts();
    if (store.revision <= facts.store.revision) return facts;
    const next = { ...facts, store };
    this.#store.saveFacts(next);
    return next;
  }

  #claimedInChannel(channel: string, except: string | null): number {
    return this.#store
      .allClaims()
      .filter((claim) => claim.id !== except && "channel" in claim && claim.channel.code === channel)
      .reduce((sum, claim) => sum + unitsOf(sharesOf(claim)), 0);
  }

  #note(claim: Claim): void {
    this.#holds.note(claim);
    if (claim.phase === "ended") this.#ended.set(claim.id, claim.endedAt);
  }

  #forgetEnded(nowMs: number): void {
    const due: string[] = [];
    for (const [id, endedAt] of this.#ended) {
      if (due.length >= CLAIMS_FORGOTTEN_PER_CALL_MAX || endedAt + ENDED_CLAIM_KEPT_MS > nowMs) break;
      due.push(id);
    }
    if (due.length === 0) return;
    this.#store.forgetClaims(due);
    for (const id of due) this.#ended.delete(id);
  }

  /** One transaction; the alarm that was armed in it is forgotten with it when it is undone. */
  #transact<Value>(body: () => Value): Value {
    const alarmAt = this.#announcer.alarmAt;
    try {
      return this.ctx.storage.transactionSync(body);
    } catch (error) {
      this.#announcer.disarm(alarmAt);
      throw error;
    }
  }

  #describe(facts: SkuFacts): Sku {
    const levels = this.#store.levels();
    return {
      sku: this.#sku,
      revision: facts.revision,
      policy: explainPolicy({ sku: facts.policy, store: facts.store.policy }),
      levels: levelsOf(levels),
      version: changesOf(levels) + facts.revision + facts.store.revision,
      createdAt: new Date(facts.createdAt).toISOString(),
    };
  }
}

/** What is driven to a SKU that does not exist has nothing to do there; what is asked of it is refused. */
function answerOfMissingSku({ steps }: StepsOfClaim): StepAnswer {
  const last = steps.at(-1);
  if (last?.kind === "hold" || last?.kind === "inquire") {
    return { outcome: "refused", refusal: { reason: "sku_not_found" } };
  }
  return { outcome: "done", units: 0, backordered: 0, tracked: false, shipsFrom: null };
}

function changesOf(levels: ReadonlyMap<string, StoredLevel>): number {
  let changes = 0;
  for (const level of levels.values()) changes += level.changes;
  return changes;
}

function levelsOf(levels: ReadonlyMap<string, Figures>): Level[] {
  return [...levels].map(([warehouse, level]) => levelOf(warehouse, level));
}

function refused<Value>(refusal: SkuRefusal): SkuResult<Value> {
  return { accepted: false, refusal };
}
