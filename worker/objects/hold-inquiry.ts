import { QUESTIONS_PER_CALL_MAX } from "../core/bounds.ts";
import type { HoldFate } from "../core/record.ts";
import type { Env } from "../env.ts";
import { slotOfReservation } from "./slot-number.ts";
import { slotStub } from "./stubs.ts";

/** What the slots said about some holds. */
export interface HoldFates {
  fates: Map<string, HoldFate>;
  /** Some slot gave no answer, so that what the SKU counts may be more than there is. */
  isComplete: boolean;
}

/** Asks the slots of some holds what became of them, many in one call (DESIGN section 7.5). */
export async function askSlots(env: Env, ids: readonly string[]): Promise<HoldFates> {
  const bySlot = new Map<number, string[]>();
  const fates = new Map<string, HoldFate>();
  for (const id of ids) {
    const slot = slotOfReservation(id);
    // A claim whose id names no slot was made by nobody.
    if (slot === null) fates.set(id, { fate: "gone" });
    else bySlot.set(slot, [...(bySlot.get(slot) ?? []), id]);
  }
  const asked = [...bySlot].map(async ([slot, held]) => {
    const some = held.slice(0, QUESTIONS_PER_CALL_MAX);
    const answers = await slotStub(env, slot).fates(some);
    answers.forEach((answer, index) => {
      const id = some[index];
      if (id !== undefined) fates.set(id, answer);
    });
  });
  const settled = await Promise.allSettled(asked);
  const isEveryoneAsked = [...bySlot.values()].every((held) => held.length <= QUESTIONS_PER_CALL_MAX);
  return { fates, isComplete: isEveryoneAsked && settled.every((each) => each.status === "fulfilled") };
}
