import { HOLD_UNCONFIRMED_MS } from "../core/bounds.ts";
import { type Claim, type HeldClaim, sharesOf } from "../core/claim.ts";
import type { Levels } from "../core/figures.ts";
import { moveShares } from "../core/shares.ts";

/** Smaller than any number of claims in a millisecond needs, larger than a double rounds to nothing. */
const SINCE_STEP_MS = 1 / 1024;

/**
 * The open holds of one SKU, remembered between calls so that a view need not read ten thousand rows to leave out
 * the overdue ones. Rebuilt from the rows when the object wakes; the rows decide, and every call reads those it uses.
 */
export class OpenHolds {
  readonly #holds = new Map<string, HeldClaim>();
  readonly #byClient = new Map<string, number>();
  /** Not asked about again before then. Only ever in memory: losing it costs one more question. */
  readonly #keptUntil = new Map<string, number>();
  #lastSince = 0;
  /** No hold expires before then, as far as is known. */
  #soonestExpiry = Number.POSITIVE_INFINITY;
  /** No hold is doubtful before then, as far as is known. */
  #soonestDoubt = Number.POSITIVE_INFINITY;

  /** The age of a claim that is made now, in milliseconds: claims of one millisecond keep their order by its fraction. */
  nextSince(nowMs: number): number {
    this.#lastSince = Math.max(nowMs, this.#lastSince + SINCE_STEP_MS);
    return this.#lastSince;
  }

  get size(): number {
    return this.#holds.size;
  }

  of(client: string): number {
    return this.#byClient.get(client) ?? 0;
  }

  /**
   * When the first hold of a client (`null`: of all) runs out; infinity when there is none. It goes through all holds, so
   * it is for those who are refused.
   */
  firstEndsAt(client: string | null): number {
    let first = Number.POSITIVE_INFINITY;
    for (const hold of this.#holds.values()) {
      if (client === null || hold.client === client) first = Math.min(first, hold.expiresAt);
    }
    return first;
  }

  /** Takes over a claim as it has been committed. */
  note(claim: Claim): void {
    const before = this.#holds.get(claim.id);
    if (before !== undefined) this.#drop(before);
    if (claim.phase !== "held") return;
    this.#holds.set(claim.id, claim);
    this.#soonestExpiry = Math.min(this.#soonestExpiry, claim.expiresAt);
    this.#soonestDoubt = Math.min(this.#soonestDoubt, this.#doubtfulFrom(claim));
    if (claim.client !== null) this.#byClient.set(claim.client, this.of(claim.client) + 1);
  }

  overdue(nowMs: number): HeldClaim[] {
    if (nowMs < this.#soonestExpiry) return [];
    const overdue: HeldClaim[] = [];
    this.#soonestExpiry = Number.POSITIVE_INFINITY;
    for (const hold of this.#holds.values()) {
      if (hold.expiresAt <= nowMs) overdue.push(hold);
      this.#soonestExpiry = Math.min(this.#soonestExpiry, hold.expiresAt);
    }
    return overdue;
  }

  /** Levels as they are shown: an overdue hold does not count (DESIGN section 7.5). */
  shown(levels: Levels, nowMs: number): Levels {
    const overdue = this.overdue(nowMs);
    if (overdue.length === 0) return levels;
    return moveShares(
      levels,
      overdue.flatMap((hold) => sharesOf(hold)),
      [],
    );
  }

  /** Holds whose slot has to be asked before their units make the SKU refuse: overdue, or old and unconfirmed. */
  doubtful(nowMs: number): string[] {
    if (nowMs < this.#soonestDoubt) return [];
    const doubtful: string[] = [];
    this.#soonestDoubt = Number.POSITIVE_INFINITY;
    for (const hold of this.#holds.values()) {
      const from = this.#doubtfulFrom(hold);
      if (from <= nowMs) doubtful.push(hold.id);
      this.#soonestDoubt = Math.min(this.#soonestDoubt, from);
    }
    return doubtful;
  }

  confirm(id: string, until: number): void {
    if (this.#holds.has(id)) this.#keptUntil.set(id, until);
  }

  #doubtfulFrom(hold: HeldClaim): number {
    const oldFrom = Math.min(hold.expiresAt, hold.since + HOLD_UNCONFIRMED_MS);
    return Math.max(oldFrom, this.#keptUntil.get(hold.id) ?? 0);
  }

  #drop(hold: HeldClaim): void {
    this.#holds.delete(hold.id);
    this.#keptUntil.delete(hold.id);
    if (hold.client === null) return;
    const left = this.of(hold.client) - 1;
    if (left > 0) this.#byClient.set(hold.client, left);
    else this.#byClient.delete(hold.client);
  }
}
