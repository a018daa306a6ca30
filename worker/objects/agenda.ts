import type { SlotRecord } from "../core/record.ts";

/**
 * When the open reservations of a slot run out. Kept in memory and rebuilt from the rows when the slot wakes:
 * an index would cost a row more for every hold.
 */
export class Agenda {
  readonly #expiries = new Map<string, number>();

  note(record: Pick<SlotRecord, "id" | "state"> & { expiresAt?: number }): void {
    if (record.state === "held" && record.expiresAt !== undefined) this.#expiries.set(record.id, record.expiresAt);
    else this.#expiries.delete(record.id);
  }

  /** Reservations whose time is up, at most so many. */
  due(nowMs: number, limit: number): string[] {
    const due: string[] = [];
    for (const [id, expiresAt] of this.#expiries) {
      if (expiresAt <= nowMs) due.push(id);
      if (due.length >= limit) break;
    }
    return due;
  }

  /** The next expiry, or `null`. */
  next(): number | null {
    let next = Number.POSITIVE_INFINITY;
    for (const expiresAt of this.#expiries.values()) next = Math.min(next, expiresAt);
    return Number.isFinite(next) ? next : null;
  }
}
