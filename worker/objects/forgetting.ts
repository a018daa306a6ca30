import { RECORDS_FORGOTTEN_PER_ALARM_MAX } from "../core/bounds.ts";
import type { SlotCallable } from "./slot-callable.ts";
import { sha256, slotOfHash } from "./slot-number.ts";
import type { SlotStore } from "./slot-store.ts";

/** Forgets what a slot has no use for any more, some at a time. */
export class Forgetting {
  readonly #store: SlotStore;
  readonly #slotAt: (slot: number) => SlotCallable;
  /** The last ordered reservation that was asked about: the next look goes on behind it, whatever has to stay. */
  #after = "";

  constructor(store: SlotStore, slotAt: (slot: number) => SlotCallable) {
    this.#store = store;
    this.#slotAt = slotAt;
  }

  /**
   * Forgets records that ended before a time and were driven to their end, at most so many; says whether there may be
   * more. A reservation that was given to an order is what the order's slot asks for when it is not sure of the order, so it
   * stays until that slot is (DESIGN section 7.9).
   */
  async run(endedBefore: number, settledBelow: number): Promise<boolean> {
    const limit = RECORDS_FORGOTTEN_PER_ALARM_MAX;
    this.#store.forgetOrderAnswers(endedBefore, limit);
    const isMore = this.#store.forgetEnded(endedBefore, settledBelow, limit);
    const ordered = this.#store.orderedBefore(endedBefore, this.#after, limit);
    const bySlot = new Map<number, { id: string; order: string }[]>();
    for (const each of ordered) {
      const slot = slotOfHash(await sha256(each.order));
      bySlot.set(slot, [...(bySlot.get(slot) ?? []), each]);
    }
    for (const [slot, asked] of bySlot) {
      const settled = await this.#slotAt(slot).areSettled(asked.map(({ order }) => order));
      this.#store.forgetReservations(asked.flatMap(({ id }, index) => (settled[index] === true ? [id] : [])));
    }
    this.#after = ordered.length < limit ? "" : (ordered.at(-1)?.id ?? "");
    return isMore || ordered.length >= limit;
  }
}
