import { DRIVE_RETRY_MAX_MS, DRIVE_RETRY_MS } from "../core/bounds.ts";
import { acknowledge, claimKey, isAcknowledged } from "../core/claims.ts";
import type { SkuClaim } from "../core/record.ts";
import type { SkuCalls } from "./sku-calls.ts";

/** A record that has something to be driven. */
export interface OpenWork {
  kind: "reservation" | "order";
  id: string;
}

/**
 * Drives decided steps to every SKU until each has said yes. Each decision takes a turn number when it is written;
 * which turns are done is kept in memory, and storage learns only a mark below which all are (one row for many).
 * After a restart the turns from the mark on are driven again: a SKU answers a step that it has applied the same.
 * Bounded by the decisions under way; nothing is kept of a turn that is done.
 */
export class Driver {
  readonly #calls: SkuCalls;
  readonly #open = new Map<number, OpenWork>();
  readonly #turns = new Map<string, number>();
  /** Numbers of steps that SKUs have acknowledged since the record was last written, by record and claim. */
  readonly #acknowledged = new Map<string, Map<string, number>>();
  #nextTurn = 1;
  #failures = 0;

  constructor(calls: SkuCalls) {
    this.#calls = calls;
  }

  /** When the slot wakes: the turns in storage, of which those from the mark on may not be done. */
  restore(settledBelow: number, turns: readonly { turn: number; work: OpenWork }[]): void {
    this.#nextTurn = settledBelow;
    for (const { turn, work } of turns.toSorted((one, other) => one.turn - other.turn)) {
      if (turn < settledBelow) continue;
      this.#open.set(turn, work);
      this.#turns.set(keyOf(work), turn);
      this.#nextTurn = turn + 1;
    }
  }

  /** The turn for a record that is about to be written; the one it had is void. */
  take(work: OpenWork): number {
    this.void(work);
    const turn = this.#nextTurn;
    this.#nextTurn += 1;
    this.#open.set(turn, work);
    this.#turns.set(keyOf(work), turn);
    return turn;
  }

  /** Nothing is left to be driven for a record. */
  void(work: OpenWork): void {
    const turn = this.#turns.get(keyOf(work));
    if (turn === undefined) return;
    this.#open.delete(turn);
    this.#turns.delete(keyOf(work));
    this.#acknowledged.delete(keyOf(work));
  }

  isOpen(work: OpenWork): boolean {
    return this.#turns.has(keyOf(work));
  }

  /** Work that is not done, oldest first. */
  openWork(): OpenWork[] {
    return [...this.#open.values()];
  }

  /** Every turn below this one is done. */
  settledBelow(): number {
    const oldest = this.#open.keys().next().value;
    return oldest ?? this.#nextTurn;
  }

  /** When to look at open work again; `null` when there is none. */
  retryAt(nowMs: number): number | null {
    if (this.#open.size === 0) return null;
    return nowMs + Math.min(DRIVE_RETRY_MAX_MS, DRIVE_RETRY_MS * 2 ** this.#failures);
  }

  /** Claims of a record as they are known to be by now. */
  current(work: OpenWork, claims: readonly SkuClaim[]): SkuClaim[] {
    const acknowledged = this.#acknowledged.get(keyOf(work));
    return claims.map((claim) => acknowledge(claim, acknowledged?.get(claimKey(claim)) ?? 0));
  }

  /** Sends what is pending of a record's claims and waits for the answers. Says whether every SKU has said yes. */
  async drive(work: OpenWork, claimId: string, claims: readonly SkuClaim[]): Promise<boolean> {
    const turn = this.#turns.get(keyOf(work));
    if (turn === undefined) return true;
    const pending = this.current(work, claims).filter((claim) => claim.pending.length > 0);
    const answers = await Promise.all(pending.map((claim) => this.#driveOne(work, turn, claimId, claim)));
    const isDone = answers.every(Boolean);
    // Another decision may have taken a turn for the same record in the meantime: that one drives on.
    if (isDone && this.#turns.get(keyOf(work)) === turn) this.void(work);
    this.#failures = isDone ? 0 : this.#failures + 1;
    return isDone;
  }

  async #driveOne(work: OpenWork, turn: number, claimId: string, claim: SkuClaim): Promise<boolean> {
    const last = claim.pending.at(-1);
    if (last === undefined) return true;
    const answer = await this.#calls.send(claim.sku, { claim: claim.claim ?? claimId, steps: claim.pending });
    if (!isAcknowledged(answer)) {
      if (answer.outcome === "behind" || answer.outcome === "refused") {
        // Never expected: all pending steps are sent, in order. Kept open, so that the audit shows it.
        console.error("A SKU did not take a decided step", claim.sku, answer.outcome);
      }
      return false;
    }
    if (this.#turns.get(keyOf(work)) === turn) {
      const numbers = this.#acknowledged.get(keyOf(work)) ?? new Map<string, number>();
      numbers.set(claimKey(claim), last.n);
      this.#acknowledged.set(keyOf(work), numbers);
    }
    return true;
  }
}

function keyOf(work: OpenWork): string {
  return `${work.kind}/${work.id}`;
}
