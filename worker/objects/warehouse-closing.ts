import type { UnitsClaim } from "../core/claim.ts";
import { type Closing, emptyInto, isEmpty, obstacleTo, type SkuObstacle } from "../core/closing.ts";
import { NO_FIGURES } from "../core/figures.ts";
import type { Announcer } from "./announcer.ts";
import type { Coverings } from "./coverings.ts";
import type { OpenHolds } from "./open-holds.ts";
import type { StoreSettings } from "./sku-callable.ts";
import type { SkuStore } from "./sku-store.ts";
import type { StepDesk } from "./step-desk.ts";
import type { StockLedger } from "./stock-ledger.ts";

/** What a SKU is asked while a warehouse is being closed. */
export interface CloseCall extends Closing {
  /** False: nothing is moved yet, it is only asked what is in the way. */
  isMoving: boolean;
  /** For the ledger. */
  actor: string;
  /** By which the warehouse takes nothing any more. */
  store: StoreSettings;
}

/** Closes warehouses at one SKU (DESIGN section 7.8). Asked once more, it finds done what it has done. */
export class WarehouseClosing {
  readonly #store: SkuStore;
  readonly #announcer: Announcer;
  readonly #steps: StepDesk;
  readonly #holds: OpenHolds;
  readonly #ledger: StockLedger;
  readonly #coverings: Coverings;

  constructor(parts: {
    store: SkuStore;
    announcer: Announcer;
    steps: StepDesk;
    holds: OpenHolds;
    ledger: StockLedger;
    coverings: Coverings;
  }) {
    this.#store = parts.store;
    this.#announcer = parts.announcer;
    this.#steps = parts.steps;
    this.#holds = parts.holds;
    this.#ledger = parts.ledger;
    this.#coverings = parts.coverings;
  }

  /**
   * Learns that the warehouse is closed, so that nothing is promised or put there from then on. `null`: nothing is in the
   * way, and all of it was moved where that was asked.
   */
  async close(call: CloseCall): Promise<SkuObstacle | null> {
    if (!this.#store.exists) return null;
    const obstacle = this.#attempt(call);
    if (obstacle === null || obstacle.claimed === 0 || this.#holds.doubtful(Date.now()).length === 0) return obstacle;
    // Holds that nobody has any more are in nobody's way: ask what became of them, and judge once more.
    await this.#steps.settleDoubtfulHolds();
    return this.#attempt(call);
  }

  #attempt(call: CloseCall): SkuObstacle | null {
    const nowMs = Date.now();
    try {
      const { obstacle, claims, tells } = this.#announcer.transact(() => this.#judge(call, nowMs));
      this.#steps.note([...claims, ...this.#ledger.takeMoved()]);
      if (tells) this.#announcer.soon();
      return obstacle;
    } finally {
      // Also when the transaction was undone.
      this.#ledger.takeMoved();
      this.#ledger.takeWritten();
    }
  }

  #judge(call: CloseCall, nowMs: number): { obstacle: SkuObstacle | null; claims: UnitsClaim[]; tells: boolean } {
    this.#announcer.learn(call.store, nowMs);
    const obstacle = obstacleTo(call, this.#store.levels());
    if (obstacle !== null || call.goal !== "remove") return { obstacle, claims: [], tells: false };
    const claims = call.isMoving && call.moveTo !== null ? this.#empty(call.warehouse, call.moveTo, call, nowMs) : [];
    const isDropped = this.#dropEmptyLevel(call.warehouse);
    return { obstacle, claims, tells: isDropped || claims.length > 0 };
  }

  #empty(warehouse: string, moveTo: string, { actor }: CloseCall, nowMs: number): UnitsClaim[] {
    const before = this.#store.levels();
    if (isEmpty(before.get(warehouse) ?? NO_FIGURES)) return [];
    this.#coverings.watch(before);
    const oldestFirst = this.#store
      .allClaims()
      .filter((claim) => claim.phase === "held" || claim.phase === "allocated")
      .toSorted((one, other) => one.since - other.since);
    const { levels, claims, goods, entries } = emptyInto(warehouse, moveTo, {
      levels: before,
      oldestFirst,
      expected: this.#store.goods.open(),
      closed: this.#ledger.closed(),
      actor,
      nowMs,
    });
    for (const claim of claims) this.#store.saveClaim(claim);
    const { lines } = this.#ledger.commit(before, levels, entries, nowMs);
    for (const each of goods) {
      const sequence = lines.findLast((line) => line.document === each.id)?.sequence;
      if (sequence === undefined) throw new Error("Goods that are to come have a ledger line when they are moved");
      this.#store.goods.save(each, sequence);
    }
    return claims;
  }

  /**
   * A warehouse that is gone is no level of the SKU any more. How often it changed is counted on at another one, as the
   * version of a view never falls; where there is no other, it stays.
   */
  #dropEmptyLevel(warehouse: string): boolean {
    const levels = this.#store.levels();
    const level = levels.get(warehouse);
    const other = [...levels].find(([code]) => code !== warehouse);
    if (level === undefined || other === undefined || !isEmpty(level)) return false;
    const [code, heir] = other;
    this.#store.dropLevel(warehouse);
    this.#store.saveLevel(code, heir, heir.changes + level.changes + 1);
    return true;
  }
}
