import type { Policy } from "../../../sdk/index.ts";
import type { Step } from "../../../worker/core/step.ts";

/**
 * One SKU as DESIGN section 3 tells it, and none of the rules' code: a claim is a row of single units, each at a
 * warehouse, and everything is counted anew whenever it is asked for. Slow, and simple enough to be believed.
 */

export const WAREHOUSES = ["north", "south", "west"] as const;
export type Warehouse = (typeof WAREHOUSES)[number];

export const CHANNELS: Record<string, readonly Warehouse[]> = {
  web: ["north", "south"],
  market: ["south", "west"],
};

export type ModelPolicy = Pick<Policy, "outOfStockThreshold" | "backorders" | "backorderLimit" | "preorder">;

interface ModelClaim {
  state: "held" | "allocated" | "empty" | "ended";
  step: number;
  channel: string;
  /** Where each unit is: those of one warehouse side by side, the newest warehouse last. */
  units: Warehouse[];
  since: number;
}

/** What the model expects a SKU to answer: `units` with a yes. */
export type Expected =
  | { outcome: "done"; units: number }
  | { outcome: "refused" }
  | { outcome: "ended" }
  | { outcome: "behind"; next: number };

export class Model {
  readonly claims = new Map<string, ModelClaim>();
  readonly onHand: Record<Warehouse, number> = { north: 0, south: 0, west: 0 };
  readonly #policy: ModelPolicy;

  constructor(policy: ModelPolicy) {
    this.#policy = policy;
  }

  /** Units claimed at a warehouse, of claims in one state or in any. */
  claimed(warehouse: Warehouse, state?: "held" | "allocated"): number {
    let count = 0;
    for (const claim of this.claims.values()) {
      if (state !== undefined && claim.state !== state) continue;
      count += claim.units.filter((at) => at === warehouse).length;
    }
    return count;
  }

  /** Units promised beyond what is there, warehouse by warehouse. */
  beyondStock(): number {
    return WAREHOUSES.reduce((sum, each) => sum + Math.max(0, this.claimed(each) - this.onHand[each]), 0);
  }

  /** How far the SKU may be sold beyond its stock, over all warehouses. */
  beyondStockMax(): number {
    return Math.max(0, -this.#policy.outOfStockThreshold) + this.#backorderLimit();
  }

  /** A of a channel, with what backorders add to it. */
  promisable(channel: string): number {
    return this.#free(channel) - this.#policy.outOfStockThreshold + this.#backorderLimit();
  }

  /** Units of a claim that go without goods when those on hand are handed out to the oldest claims first. */
  backordered(id: string): number {
    const left = { ...this.onHand };
    const oldestFirst = [...this.claims].toSorted(([, one], [, other]) => one.since - other.since);
    for (const [each, claim] of oldestFirst) {
      let missing = 0;
      for (const warehouse of claim.units) {
        if (left[warehouse] > 0) left[warehouse] -= 1;
        else missing += 1;
      }
      if (each === id) return missing;
    }
    return 0;
  }

  /** A stock write: sets what is on hand, unless that is less than nothing. Says whether it did. */
  write(warehouse: Warehouse, onHand: number): boolean {
    if (onHand < 0) return false;
    this.onHand[warehouse] = onHand;
    return true;
  }

  take(id: string, step: Step, nowMs: number): Expected {
    const claim = this.claims.get(id) ?? null;
    const isEnded = claim?.state === "ended";
    if (isEnded && step.kind === "hold") return { outcome: "ended" };
    if (claim !== null && (isEnded || step.n <= claim.step)) return { outcome: "done", units: claim.units.length };
    // What came before is acknowledged, and nothing is left of it: it has ended and was forgotten.
    if (claim === null && step.kind !== "hold" && step.after > 0) return { outcome: "ended" };
    if ((claim?.step ?? 0) < step.after) return { outcome: "behind", next: (claim?.step ?? 0) + 1 };
    if (step.kind === "hold") return this.#hold(id, claim, step, nowMs);
    const driven: ModelClaim = claim ?? { state: "empty", step: 0, channel: "", units: [], since: 0 };
    this.claims.set(id, driven);
    this.#drive(driven, step);
    driven.step = step.n;
    return { outcome: "done", units: driven.units.length };
  }

  #hold(id: string, claim: ModelClaim | null, step: Step & { kind: "hold" }, nowMs: number): Expected {
    if (claim?.state === "allocated") return { outcome: "ended" };
    const held = claim?.state === "held" ? claim : null;
    const next: ModelClaim = held ?? { state: "held", step: 0, channel: step.channel.code, units: [], since: nowMs };
    // Its own units never count against it, so it is judged as if it had none.
    const own = next.units;
    next.units = [];
    const isAccepted = this.#mayTake(step.ask.units, next.channel);
    next.units = own;
    if (!isAccepted) return { outcome: "refused" };
    this.claims.set(id, next);
    while (next.units.length < step.ask.units) this.#takeOne(next);
    next.step = step.n;
    return { outcome: "done", units: next.units.length };
  }

  #mayTake(units: number, channel: string): boolean {
    const { preorder } = this.#policy;
    if (preorder !== null) {
      const channelLimit = preorder.channelLimits?.[channel] ?? Number.POSITIVE_INFINITY;
      return units + this.#promised(null) <= preorder.limit && units + this.#promised(channel) <= channelLimit;
    }
    if (units > this.promisable(channel)) return false;
    const beyond = units - Math.max(0, this.#free(channel));
    return beyond <= 0 || this.beyondStock() + beyond <= this.beyondStockMax();
  }

  /** One more unit: from the first warehouse of the channel that has one free, else from the first of all. */
  #takeOne(claim: ModelClaim): void {
    const warehouses = CHANNELS[claim.channel] ?? [];
    const from = warehouses.find((each) => this.claimed(each) < this.onHand[each]) ?? warehouses[0];
    if (from === undefined) throw new Error("A channel without a warehouse sells nothing");
    const beside = claim.units.lastIndexOf(from);
    claim.units.splice(beside === -1 ? claim.units.length : beside + 1, 0, from);
  }

  #drive(claim: ModelClaim, step: Exclude<Step, { kind: "hold" }>): void {
    switch (step.kind) {
      case "decrease":
        if (claim.state !== "held") return;
        claim.units.length = Math.min(claim.units.length, step.units);
        if (claim.units.length === 0) claim.state = "empty";
        return;
      case "extend":
        return;
      case "allocate":
        if (claim.state === "held") claim.state = "allocated";
        return;
      case "release":
      case "cancel":
        claim.units = [];
        claim.state = "ended";
    }
  }

  #free(channel: string): number {
    return (CHANNELS[channel] ?? []).reduce((sum, each) => sum + this.onHand[each] - this.claimed(each), 0);
  }

  #promised(channel: string | null): number {
    let units = 0;
    for (const claim of this.claims.values()) {
      if (channel === null || claim.channel === channel) units += claim.units.length;
    }
    return units;
  }

  #backorderLimit(): number {
    if (this.#policy.backorders === "none") return 0;
    return this.#policy.backorderLimit ?? Number.POSITIVE_INFINITY;
  }
}
