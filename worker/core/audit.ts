import type { Drift } from "../../sdk/index.ts";
import type { Levels } from "./figures.ts";
import { type Checkpoint, foldLines, type LedgerLine } from "./ledger.ts";
import { type ExpectedGoods, outstandingOf } from "./replenishment.ts";
import type { Share } from "./shares.ts";

/** What a SKU has stored, all of it. */
export interface AuditFacts {
  levels: Levels;
  checkpoint: Checkpoint;
  /** Every line after the checkpoint, in order. */
  lines: readonly LedgerLine[];
  claims: readonly { id: string; shares: readonly Share[] }[];
  /** Open and closed ones. */
  replenishments: readonly ExpectedGoods[];
}

/**
 * Recomputes every figure from movements, claims and replenishments (DESIGN section 3) and lists what differs. Empty:
 * clean.
 */
export function auditFigures({ levels, checkpoint, lines, claims, replenishments }: AuditFacts): Drift[] {
  const drift: Drift[] = [];
  const moved = foldLines(checkpoint, lines).onHand;
  const claimed = new Map<string, Share>();
  for (const share of claims.flatMap((claim) => claim.shares)) {
    const sum = claimed.get(share.warehouse) ?? { warehouse: share.warehouse, held: 0, allocated: 0, planned: 0 };
    sum.held += share.held;
    sum.allocated += share.allocated;
    sum.planned += share.planned;
    claimed.set(share.warehouse, sum);
  }
  const expected = new Map<string, number>();
  for (const goods of replenishments) {
    const outstanding = outstandingOf(goods);
    if (outstanding !== 0) expected.set(goods.warehouse, (expected.get(goods.warehouse) ?? 0) + outstanding);
  }
  const warehouses = [...levels.keys(), ...Object.keys(moved), ...claimed.keys(), ...expected.keys()];
  for (const warehouse of new Set(warehouses)) {
    const level = levels.get(warehouse);
    const sum = claimed.get(warehouse);
    compare(drift, "onHand", warehouse, level?.onHand ?? 0, moved[warehouse] ?? 0);
    compare(drift, "held", warehouse, level?.held ?? 0, sum?.held ?? 0);
    compare(drift, "allocated", warehouse, level?.allocated ?? 0, sum?.allocated ?? 0);
    compare(drift, "planned", warehouse, level?.planned ?? 0, sum?.planned ?? 0);
    compare(drift, "incoming", warehouse, level?.incoming ?? 0, expected.get(warehouse) ?? 0);
    if (level !== undefined && level.onHand < level.planned) {
      compare(drift, "onHand below planned", warehouse, level.onHand, level.planned);
    }
  }
  lines.forEach((line, index) => {
    const expected = checkpoint.sequence + index + 1;
    if (line.sequence !== expected) compare(drift, "movement sequence", line.warehouse, line.sequence, expected);
  });
  return drift;
}

function compare(drift: Drift[], what: string, warehouse: string, stored: number, recomputed: number): void {
  if (stored !== recomputed) drift.push({ what, warehouse, claim: null, stored, recomputed });
}
