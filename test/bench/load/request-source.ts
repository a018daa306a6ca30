import type { LoadPlan } from "./plan.ts";

/** Tells apart the idempotency keys of all runs of this process: each run is given another text. */
export type KeyPrefix = string;

/** Gives the text of one request after the other. Cheap: texts are ready but for the key. */
export class RequestSource {
  readonly #plan: Pick<LoadPlan, "requests" | "turnEvery">;
  readonly #keyPrefix: KeyPrefix;
  #given = 0;
  /** Any number but 0; the same choices in every run. */
  #random = 0x9e3779b9;

  constructor(plan: Pick<LoadPlan, "requests" | "turnEvery">, keyPrefix: KeyPrefix) {
    this.#plan = plan;
    this.#keyPrefix = keyPrefix;
  }

  next(): string {
    const request = this.#plan.requests[this.#place()];
    if (request === undefined) throw new Error("a run needs a request to send");
    this.#given += 1;
    return request.after === null
      ? request.before
      : `${request.before}${this.#keyPrefix}${this.#given}${request.after}`;
  }

  #place(): number {
    const { requests, turnEvery } = this.#plan;
    if (turnEvery !== null) return Math.floor(this.#given / turnEvery) % requests.length;
    // Xorshift (Marsaglia 2003): Math.random() would do, but not the same in every run.
    this.#random ^= this.#random << 13;
    this.#random ^= this.#random >>> 17;
    this.#random ^= this.#random << 5;
    return (this.#random >>> 0) % requests.length;
  }
}
