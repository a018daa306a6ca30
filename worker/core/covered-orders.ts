import type { AllocatedClaim, Claim, UnitsClaim } from "./claim.ts";
import { uncoveredOfAll } from "./coverage.ts";
import { type Levels, NO_FIGURES, physical } from "./figures.ts";
import type { Step } from "./step.ts";

/** A SKU at one moment, as far as it matters whose goods are there. */
export interface Coverage {
  levels: Levels;
  /** In any order; those without units may be left out. */
  claims: readonly Claim[];
}

/** An order for all of whose units of a SKU goods are there now. */
export interface CoveredOrder {
  order: string;
  /** Allocated and planned ones. */
  units: number;
}

/**
 * Orders that waited for goods before, and do not now, in the order in which they were claimed. `told`: claims that became
 * an order's in between, of which whoever placed it was told that goods are missing: they count as having waited, whatever
 * came while they were in a cart. An order of which nothing is left waits for nothing, but has no goods either.
 */
export function coveredOrders(
  before: Coverage | null,
  after: Coverage,
  told: ReadonlySet<string> = new Set(),
): CoveredOrder[] {
  const waited = new Set([...(before === null ? [] : waitingOf(before)), ...told]);
  if (waited.size === 0) return [];
  const waiting = waitingOf(after);
  return oldestFirst(after.claims).flatMap((claim): CoveredOrder[] => {
    if (claim.phase !== "allocated" || !waited.has(claim.id) || waiting.has(claim.id)) return [];
    const units = claim.shares.reduce((sum, share) => sum + share.allocated + share.planned, 0);
    return units === 0 ? [] : [{ order: claim.order, units }];
  });
}

/**
 * Whether a step may be what an order waited for. Asked first, as finding out takes every claim of the SKU. Goods become
 * somebody else's only where more of them are free than before; and those of a shipment that is taken back, as planned
 * units are covered before all others.
 */
export function mayCoverOrders(step: Step, before: Levels, after: Levels): boolean {
  if (step.kind === "unplan") return true;
  return [...after].some(([warehouse, level]) => {
    const was = physical(before.get(warehouse) ?? NO_FIGURES);
    return was < 0 && physical(level) > was;
  });
}

/** Claims of orders some of whose units goods are missing for. Held units of an increase that is not decided are none of them. */
function waitingOf({ levels, claims }: Coverage): Set<string> {
  const open = oldestFirst(claims);
  const uncovered = uncoveredOfAll(open, levels);
  const isWaiting = ({ id, shares }: AllocatedClaim): boolean =>
    // Of a claim's units at one warehouse the held ones are covered last.
    shares.some(({ warehouse, held }) => (uncovered.get(id)?.get(warehouse) ?? 0) > held);
  return new Set(open.flatMap((claim) => (claim.phase === "allocated" && isWaiting(claim) ? [claim.id] : [])));
}

function oldestFirst(claims: readonly Claim[]): UnitsClaim[] {
  return claims
    .filter((claim) => claim.phase === "held" || claim.phase === "allocated")
    .toSorted((one, other) => one.since - other.since);
}
