import { type Claim, sharesOf, type UnitsClaim } from "./claim.ts";
import { type Figures, type Levels, NO_FIGURES, physical, soldBeyondStock } from "./figures.ts";
import type { LedgerEntry } from "./ledger.ts";
import { openPartOf } from "./limit.ts";
import { freeAt } from "./placing.ts";
import { moveShares, type Share } from "./shares.ts";
import type { Step } from "./step.ts";

/** What coverage needs of a claim. */
export interface CoveredClaim {
  id: string;
  shares: readonly Share[];
}

/** Units of a claim for which goods are not there, by warehouse. Warehouses at which none are missing are left out. */
export type Uncovered = ReadonlyMap<string, number>;

/**
 * Which units of each claim goods are missing for. Units on hand cover what is on shipments first, as those were there
 * when it was planned; then the claims at their warehouse oldest first, holds included (DESIGN section 3).
 */
export function uncoveredOfAll(oldestFirst: readonly CoveredClaim[], levels: Levels): Map<string, Uncovered> {
  const left = new Map([...levels].map(([warehouse, level]) => [warehouse, Math.max(0, level.onHand)]));
  const take = (warehouse: string, units: number): number => {
    const taken = Math.min(units, left.get(warehouse) ?? 0);
    left.set(warehouse, (left.get(warehouse) ?? 0) - taken);
    return taken;
  };
  for (const { shares } of oldestFirst) for (const share of shares) take(share.warehouse, share.planned);
  const all = new Map<string, Uncovered>();
  for (const { id, shares } of oldestFirst) {
    const missing = new Map<string, number>();
    for (const share of shares) {
      const units = share.held + share.allocated;
      const uncovered = units - take(share.warehouse, units);
      if (uncovered > 0) missing.set(share.warehouse, uncovered);
    }
    all.set(id, missing);
  }
  return all;
}

/** The same for one claim. `oldestFirst` holds every open claim of the SKU. */
export function uncoveredOf(id: string, oldestFirst: readonly CoveredClaim[], levels: Levels): Uncovered {
  return uncoveredOfAll(oldestFirst, levels).get(id) ?? new Map();
}

/** All units that goods are missing for. */
export function unitsUncovered(uncovered: Uncovered): number {
  let units = 0;
  for (const missing of uncovered.values()) units += missing;
  return units;
}

/** What covering claims with goods that became free comes to. */
export interface Rebalanced {
  levels: Map<string, Figures>;
  /** The claims that changed. */
  claims: UnitsClaim[];
  entries: LedgerEntry[];
}

/** Whether goods are free somewhere while they are missing elsewhere: only then is there anything to rebalance. */
export function isUnbalanced(levels: Levels): boolean {
  if (soldBeyondStock(levels) === 0) return false;
  return [...levels.values()].some((level) => physical(level) > 0);
}

/**
 * Whether a step may leave units without goods that are free elsewhere. `claim`: as it was before the step. Asked first, as
 * finding out takes every claim of the SKU.
 */
export function shiftsCoverage(step: Step, claim: Claim | null, before: Levels, after: Levels): boolean {
  // Planned units are covered before all others. Once they are not, an older claim may have their goods.
  if (step.kind === "unplan") return true;
  // A new claim is the youngest and takes goods from nobody; one that was there takes them from those after it.
  if (step.kind === "hold" && sharesOf(claim).length > 0) return true;
  return [...after].some(
    ([warehouse, level]) => physical(level) > Math.max(0, physical(before.get(warehouse) ?? NO_FIGURES)),
  );
}

/**
 * Covers the oldest uncovered claims with what is free at other warehouses of their channel, and moves them there, so that
 * nothing is left stranded at the warehouse that was promised first (DESIGN sections 3 and 6). Done whenever goods become
 * free or others have them than before: they arrive or are lost, a claim ends or takes more, a shipment takes its units
 * elsewhere or is taken back. What is planned stays where it is.
 */
export function rebalance(
  levels: Levels,
  oldestFirst: readonly UnitsClaim[],
  actor: string,
  closed: readonly string[] = [],
): Rebalanced {
  const uncovered = uncoveredOfAll(oldestFirst, levels);
  let next = new Map(levels);
  const claims: UnitsClaim[] = [];
  const entries: LedgerEntry[] = [];
  for (const claim of oldestFirst) {
    let moved = claim;
    for (const [from, units] of uncovered.get(claim.id) ?? []) {
      let missing = units;
      for (const to of openPartOf(claim.channel, closed).warehouses) {
        const given = Math.min(missing, to === from ? 0 : freeAt(next, to));
        if (given === 0) continue;
        const shares = moveUnits(moved.shares, from, to, given);
        next = moveShares(next, moved.shares, shares);
        entries.push(...movedEntries(moved, shares, from, to, next, actor));
        moved = { ...moved, shares, backordered: Math.max(0, moved.backordered - given) };
        missing -= given;
      }
    }
    if (moved !== claim) claims.push(moved);
  }
  return { levels: next, claims, entries };
}

/**
 * Shares with units taken from one warehouse to another: held ones first, as they are covered last, but no more than
 * `heldMost` of them; never planned ones.
 */
export function moveUnits(
  shares: readonly Share[],
  from: string,
  to: string,
  units: number,
  heldMost: number = units,
): Share[] {
  const next = shares.map((share) => ({ ...share }));
  const source = next.find((share) => share.warehouse === from);
  if (source === undefined) return next;
  const held = Math.min(units, heldMost, source.held);
  const allocated = Math.min(units - held, source.allocated);
  let target = next.find((share) => share.warehouse === to);
  if (target === undefined) {
    target = { warehouse: to, held: 0, allocated: 0, planned: 0 };
    next.push(target);
  }
  source.held -= held;
  target.held += held;
  source.allocated -= allocated;
  target.allocated += allocated;
  return next.filter((share) => share.held + share.allocated + share.planned > 0);
}

/** The ledger's word of allocated units that were given to another warehouse. Holds write no lines. */
export function movedEntries(
  claim: UnitsClaim,
  after: readonly Share[],
  from: string,
  to: string,
  levels: Levels,
  actor: string,
): LedgerEntry[] {
  const at = (shares: readonly Share[], warehouse: string): number =>
    shares.find((share) => share.warehouse === warehouse)?.allocated ?? 0;
  const units = at(after, to) - at(claim.shares, to);
  if (units === 0 || claim.phase !== "allocated") return [];
  return [[from, -units] as const, [to, units] as const].map(
    ([warehouse, change]): LedgerEntry => ({
      warehouse,
      kind: "move",
      figure: "allocated",
      change,
      after: levels.get(warehouse)?.allocated ?? 0,
      reason: null,
      note: null,
      order: claim.order,
      document: claim.order,
      actor,
    }),
  );
}
