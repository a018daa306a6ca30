import type { Audit, DisplayPolicy, Level, Movement, Replenishment, Sku } from "../../sdk/index.ts";
import { datesPassed, withArrivals } from "../core/arrivals.ts";
import { auditFigures } from "../core/audit.ts";
import { sharesOf } from "../core/claim.ts";
import { withCombination } from "../core/demand.ts";
import type { Figures, Levels } from "../core/figures.ts";
import { openPartOf } from "../core/limit.ts";
import { explainPolicy, resolvePolicy } from "../core/policy.ts";
import type { ExpectedGoods } from "../core/replenishment.ts";
import { replenishmentOf } from "../core/replenishment-view.ts";
import type { StockRules } from "../core/rules.ts";
import { moveShares, unitsOf } from "../core/shares.ts";
import { channelFigures, stockFactsOf } from "../core/stock-facts.ts";
import type { Env } from "../env.ts";
import { movementOf } from "./announcer.ts";
import { driftFromSlots } from "./audit-claims.ts";
import type { OpenHolds } from "./open-holds.ts";
import type { KeptState, Look, LookQuestion } from "./sku-callable.ts";
import type { SkuFacts, SkuStore, StoredLevel } from "./sku-store.ts";
import { levelOf } from "./stock-writer.ts";

/** What is told of one SKU. Nothing is written here; `null` where there is no such SKU. */
export class SkuReader {
  readonly #env: Env;
  readonly #sku: string;
  readonly #store: SkuStore;
  readonly #holds: OpenHolds;
  readonly #rules: StockRules;

  constructor(parts: { env: Env; sku: string; store: SkuStore; holds: OpenHolds; rules: StockRules }) {
    this.#env = parts.env;
    this.#sku = parts.sku;
    this.#store = parts.store;
    this.#holds = parts.holds;
    this.#rules = parts.rules;
  }

  look(question: LookQuestion): Look | null {
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
    const channel = openPartOf(question.channel, facts.store.closed ?? []);
    const claimedInChannel = (): number => this.#claimedInChannel(channel.code, isCounted ? own.id : null);
    const figures = channelFigures(shown, channel, policy);
    const stock = stockFactsOf(policy, shown, channel, nowMs, claimedInChannel, this.#rules);
    const expected = this.#expected(stored);
    return {
      at: nowMs,
      policy,
      stock: withArrivals(stock, expected, channel, nowMs),
      figures: policy.trackInventory ? figures : { ...figures, available: null, stockLevel: null },
      changes: changesOf(stored),
      revisions: facts.revision + facts.store.revision,
      overdue: this.#holds.overdue(nowMs).length,
      datesPassed: datesPassed(expected, nowMs),
    };
  }

  /** With `product`: the settings as they are when that product asks. */
  describe(facts: SkuFacts, product: Partial<DisplayPolicy> | null = null): Sku {
    const levels = this.#store.levels();
    return {
      sku: this.#sku,
      revision: facts.revision,
      policy: explainPolicy({
        sku: facts.policy,
        store: facts.store.policy,
        ...(product === null ? {} : { product }),
      }),
      levels: levelsOf(levels),
      version: changesOf(levels) + facts.revision + facts.store.revision,
      createdAt: new Date(facts.createdAt).toISOString(),
    };
  }

  levels(): Level[] | null {
    return this.#store.exists ? levelsOf(this.#store.levels()) : null;
  }

  kept(): KeptState | null {
    if (!this.#store.exists) return null;
    const levels = this.#store.levels();
    const replenishments = this.#expected(levels).map((goods) => replenishmentOf(this.#sku, goods));
    return { policy: this.#store.facts().policy, levels: levelsOf(levels), replenishments };
  }

  replenishments(): Replenishment[] | null {
    if (!this.#store.exists) return null;
    return this.#store.goods.all().map((goods) => replenishmentOf(this.#sku, goods));
  }

  recentMovements(before: number, limit: number): Movement[] | null {
    if (!this.#store.exists) return null;
    const { acknowledged } = this.#store.facts();
    return this.#store.ledger.between(acknowledged, before, limit).map((line) => movementOf(this.#sku, line));
  }

  async audit(): Promise<Audit | null> {
    if (!this.#store.exists) return null;
    const nowMs = Date.now();
    const { checkpoint } = this.#store.facts();
    const lines = this.#store.ledger.after(checkpoint.sequence, Number.MAX_SAFE_INTEGER);
    const claims = this.#store.allClaims();
    const open = claims.map((claim) => ({ id: claim.id, shares: sharesOf(claim) }));
    const replenishments = this.#store.goods.all();
    const drift = auditFigures({ levels: this.#store.levels(), checkpoint, lines, claims: open, replenishments });
    drift.push(...(await driftFromSlots(this.#env, this.#sku, claims, nowMs, (id) => this.#store.claim(id))));
    return {
      sku: this.#sku,
      clean: drift.length === 0,
      drift,
      claims: open.filter((claim) => unitsOf(claim.shares) > 0).length,
      movements: this.#store.ledger.last(checkpoint),
      at: new Date(nowMs).toISOString(),
    };
  }

  /** Goods that are still to come. Mostly none: then no row is read for it. */
  #expected(levels: Levels): ExpectedGoods[] {
    return [...levels.values()].some((level) => level.incoming > 0) ? this.#store.goods.open() : [];
  }

  #claimedInChannel(channel: string, except: string | null): number {
    return this.#store
      .allClaims()
      .filter((claim) => claim.id !== except && "channel" in claim && claim.channel.code === channel)
      .reduce((sum, claim) => sum + unitsOf(sharesOf(claim)), 0);
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
