import { type Coverage, coveredOrders } from "../core/covered-orders.ts";
import { type Levels, soldBeyondStock } from "../core/figures.ts";
import type { SkuStore } from "./sku-store.ts";

/**
 * Notices when goods are there for all that an order has of one SKU, after some were missing, and keeps an event for it in the
 * same transaction. Here for what admins write; steps of claims are compared by their batch, which knows what it touches.
 */
export class Coverings {
  readonly #store: SkuStore;
  #before: Coverage | null = null;

  constructor(store: SkuStore) {
    this.#store = store;
  }

  /** Inside a transaction, each time before it moves goods or claims; the first time counts. While nobody waits no claim is read. */
  watch(levels: Levels): void {
    this.#before ??= { levels, claims: soldBeyondStock(levels) === 0 ? [] : this.#store.allClaims() };
  }

  /** Inside it, at its end. */
  observe(nowMs: number): void {
    const before = this.#before;
    if (before === null || before.claims.length === 0) return;
    const after = { levels: this.#store.levels(), claims: this.#store.allClaims() };
    for (const each of coveredOrders(before, after)) {
      this.#store.events.append({ type: "order.covered", at: nowMs, ...each });
    }
  }

  /** After it, however it ended. */
  forget(): void {
    this.#before = null;
  }
}
