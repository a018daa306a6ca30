import { type Figures, type Levels, NO_FIGURES, physical } from "./figures.ts";

/** Units of one claim at one warehouse. */
export interface Share {
  warehouse: string;
  held: number;
  allocated: number;
  planned: number;
}

export function unitsOf(shares: readonly Share[]): number {
  return shares.reduce((sum, share) => sum + share.held + share.allocated + share.planned, 0);
}

/** Shares with held units added; a warehouse that is there already keeps its place, a new one comes last. */
export function addHeld(shares: readonly Share[], added: readonly Share[]): Share[] {
  const next = shares.map((share) => ({ ...share }));
  for (const more of added) {
    const there = next.find((share) => share.warehouse === more.warehouse);
    if (there === undefined) next.push({ ...more });
    else there.held += more.held;
  }
  return next;
}

/** Shares with held units given back, those that came last first. */
export function takeHeld(shares: readonly Share[], units: number): Share[] {
  const next = shares.map((share) => ({ ...share }));
  let left = units;
  for (const share of next.toReversed()) {
    const taken = Math.min(left, share.held);
    share.held -= taken;
    left -= taken;
  }
  return next.filter((share) => share.held + share.allocated + share.planned > 0);
}

/** Shares with allocated units given back, likewise; planned ones stay. */
export function takeAllocated(shares: readonly Share[], units: number): Share[] {
  const next = shares.map((share) => ({ ...share }));
  let left = units;
  for (const share of next.toReversed()) {
    const taken = Math.min(left, share.allocated);
    share.allocated -= taken;
    left -= taken;
  }
  return next.filter((share) => share.held + share.allocated + share.planned > 0);
}

/** Levels with one claim's shares before replaced by its shares after. Warehouses without a level get one. */
export function moveShares(levels: Levels, before: readonly Share[], after: readonly Share[]): Map<string, Figures> {
  const next = new Map(levels);
  apply(next, before, -1);
  apply(next, after, 1);
  return next;
}

/**
 * Units of the newest claim for which goods are not there: units on hand cover the oldest claims first,
 * so the newest one goes without whatever is promised beyond stock. `levels` already contain the claim.
 */
export function uncoveredOfNewest(shares: readonly Share[], levels: Levels): number {
  let uncovered = 0;
  for (const share of shares) {
    const beyond = Math.max(0, -physical(levels.get(share.warehouse) ?? NO_FIGURES));
    uncovered += Math.min(beyond, share.held + share.allocated + share.planned);
  }
  return uncovered;
}

function apply(levels: Map<string, Figures>, shares: readonly Share[], sign: 1 | -1): void {
  for (const share of shares) {
    const level = levels.get(share.warehouse) ?? NO_FIGURES;
    levels.set(share.warehouse, {
      ...level,
      held: level.held + sign * share.held,
      allocated: level.allocated + sign * share.allocated,
      planned: level.planned + sign * share.planned,
    });
  }
}
