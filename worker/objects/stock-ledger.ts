import { WAREHOUSES_PER_SKU_MAX } from "../core/bounds.ts";
import type { UnitsClaim } from "../core/claim.ts";
import { isClosed } from "../core/closing.ts";
import { isUnbalanced, rebalance } from "../core/coverage.ts";
import { type Levels, NO_FIGURES } from "../core/figures.ts";
import { type LedgerEntry, type LedgerLine, SERVICE_ACTOR } from "../core/ledger.ts";
import { shipmentsAt } from "../core/shipment-units.ts";
import type { WritePlace } from "../core/stock-write.ts";
import type { Coverings } from "./coverings.ts";
import type { SkuStore, StoredLevel } from "./sku-store.ts";

/**
 * Writes what a change of stock comes to: levels, ledger lines, and claims for which goods came. Every method runs inside
 * a transaction of the caller's.
 */
export class StockLedger {
  readonly #store: SkuStore;
  readonly #coverings: Coverings;
  readonly #armed: (nowMs: number) => void;
  #moved: UnitsClaim[] = [];
  #isWritten = false;

  /** `armed` is told when something was written that has to be announced. */
  constructor(store: SkuStore, coverings: Coverings, armed: (nowMs: number) => void) {
    this.#store = store;
    this.#coverings = coverings;
    this.#armed = armed;
  }

  /** Whether the SKU may not have figures at one more warehouse. */
  isFullFor(levels: Levels, warehouse: string): boolean {
    return !levels.has(warehouse) && levels.size >= WAREHOUSES_PER_SKU_MAX;
  }

  /** Warehouses at which nothing comes in any more, as far as the SKU has been told. */
  closed(): readonly string[] {
    return this.#store.facts().store.closed ?? [];
  }

  place(levels: Levels, warehouse: string): WritePlace {
    return {
      warehouse,
      level: levels.get(warehouse),
      closed: isClosed(this.closed(), warehouse),
      shipments: () => shipmentsAt(this.#store.allClaims(), warehouse),
    };
  }

  /**
   * Levels as they become, with the lines that say why; a warehouse that a line speaks of has changed, whatever its figures.
   * Where more or less is on hand than before, the oldest claims that wait for goods get those that are free (DESIGN
   * section 3). The lines come back as they were kept, those of claims that were moved after the others.
   */
  commit(
    before: ReadonlyMap<string, StoredLevel>,
    after: Levels,
    entries: readonly LedgerEntry[],
    nowMs: number,
    mayCover: boolean = hasMoved(before, after),
  ) {
    if (mayCover) this.#coverings.watch(before);
    const covered = mayCover && isUnbalanced(after) ? this.#cover(after) : { levels: after, entries: [] };
    const named = new Set(entries.map((entry) => entry.warehouse));
    for (const [warehouse, level] of covered.levels) {
      const stored = before.get(warehouse);
      if (!named.has(warehouse) && level === stored) continue;
      this.#store.saveLevel(warehouse, level, (stored?.changes ?? 0) + 1);
    }
    const last = this.#store.ledger.last(this.#store.facts().checkpoint);
    const lines = [...entries, ...covered.entries].map(
      (entry, index): LedgerLine => this.#store.ledger.append(last + index + 1, nowMs, entry),
    );
    if (lines.length > 0) this.written(nowMs);
    return { levels: covered.levels, lines };
  }

  /** Gives what is free to claims that wait for goods: a warehouse may be open to them that was closed before. */
  cover(nowMs: number): void {
    const levels = this.#store.levels();
    this.commit(levels, levels, [], nowMs, true);
  }

  /** Something was written that has to be announced. */
  written(nowMs: number): void {
    this.#isWritten = true;
    this.#armed(nowMs);
  }

  /** Whether anything was since this was asked last. */
  takeWritten(): boolean {
    const isWritten = this.#isWritten;
    this.#isWritten = false;
    return isWritten;
  }

  /** Claims that were moved since this was asked last, to be remembered once the transaction is through. */
  takeMoved(): UnitsClaim[] {
    const moved = this.#moved;
    this.#moved = [];
    return moved;
  }

  #cover(levels: Levels): { levels: Levels; entries: LedgerEntry[] } {
    const oldestFirst = this.#store
      .allClaims()
      .filter((claim) => claim.phase === "held" || claim.phase === "allocated")
      .toSorted((one, other) => one.since - other.since);
    const { claims, ...rest } = rebalance(levels, oldestFirst, SERVICE_ACTOR, this.closed());
    for (const claim of claims) this.#store.saveClaim(claim);
    this.#moved.push(...claims);
    return rest;
  }
}

function hasMoved(before: Levels, after: Levels): boolean {
  return [...after].some(([warehouse, level]) => level.onHand !== (before.get(warehouse) ?? NO_FIGURES).onHand);
}
