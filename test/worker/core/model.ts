import type { Policy } from "../../../sdk/index.ts";

/**
 * One SKU as DESIGN sections 3 and 6 tell it, and none of the rules' code: a claim is a row of single units, each at a
 * warehouse, and everything is counted anew whenever it is asked for. Slow, and simple enough to be believed.
 */

export const WAREHOUSES = ["north", "south", "west"] as const;
export type Warehouse = (typeof WAREHOUSES)[number];

export const CHANNELS: Record<string, readonly Warehouse[]> = {
  web: ["north", "south"],
  market: ["south", "west"],
};

export type ModelPolicy = Pick<Policy, "outOfStockThreshold" | "backorders" | "backorderLimit" | "preorder">;

type UnitState = "held" | "allocated" | "planned";

/** One unit of a claim. */
export interface Unit {
  at: Warehouse;
  state: UnitState;
  /** Once it is planned. */
  shipment: string | null;
}

export interface ModelClaim {
  state: "held" | "allocated" | "empty" | "ended";
  step: number;
  channel: string;
  /** Those of one warehouse side by side, the newest warehouse last. */
  units: Unit[];
  since: number;
}

export class Model {
  readonly claims = new Map<string, ModelClaim>();
  readonly onHand: Record<Warehouse, number> = { north: 0, south: 0, west: 0 };
  /** Where nothing is promised or put any more. */
  readonly closed = new Set<Warehouse>();
  readonly policy: ModelPolicy;

  constructor(policy: ModelPolicy) {
    this.policy = policy;
  }

  /** Units claimed at a warehouse, in one state or in any. */
  claimed(warehouse: Warehouse, state?: UnitState): number {
    let count = 0;
    for (const claim of this.claims.values()) {
      count += claim.units.filter(
        (unit) => unit.at === warehouse && (state === undefined || unit.state === state),
      ).length;
    }
    return count;
  }

  isFree(warehouse: Warehouse): boolean {
    return this.claimed(warehouse) < this.onHand[warehouse];
  }

  /** The warehouses that a channel may still promise from. */
  openOf(channel: string): Warehouse[] {
    return (CHANNELS[channel] ?? []).filter((each) => !this.closed.has(each));
  }

  /** Units promised beyond what is there, warehouse by warehouse. */
  beyondStock(): number {
    return WAREHOUSES.reduce((sum, each) => sum + Math.max(0, this.claimed(each) - this.onHand[each]), 0);
  }

  /** How far the SKU may be sold beyond its stock, over all warehouses. */
  beyondStockMax(): number {
    return Math.max(0, -this.policy.outOfStockThreshold) + this.#backorderLimit();
  }

  /** A of a channel, with what backorders add to it. */
  promisable(channel: string): number {
    return this.#left(channel) - this.policy.outOfStockThreshold + this.#backorderLimit();
  }

  /** Whether so many units may be promised to a channel, beside what is promised already. */
  mayPromise(units: number, channel: string): boolean {
    if (this.openOf(channel).length === 0) return false;
    const { preorder } = this.policy;
    if (preorder !== null) {
      const channelLimit = preorder.channelLimits?.[channel] ?? Number.POSITIVE_INFINITY;
      return units + this.promised(null) <= preorder.limit && units + this.promised(channel) <= channelLimit;
    }
    if (units > this.promisable(channel)) return false;
    const beyond = units - Math.max(0, this.#left(channel));
    return beyond <= 0 || this.beyondStock() + beyond <= this.beyondStockMax();
  }

  /** Units of all claims, or of those of one channel. */
  promised(channel: string | null): number {
    let units = 0;
    for (const claim of this.claims.values()) {
      if (channel === null || claim.channel === channel) units += claim.units.length;
    }
    return units;
  }

  oldestFirst(): ModelClaim[] {
    return [...this.claims.values()].toSorted((one, other) => one.since - other.since);
  }

  /** Every unit that goes without goods: what is planned has them, then the oldest claims, held units last in each. */
  uncovered(): Set<Unit> {
    const left = { ...this.onHand };
    const without = new Set<Unit>();
    for (const state of ["planned", null] as const) {
      for (const { units } of this.oldestFirst()) {
        const inTurn = units.filter((unit) => (state === "planned") === (unit.state === "planned"));
        for (const unit of inTurn.toSorted((one, other) => turnOf(one) - turnOf(other))) {
          if (left[unit.at] > 0) left[unit.at] -= 1;
          else without.add(unit);
        }
      }
    }
    return without;
  }

  /** Units of a claim that go without goods. */
  backordered(id: string): number {
    const without = this.uncovered();
    return this.claims.get(id)?.units.filter((unit) => without.has(unit)).length ?? 0;
  }

  /** Whether a claim waits for goods while a warehouse of its channel has some that are free. */
  strands(): string[] {
    const without = this.uncovered();
    return [...this.claims]
      .filter(([, { units }]) => units.some((unit) => without.has(unit)))
      .filter(([, { channel }]) => this.openOf(channel).some((each) => this.isFree(each)))
      .map(([id]) => id);
  }

  /** Goods that are free cover the oldest claims that wait, one unit after the other, and these move to them. */
  rebalance(): void {
    for (const claim of this.oldestFirst()) {
      const without = this.uncovered();
      const waiting = claim.units.filter((unit) => without.has(unit));
      // Held units of a warehouse go before its allocated ones.
      const inTurn = [...new Set(claim.units.map((unit) => unit.at))].flatMap((at) =>
        waiting.filter((unit) => unit.at === at).toSorted((one, other) => turnOf(other) - turnOf(one)),
      );
      for (const unit of inTurn) {
        const to = this.openOf(claim.channel).find((each) => each !== unit.at && this.isFree(each));
        if (to !== undefined) this.move(claim, unit, to);
      }
    }
  }

  move(claim: ModelClaim, unit: Unit, to: Warehouse): void {
    claim.units = claim.units.filter((each) => each !== unit);
    unit.at = to;
    this.put(claim, unit);
  }

  /** A unit joins those of its warehouse, or comes last. */
  put(claim: ModelClaim, unit: Unit): void {
    const beside = claim.units.findLastIndex((each) => each.at === unit.at);
    claim.units.splice(beside === -1 ? claim.units.length : beside + 1, 0, unit);
  }

  /** Whether on hand at a warehouse may become this. */
  mayHave(warehouse: Warehouse, onHand: number): boolean {
    if (onHand > this.onHand[warehouse] && this.closed.has(warehouse)) return false;
    return onHand >= this.claimed(warehouse, "planned");
  }

  /** A stock write. Says whether it was one. */
  write(warehouse: Warehouse, onHand: number): boolean {
    if (!this.mayHave(warehouse, onHand)) return false;
    this.onHand[warehouse] = onHand;
    this.rebalance();
    return true;
  }

  transfer(from: Warehouse, to: Warehouse, units: number): boolean {
    const [left, arrived] = [this.onHand[from] - units, this.onHand[to] + units];
    if (!this.mayHave(from, left) || !this.mayHave(to, arrived)) return false;
    this.onHand[from] = left;
    this.onHand[to] = arrived;
    this.rebalance();
    return true;
  }

  /** P of a channel. */
  #left(channel: string): number {
    return this.openOf(channel).reduce((sum, each) => sum + this.onHand[each] - this.claimed(each), 0);
  }

  #backorderLimit(): number {
    if (this.policy.backorders === "none") return 0;
    return this.policy.backorderLimit ?? Number.POSITIVE_INFINITY;
  }
}

/** Of one claim at one warehouse, allocated units are covered before held ones. */
function turnOf(unit: Unit): number {
  return unit.state === "held" ? 1 : 0;
}
