import type { Drift } from "../../sdk/index.ts";
import { CLAIM_AUDITED_AFTER_MS, QUESTIONS_PER_CALL_MAX } from "../core/bounds.ts";
import type { Claim } from "../core/claim.ts";
import { unitsOf } from "../core/shares.ts";
import type { Env } from "../env.ts";
import { sha256, slotOfHash, slotOfReservation } from "./slot-number.ts";
import { slotStub } from "./stubs.ts";

/**
 * Compares the open claims of a SKU that are old enough with what their slots say (DESIGN section 3). A claim that
 * moved on while its slot was asked is no drift: `now` reads it again.
 */
export async function driftFromSlots(
  env: Env,
  sku: string,
  claims: readonly Claim[],
  nowMs: number,
  now: (id: string) => Claim | null,
): Promise<Drift[]> {
  const bySlot = new Map<number, { id: string; order: string | null; claim: Claim }[]>();
  const drift: Drift[] = [];
  for (const claim of claims) {
    if (claim.phase !== "held" && claim.phase !== "allocated") continue;
    if (claim.since + CLAIM_AUDITED_AFTER_MS > nowMs) continue;
    const order = claim.phase === "allocated" ? claim.order : null;
    const slot = order === null ? slotOfReservation(claim.id) : slotOfHash(await sha256(order));
    if (slot === null) drift.push(drifted(claim, null, unitsOf(claim.shares)));
    else bySlot.set(slot, [...(bySlot.get(slot) ?? []), { id: claim.id, order, claim }]);
  }
  for (const [slot, asked] of bySlot) {
    for (let from = 0; from < asked.length; from += QUESTIONS_PER_CALL_MAX) {
      const some = asked.slice(from, from + QUESTIONS_PER_CALL_MAX);
      const standings = await slotStub(env, slot).standings(
        sku,
        some.map(({ id, order }) => ({ id, order })),
      );
      some.forEach(({ claim, id }, index) => {
        const standing = standings[index] ?? null;
        const current = now(id);
        if (current === null || current.step !== claim.step || !("shares" in claim)) return;
        if (standing?.isTried === true) return;
        const units = unitsOf(claim.shares);
        if (standing === null || standing.units !== units) drift.push(drifted(claim, standing?.units ?? null, units));
      });
    }
  }
  return drift;
}

function drifted(claim: Claim, recomputed: number | null, stored: number): Drift {
  return { what: `units of a claim (${claim.phase})`, warehouse: null, claim: claim.id, stored, recomputed };
}
