import type { Levels } from "./figures.ts";
import type { Share } from "./shares.ts";

/** What coverage needs of a claim. */
export interface CoveredClaim {
  id: string;
  shares: readonly Share[];
}

/**
 * Units of one claim for which goods are not there: units on hand cover the claims at their warehouse oldest first,
 * holds included (DESIGN section 3). `oldestFirst` holds every open claim of the SKU.
 */
export function uncoveredOf(id: string, oldestFirst: readonly CoveredClaim[], levels: Levels): number {
  const left = new Map([...levels].map(([warehouse, level]) => [warehouse, Math.max(0, level.onHand)]));
  for (const claim of oldestFirst) {
    let uncovered = 0;
    for (const share of claim.shares) {
      const units = share.held + share.allocated + share.planned;
      const covered = Math.min(units, left.get(share.warehouse) ?? 0);
      left.set(share.warehouse, (left.get(share.warehouse) ?? 0) - covered);
      uncovered += units - covered;
    }
    if (claim.id === id) return uncovered;
  }
  return 0;
}
