import type { StepsOfClaim } from "../core/step.ts";
import type { StoreSettings } from "./sku-callable.ts";
import type { ClaimOutcome } from "./step-batch.ts";

interface Arrival {
  claims: readonly StepsOfClaim[];
  store: StoreSettings | null;
  resolve: (outcomes: ClaimOutcome[]) => void;
  reject: (error: unknown) => void;
}

/** A call that comes later than this after the last transaction is by itself: there is nothing to gather. */
const BUSY_MS = 5;

/**
 * Calls that reach a busy SKU at the same time, gathered into one transaction: what a commit costs is shared. A call waits
 * for nothing but the others that are there already. Memory is bounded by the calls under way.
 */
export class Intake {
  readonly #run: (claims: readonly StepsOfClaim[], store: StoreSettings | null) => ClaimOutcome[];
  #arrivals: Arrival[] = [];
  #ranAt = Number.NEGATIVE_INFINITY;

  constructor(run: (claims: readonly StepsOfClaim[], store: StoreSettings | null) => ClaimOutcome[]) {
    this.#run = run;
  }

  /** Applies a call's claims, in order; rejects when the transaction did, with nothing applied. */
  apply(claims: readonly StepsOfClaim[], store: StoreSettings | null): Promise<ClaimOutcome[]> {
    return new Promise((resolve, reject) => {
      this.#arrivals.push({ claims, store, resolve, reject });
      if (this.#arrivals.length > 1) return;
      if (Date.now() - this.#ranAt > BUSY_MS) this.#work();
      // Calls are delivered one by one: those that are there are taken in before a timer comes round.
      else setTimeout(() => this.#work(), 0);
    });
  }

  #work(): void {
    const arrivals = this.#arrivals;
    this.#arrivals = [];
    this.#ranAt = Date.now();
    try {
      const outcomes = this.#run(
        arrivals.flatMap(({ claims }) => claims),
        newest(arrivals.map(({ store }) => store)),
      );
      for (const { claims, resolve } of arrivals) resolve(outcomes.splice(0, claims.length));
    } catch (error) {
      for (const { reject } of arrivals) reject(error);
    }
  }
}

function newest(settings: readonly (StoreSettings | null)[]): StoreSettings | null {
  return settings.reduce((best, each) => (best === null || (each?.revision ?? 0) > best.revision ? each : best), null);
}
