import { gatherMsOf } from "../core/pace.ts";

/** Long enough for every slot to call at least once while it gathers; short enough to notice a rush. */
const TALLY_MS = 500;

/** Counts the calls that a SKU takes, half a second at a time, and tells its callers how long to gather. In memory only. */
export class CallMeter {
  #since = 0;
  #calls = 0;
  #claims = 0;
  readonly #slots = new Set<number>();
  #gatherMs = 0;

  /** Notes a call. Returns how long its slot shall gather from this call to its next, in milliseconds. */
  note(slot: number, claims: number, nowMs: number): number {
    const forMs = nowMs - this.#since;
    if (forMs >= TALLY_MS) this.#beginAgain(forMs, nowMs);
    this.#calls += 1;
    this.#claims += claims;
    this.#slots.add(slot);
    return this.#gatherMs;
  }

  #beginAgain(forMs: number, nowMs: number): void {
    const tally = { calls: this.#calls, claims: this.#claims, slots: this.#slots.size, forMs };
    this.#gatherMs = this.#calls === 0 ? 0 : gatherMsOf(tally, this.#gatherMs > 0);
    this.#since = nowMs;
    this.#calls = 0;
    this.#claims = 0;
    this.#slots.clear();
  }
}
