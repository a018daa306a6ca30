import type { Policy } from "../../sdk/index.ts";
import { bandOf, crossingsOf, isSameBand } from "../core/crossing.ts";
import type { Levels } from "../core/figures.ts";
import { resolvePolicy } from "../core/policy.ts";
import { type LowStanding, lowStandings, stockLevels } from "../core/standing.ts";
import type { StoreSettings } from "./sku-callable.ts";
import { revisionsOf, type SkuFacts, type SkuStore } from "./sku-store.ts";

/**
 * Notices when the stock level of a SKU crosses a line in a channel, and keeps an event for it in the same transaction. It
 * looks only after what can move the level: ledger lines, settings. A hold or release costs nothing.
 */
export class Crossings {
  readonly #store: SkuStore;

  constructor(store: SkuStore) {
    this.#store = store;
  }

  /**
   * Inside a transaction. The first look at a channel takes its band for granted: nobody is told of what has always been
   * so. Nor is there anything to tell while nothing is counted, or of a channel that sells nothing.
   */
  observe(nowMs: number): void {
    const facts = this.#store.facts();
    const policy = policyOf(facts);
    const told = this.#store.bands.all();
    const seen = policy.trackInventory ? stockLevels(this.#store.levels(), facts.store.channels ?? [], policy) : [];
    for (const { channel, stockLevel } of seen) {
      const before = told.get(channel);
      const after = bandOf(stockLevel, policy);
      told.delete(channel);
      if (before !== undefined && isSameBand(before, after)) continue;
      this.#store.bands.save(channel, after);
      if (before === undefined) continue;
      for (const { type, threshold } of crossingsOf(before, after, policy)) {
        const activity = policy.lowStockActivity;
        this.#store.events.append({ type, channel, at: nowMs, stockLevel, threshold, activity });
      }
    }
    if (told.size > 0) this.#store.bands.forget([...told.keys()]);
  }

  /** Where the SKU is low now. */
  standings(facts: SkuFacts, levels: Levels): LowStanding[] {
    return lowStandings(levels, facts.store.channels ?? [], policyOf(facts));
  }

  /**
   * Inside a transaction: keeps newer store settings, and notes whether the projection has to be told of it: a change that
   * leaves this SKU where it stands is not worth a message. Older ones are what a Worker had cached: they change nothing.
   */
  learn(settings: StoreSettings, nowMs: number): { facts: SkuFacts; isNewer: boolean } {
    const before = this.#store.facts();
    if (settings.revision <= before.store.revision) return { facts: before, isNewer: false };
    const facts = { ...before, store: settings };
    const levels = this.#store.levels();
    const wasTold = before.revisionsTold === revisionsOf(before);
    const isSame = JSON.stringify(this.standings(before, levels)) === JSON.stringify(this.standings(facts, levels));
    const next = wasTold && isSame ? { ...facts, revisionsTold: revisionsOf(facts) } : facts;
    this.#store.saveFacts(next);
    this.observe(nowMs);
    return { facts: next, isNewer: true };
  }
}

function policyOf(facts: SkuFacts): Policy {
  return resolvePolicy({ sku: facts.policy, store: facts.store.policy });
}
