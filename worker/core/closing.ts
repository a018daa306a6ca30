import type { ClosingObstacle } from "../../sdk/index.ts";
import { FIGURE_MAX } from "./bounds.ts";
import type { UnitsClaim } from "./claim.ts";
import { isUnbalanced, movedEntries, moveUnits, rebalance, uncoveredOfAll, unitsUncovered } from "./coverage.ts";
import { type Figures, type Levels, NO_FIGURES, physical } from "./figures.ts";
import type { LedgerEntry } from "./ledger.ts";
import { type ExpectedGoods, outstandingOf, relocateGoods } from "./replenishment.ts";
import { moveShares } from "./shares.ts";

/** What is asked of a SKU when a warehouse is closed. */
export interface Closing {
  warehouse: string;
  goal: "remove" | "deactivate";
  /** Where all of it is to be moved; `null`: nothing is moved. */
  moveTo: string | null;
}

/** What is in the way at one SKU. */
export type SkuObstacle = Omit<ClosingObstacle, "sku">;

/** A SKU as far as closing a warehouse goes. */
export interface ClosingFacts {
  levels: Levels;
  /** Every open claim. */
  oldestFirst: readonly UnitsClaim[];
  /** Replenishments that are still open. */
  expected: readonly ExpectedGoods[];
  /** Warehouses at which nothing is promised or put any more. */
  closed: readonly string[];
  actor: string;
  nowMs: number;
}

/** A SKU after all that it had at one warehouse was moved to another. */
export interface Emptied {
  levels: Map<string, Figures>;
  /** The claims and replenishments that changed. */
  claims: UnitsClaim[];
  goods: ExpectedGoods[];
  entries: LedgerEntry[];
}

/** Whether nothing may be promised or put at a warehouse any more. */
export function isClosed(closed: readonly string[] | undefined, warehouse: string): boolean {
  return closed?.includes(warehouse) ?? false;
}

/** Whether there is nothing at all at a level. */
export function isEmpty(level: Figures): boolean {
  return FIGURES.every((figure) => level[figure] === 0);
}

/**
 * What is in the way of closing a warehouse at one SKU, or `null` (DESIGN section 7.8). To be deactivated, goods have to be
 * there for every unit that is claimed there: later ones would come to other warehouses. To be removed it has to be empty;
 * where all of it can be moved, only what is planned on shipments is in the way, as it leaves from where it is, and more
 * than a figure can be.
 */
export function obstacleTo({ warehouse, goal, moveTo }: Closing, levels: Levels): SkuObstacle | null {
  const level = levels.get(warehouse) ?? NO_FIGURES;
  if (goal === "deactivate") return physical(level) < 0 ? obstacleOf(level) : null;
  if (moveTo === null) return isEmpty(level) ? null : obstacleOf(level);
  const target = levels.get(moveTo) ?? NO_FIGURES;
  const fits = FIGURES.every((figure) => level[figure] + target[figure] <= FIGURE_MAX);
  return level.planned === 0 && fits ? null : obstacleOf(level);
}

/**
 * Moves all that a SKU has at one warehouse to another: what is on hand, held, allocated and incoming. What is planned has
 * to be gone from there before. Units that goods come free for by it are covered at once.
 */
export function emptyInto(warehouse: string, moveTo: string, facts: ClosingFacts): Emptied {
  const { oldestFirst, actor } = facts;
  const incoming = moveIncoming(warehouse, moveTo, moveOnHand(warehouse, moveTo, facts), facts);
  let { levels } = incoming;
  const { entries } = incoming;
  const claims = new Map(oldestFirst.map((claim) => [claim.id, claim]));
  for (const claim of oldestFirst) {
    const share = claim.shares.find((each) => each.warehouse === warehouse);
    if (share === undefined) continue;
    const shares = moveUnits(claim.shares, warehouse, moveTo, share.held + share.allocated);
    levels = moveShares(levels, claim.shares, shares);
    entries.push(...movedEntries(claim, shares, warehouse, moveTo, levels, actor));
    claims.set(claim.id, { ...claim, shares });
  }
  if (isUnbalanced(levels)) {
    const balanced = rebalance(levels, [...claims.values()], actor, facts.closed);
    levels = balanced.levels;
    entries.push(...balanced.entries);
    for (const claim of balanced.claims) claims.set(claim.id, claim);
  }
  return { levels, entries, goods: incoming.goods, claims: changedClaims(oldestFirst, claims, levels) };
}

const FIGURES = ["onHand", "held", "allocated", "planned", "incoming"] as const;

interface Moved {
  levels: Map<string, Figures>;
  entries: LedgerEntry[];
}

function moveOnHand(from: string, to: string, { levels, actor }: ClosingFacts): Moved {
  const units = (levels.get(from) ?? NO_FIGURES).onHand;
  return moveFigure("onHand", units, from, to, { levels: new Map(levels), entries: [] }, null, actor);
}

/** Each replenishment with lines of its own, which tell the projection of it. */
function moveIncoming(
  from: string,
  to: string,
  moved: Moved,
  { expected, actor, nowMs }: ClosingFacts,
): Moved & { goods: ExpectedGoods[] } {
  const there = expected.filter((goods) => goods.warehouse === from && goods.closed === null);
  let next = moved;
  for (const goods of there) {
    next = moveFigure("incoming", outstandingOf(goods), from, to, next, goods.id, actor);
  }
  return { ...next, goods: there.map((goods) => relocateGoods(goods, to, nowMs)) };
}

function moveFigure(
  figure: "onHand" | "incoming",
  units: number,
  from: string,
  to: string,
  { levels, entries }: Moved,
  document: string | null,
  actor: string,
): Moved {
  if (units === 0) return { levels, entries };
  const next = new Map(levels);
  const lines = [[from, -units] as const, [to, units] as const].map(([warehouse, change]): LedgerEntry => {
    const level = next.get(warehouse) ?? NO_FIGURES;
    const after = level[figure] + change;
    next.set(warehouse, { ...level, [figure]: after });
    const kind = figure === "onHand" ? "transfer" : "expect";
    return { warehouse, kind, figure, change, after, reason: null, note: null, order: null, document, actor };
  });
  return { levels: next, entries: [...entries, ...lines] };
}

/** Older claims that came along are covered before those that were there, so that any of them may have got or lost goods. */
function changedClaims(
  before: readonly UnitsClaim[],
  after: ReadonlyMap<string, UnitsClaim>,
  levels: Levels,
): UnitsClaim[] {
  const uncovered = uncoveredOfAll([...after.values()], levels);
  return before.flatMap((claim) => {
    const moved = after.get(claim.id) ?? claim;
    const backordered = unitsUncovered(uncovered.get(claim.id) ?? new Map());
    return moved === claim && backordered === claim.backordered ? [] : [{ ...moved, backordered }];
  });
}

function obstacleOf(level: Figures): SkuObstacle {
  const { onHand, held, allocated, planned, incoming } = level;
  return { onHand, claimed: held + allocated, uncovered: Math.max(0, -physical(level)), planned, incoming };
}
