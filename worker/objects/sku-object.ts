import { DurableObject } from "cloudflare:workers";
import type {
  Audit,
  DisplayPolicy,
  Level,
  Movement,
  Policy,
  PolicyPatch,
  Receipt,
  Replenishment,
  Sku,
  StockTransfer,
  StockWrite,
} from "../../sdk/index.ts";
import { ANSWERS_FORGOTTEN_PER_WRITE_MAX } from "../core/bounds.ts";
import type { SkuObstacle } from "../core/closing.ts";
import { patchPolicy } from "../core/policy.ts";
import { DEFAULT_RULES, type StockRules } from "../core/rules.ts";
import type { Env } from "../env.ts";
import { Announcer } from "./announcer.ts";
import { Coverings } from "./coverings.ts";
import { Crossings } from "./crossings.ts";
import { OpenHolds } from "./open-holds.ts";
import type {
  BesidesLines,
  KeptState,
  Look,
  LookQuestion,
  SkuCallable,
  SkuRefusal,
  SkuResult,
  SkuState,
  SkuStateResult,
  StepsCall,
  StepsReply,
  StoreSettings,
} from "./sku-callable.ts";
import { SkuReader } from "./sku-reader.ts";
import { newFacts, type SkuFacts, SkuStore } from "./sku-store.ts";
import { StepDesk } from "./step-desk.ts";
import type { ReceiptCall, ReplenishCall, Replenished, StockWriteCall, TransferCall } from "./stock-calls.ts";
import { StockDesk } from "./stock-desk.ts";
import { StockLedger } from "./stock-ledger.ts";
import { StockWriter } from "./stock-writer.ts";
import { type CloseCall, WarehouseClosing } from "./warehouse-closing.ts";

/**
 * All figures and claims of one SKU, in all warehouses (DESIGN section 7.1). Thin: it reads rows, lets the pure rules
 * judge, and writes what they say in one transaction. The name of the object is the SKU.
 */
export class SkuObject extends DurableObject<Env> implements SkuCallable {
  readonly #store: SkuStore;
  readonly #holds = new OpenHolds();
  readonly #announcer: Announcer;
  readonly #steps: StepDesk;
  readonly #ledger: StockLedger;
  readonly #writer: StockWriter;
  readonly #stock: StockDesk;
  readonly #closing: WarehouseClosing;
  readonly #reader: SkuReader;

  /** `rules`: those of the deployment, which a subclass hands on; the runtime gives none. */
  constructor(ctx: DurableObjectState, env: Env, rules: StockRules = DEFAULT_RULES) {
    super(ctx, env);
    const sku = ctx.id.name ?? "";
    this.#store = new SkuStore(ctx.storage.sql);
    const coverings = new Coverings(this.#store);
    this.#announcer = new Announcer({
      env,
      storage: ctx.storage,
      store: this.#store,
      sku,
      crossings: new Crossings(this.#store),
      coverings,
    });
    const ledger = new StockLedger(this.#store, coverings, (nowMs) => this.#announcer.arm(nowMs));
    this.#ledger = ledger;
    this.#writer = new StockWriter(sku, this.#store, ledger);
    this.#steps = new StepDesk({
      env,
      storage: ctx.storage,
      store: this.#store,
      holds: this.#holds,
      announcer: this.#announcer,
      rules,
    });
    this.#stock = new StockDesk({
      sku: sku,
      store: this.#store,
      announcer: this.#announcer,
      ledger,
      writer: this.#writer,
      note: (claims) => this.#steps.note(claims),
    });
    const [store, announcer, steps, holds] = [this.#store, this.#announcer, this.#steps, this.#holds];
    this.#closing = new WarehouseClosing({ store, announcer, steps, holds, ledger, coverings });
    this.#reader = new SkuReader({ env, sku, store, holds, rules });
    if (!this.#store.exists) return;
    this.#steps.restore();
    void ctx.blockConcurrencyWhile(() => this.#announcer.restore());
  }

  take(call: StepsCall): Promise<StepsReply> {
    return this.#steps.take(call);
  }

  async look(question: LookQuestion): Promise<Look | null> {
    return this.#reader.look(question);
  }

  async create(policy: Partial<Policy>, store: StoreSettings): Promise<{ created: boolean; sku: Sku }> {
    if (this.#store.exists) return { created: false, sku: this.#reader.describe(this.#learn(store)) };
    const facts = newFacts(policy, store, Date.now());
    this.#announcer.transact(() => {
      this.#store.create(facts);
      this.#announcer.arm(facts.createdAt);
    });
    this.#announcer.soon();
    return { created: true, sku: this.#reader.describe(facts) };
  }

  async read(store: StoreSettings, product: Partial<DisplayPolicy> | null = null): Promise<Sku | null> {
    return this.#store.exists ? this.#reader.describe(this.#store.factsWith(store), product) : null;
  }

  async levels(): Promise<Level[] | null> {
    return this.#reader.levels();
  }

  async kept(): Promise<KeptState | null> {
    return this.#reader.kept();
  }

  async changePolicy(patch: PolicyPatch, revision: number | null, store: StoreSettings): Promise<SkuResult<Sku>> {
    if (!this.#store.exists) return refused({ reason: "sku_not_found" });
    const facts = this.#store.factsWith(store);
    if (revision !== null && revision !== facts.revision) {
      return refused({ reason: "precondition_failed", revision: facts.revision });
    }
    const policy = patchPolicy(facts.policy, patch);
    if (JSON.stringify(policy) === JSON.stringify(facts.policy)) {
      return { accepted: true, value: this.#reader.describe(facts) };
    }
    const next = { ...facts, policy, revision: facts.revision + 1 };
    this.#announcer.transact(() => {
      this.#store.saveFacts(next);
      this.#announcer.arm(Date.now());
    });
    this.#announcer.soon();
    return { accepted: true, value: this.#reader.describe(next) };
  }

  async write(call: StockWriteCall): Promise<SkuResult<StockWrite>> {
    return this.#stock.write(call);
  }

  async transfer(call: TransferCall): Promise<SkuResult<StockTransfer>> {
    return this.#stock.transfer(call);
  }

  async bringTo(state: SkuState): Promise<SkuResult<SkuStateResult>> {
    return this.#stock.bringTo(state);
  }

  async replenishments(): Promise<Replenishment[] | null> {
    return this.#reader.replenishments();
  }

  async replenish(call: ReplenishCall): Promise<SkuResult<Replenished>> {
    return this.#stock.replenish(call);
  }

  async withdraw(replenishment: string, actor: string): Promise<SkuResult<Replenishment>> {
    return this.#stock.withdraw(replenishment, actor);
  }

  async receive(call: ReceiptCall): Promise<SkuResult<Receipt>> {
    return this.#stock.receive(call);
  }

  async recentMovements(before: number, limit: number): Promise<Movement[] | null> {
    return this.#reader.recentMovements(before, limit);
  }

  audit(): Promise<Audit | null> {
    return this.#reader.audit();
  }

  async acknowledge(from: number, to: number, besides?: BesidesLines): Promise<void> {
    if (!this.#store.exists) return;
    this.#announcer.transact(() => this.#writer.acknowledge(from, to, besides));
    this.#announcer.acknowledged();
  }

  async announceAll(): Promise<void> {
    if (!this.#store.exists) return;
    const facts = this.#store.facts();
    this.#announcer.transact(() => {
      this.#store.saveFacts({ ...facts, acknowledged: facts.checkpoint.sequence, revisionsTold: 0 });
      this.#announcer.arm(Date.now());
    });
    this.#announcer.startOver();
    await this.#announcer.announce(Date.now());
  }

  close(call: CloseCall): Promise<SkuObstacle | null> {
    return this.#closing.close(call);
  }

  async learn(store: StoreSettings): Promise<void> {
    if (!this.#store.exists) return;
    this.#announcer.transact(() => {
      this.#announcer.learn(store, Date.now());
      this.#ledger.cover(Date.now());
    });
    this.#steps.note(this.#ledger.takeMoved());
    if (this.#ledger.takeWritten()) this.#announcer.soon();
  }

  async wake(store: StoreSettings): Promise<void> {
    if (!this.#store.exists) return;
    const nowMs = Date.now();
    this.#announcer.transact(() => {
      this.#announcer.learn(store, nowMs);
      this.#steps.forgetEnded(nowMs);
      this.#store.answers.forgetOld(nowMs, ANSWERS_FORGOTTEN_PER_WRITE_MAX);
    });
    if (this.#holds.overdue(nowMs).length > 0) await this.#steps.settleDoubtfulHolds();
    await this.#announcer.wake(nowMs);
  }

  override async alarm(): Promise<void> {
    await this.#announcer.onAlarm(Date.now()).catch((error) => console.error("Could not announce", error));
  }

  #learn(store: StoreSettings): SkuFacts {
    return this.#announcer.transact(() => this.#announcer.learn(store, Date.now()));
  }
}

function refused<Value>(refusal: SkuRefusal): SkuResult<Value> {
  return { accepted: false, refusal };
}
