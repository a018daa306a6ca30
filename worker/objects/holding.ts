import { decide } from "../core/claims.ts";
import { refusedLines } from "../core/line-refusals.ts";
import type { SkuClaim } from "../core/record.ts";
import type { Refusal } from "../core/refusal.ts";
import { type Attempt, tryHold } from "./hold-attempt.ts";
import type { SlotRefusal } from "./slot-callable.ts";
import type { SlotContext } from "./slot-context.ts";

/** What trying to hold some lines came to. */
export type HoldingResult<Value> =
  | { held: true; value: Value }
  /** `short`: what each SKU said, when stock is all that is wrong. */
  | { held: false; refusal: SlotRefusal; short: Map<string, Refusal> | null };

/** Holds for claims that nothing is written about yet, of the reservations and the orders of one slot. */
export class Holding {
  readonly #slot: SlotContext;
  /** Ids that SKUs are being asked to hold for. */
  readonly #trying = new Set<string>();

  constructor(slot: SlotContext) {
    this.#slot = slot;
  }

  isTrying(id: string): boolean {
    return this.#trying.has(id);
  }

  /** All lines or none. `accept` writes the record, in the turn in which the last SKU has said yes. */
  async try<Value>(attempt: Attempt, accept: (claims: SkuClaim[]) => Value): Promise<HoldingResult<Value>> {
    this.#trying.add(attempt.id);
    try {
      const result = await tryHold(this.#slot.calls, attempt, Date.now(), this.#slot.rules);
      if (result.outcome === "held") return { held: true, value: accept(result.claims) };
      await this.#giveBack(attempt.id, result.taken);
      if (result.outcome === "unavailable") return { held: false, refusal: { reason: "unavailable" }, short: null };
      const lines = refusedLines(attempt.lines, result.refusals, result.lineRefusals);
      const short = result.lineRefusals.length > 0 ? null : result.refusals;
      return { held: false, refusal: { reason: "lines", lines }, short };
    } finally {
      this.#trying.delete(attempt.id);
    }
  }

  /** An attempt failed: that is written before anything is undone, so that no crash can leave a part of it claimed. */
  async #giveBack(id: string, taken: readonly SkuClaim[]): Promise<void> {
    if (taken.length === 0) return;
    const now = Date.now();
    const claims = taken.map((claim) => decide(claim, { kind: "release" }));
    this.#slot.saveReservation({ state: "refused", id, claims, endedAt: now }, now);
    await this.#slot.driveReservation(id);
  }
}
