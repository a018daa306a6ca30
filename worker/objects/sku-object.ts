import { DurableObject } from "cloudflare:workers";
import type { Audit, Level, Movement, Policy, PolicyPatch, Sku, StockWrite } from "../../sdk/index.ts";
import { auditFigures } from "../core/audit.ts";
import { ANSWER_KEPT_MS, ANSWERS_FORGOTTEN_PER_WRITE_MAX } from "../core/bounds.ts";
import { sharesOf } from "../core/claim.ts";
import { withCombination } from "../core/demand.ts";
import type { Figures } from "../core/figures.ts";
import { explainPolicy, patchPolicy, resolvePolicy } from "../core/policy.ts";
import { moveShares, unitsOf } from "../core/shares.ts";
import { channelFigures, stockFactsOf } from "../core/stock-facts.ts";
import type { Env } from "../env.ts";
import { Announcer, movementOf } from "./announcer.ts";
import { driftFromSlots } from "./audit-claims.ts";
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
import { StepDesk } from "./step-desk.ts";
import { levelOf, StockWriter, Undone } from "./stock-writer.ts";

/**
 * All figures and claims of one SKU, in all warehouses (DESIGN section 7.1). Thin: it reads rows, lets the pure rules
 * judge, and writes what they say in one transaction. The name of the object is the SKU.
 */
export class SkuObject extends DurableObject<Env> implements SkuCallable {
  readonly #store: SkuStore;
  readonly #holds = new OpenHolds();
  readonly #announcer: Announcer;
  readonly #steps: StepDesk;
  readonly #writer: StockWriter;
  readonly #sku: string;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sku = ctx.id.name ?? "";
    this.#store = new SkuStore(ctx.storage.sql);
    this.#announcer = new Announcer(env, ctx.storage, this.#store, this.#sku);
    this.#writer = new StockWriter(this.#sku, this.#store, (nowMs) => this.#announcer.arm(nowMs));
    this.#steps = new StepDesk({
      env,
      storage: ctx.storage,
      store: this.#store,
      holds: this.#holds,
      announcer: this.#announcer,
    });
    if (!this.#store.exists) return;
    this.#steps.restore();
    void ctx.blockConcurrencyWhile(() => this.#announcer.restore());
  }

  take(call: StepsCall): Promise<StepsReply> {
    return this.#steps.take(call);
  }

  async look(question: LookQuestion): Promise<Look | null> {
    if (!this.#store.exists) return null;
    const nowMs = Date.now();
    const facts = this.#store.factsWith(question.store);
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
    if (this.#store.exists) return { created: false, sku: this.#describe(this.#store.learn(store)) };
    const facts = newFacts(policy, store, Date.now());
    this.#announcer.transact(() => this.#store.create(facts));
    this.#announcer.soon();
    return { created: true, sku: this.#describe(facts) };
  }

  async read(store: StoreSettings): Promise<Sku | null> {
    return this.#store.exists ? this.#describe(this.#store.factsWith(store)) : null;
  }

  async levels(): Promise<Level[] | null> {
    return this.#store.exists ? levelsOf(this.#store.levels()) : null;
  }

  async changePolicy(patch: PolicyPatch, revision: number | null, store: StoreSettings): Promise<SkuResult<Sku>> {
    if (!this.#store.exists) return refused({ reason: "sku_not_found" });
    const facts = this.#store.factsWith(store);
    if (revision !== null && revision !== facts.revision) {
      return refused({ reason: "precondition_failed", revision: facts.revision });
    }
    const policy = patchPolicy(facts.policy, patch);
    if (JSON.stringify(policy) === JSON.stringify(facts.policy)) {
      return { accepted: true, value: this.#describe(facts) };
    }
    const next = { ...facts, policy, revision: facts.revision + 1 };
    this.#announcer.transact(() => this.#store.saveFacts(next));
    this.#announcer.soon();
    return { accepted: true, value: this.#describe(next) };
  }

  async write(call: StockWriteCall): Promise<SkuResult<StockWrite>> {
    if (!this.#store.exists) return refused({ reason: "sku_not_found" });
    const result = this.#announcer.transact((): SkuResult<StockWrite> => {
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
      const value = this.#announcer.transact(() => this.#writer.bringTo(state, Date.now()));
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
      this.#announcer.transact(() => this.#writer.acknowledge({ ...facts, acknowledged }));
    this.#announcer.acknowledged();
  }

  async announceAll(): Promise<void> {
    if (!this.#store.exists) return;
    const facts = this.#store.facts();
    this.#announcer.transact(() => {
      this.#store.saveFacts({ ...facts, acknowledged: facts.checkpoint.sequence });
      this.#announcer.arm(Date.now());
    });
    this.#announcer.startOver();
    await this.#announcer.announce(Date.now());
  }

  async learn(store: StoreSettings): Promise<void> {
    if (this.#store.exists) this.#store.learn(store);
  }

  async wake(store: StoreSettings): Promise<void> {
    if (!this.#store.exists) return;
    const nowMs = Date.now();
    this.#announcer.transact(() => {
      this.#store.learn(store);
      this.#steps.forgetEnded(nowMs);
      this.#store.forgetAnswers(nowMs, ANSWERS_FORGOTTEN_PER_WRITE_MAX);
    });
    if (this.#holds.overdue(nowMs).length > 0) await this.#steps.settleDoubtfulHolds();
    await this.#announcer.wake(nowMs);
  }

  override async alarm(): Promise<void> {
    await this.#announcer.onAlarm(Date.now()).catch((error) => console.error("Could not announce", error));
  }

  #claimedInChannel(channel: string, except: string | null): number {
    return this.#store
      .allClaims()
      .filter((claim) => claim.id !== except && "channel" in claim && claim.channel.code === channel)
      .reduce((sum, claim) => sum + unitsOf(sharesOf(claim)), 0);
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
