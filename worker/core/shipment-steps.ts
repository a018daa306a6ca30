import type { AllocatedClaim, Claim, EndedClaim, PlannedShipment } from "./claim.ts";
import { movedEntries, moveUnits } from "./coverage.ts";
import { end, mark, type OpenOrEmpty, withShares } from "./driven-steps.ts";
import { type Figures, type Levels, NO_FIGURES } from "./figures.ts";
import type { LedgerEntry } from "./ledger.ts";
import { freeAt } from "./placing.ts";
import { moveShares, type Share } from "./shares.ts";
import type { DrivenStep, PlanStep, StepAnswer } from "./step.ts";
import { answerOf, changed, refuse, type StepFacts, type StepResult } from "./step-facts.ts";

type Taken = PlannedShipment["units"];

/**
 * Puts covered units of the order's own claim on a shipment. From a warehouse that is named it takes the claim's own
 * units there, then what is free there, and moves the claim in the same step (DESIGN section 6).
 */
export function plan(claim: Exclude<Claim, EndedClaim> | null, step: PlanStep, facts: StepFacts): StepResult {
  if (claim?.phase !== "allocated") return refuse(tooFew(step, 0), false);
  if (claim.shipments.some((shipment) => shipment.id === step.shipment)) {
    // Under another number it is that shipment still; the number is taken, or every later step would wait for it.
    return changed({ ...claim, step: step.n }, new Map(facts.levels), [], facts, plannedAgain(claim, step, facts));
  }
  const covered = coveredAllocated(claim, facts);
  if (step.warehouse === null) {
    const there = covered.reduce((sum, each) => sum + each.units, 0);
    // Units that goods are missing for may be covered once it is known that an older hold is gone.
    const allocated = claim.shares.reduce((sum, each) => sum + each.allocated, 0);
    return there < step.units
      ? refuse(tooFew(step, there), there < allocated)
      : planTaken(claim, firstOf(covered, step.units), step, facts);
  }
  const own = covered.find((each) => each.warehouse === step.warehouse)?.units ?? 0;
  const free = facts.closed.includes(step.warehouse) ? 0 : freeAt(facts.levels, step.warehouse);
  const elsewhere = claim.shares.reduce(
    (sum, each) => sum + (each.warehouse === step.warehouse ? 0 : each.allocated),
    0,
  );
  const uncoveredHere = allocatedAt(claim.shares, step.warehouse) - own;
  const available = own + Math.min(free, elsewhere + uncoveredHere);
  if (available < step.units) return refuse(tooFew(step, available), free < elsewhere + uncoveredHere);
  const { moved, levels, entries } = bringTo(step.warehouse, claim, Math.max(0, step.units - own), step.actor, facts);
  return planTaken(moved, [{ warehouse: step.warehouse, units: step.units }], step, { ...facts, levels }, entries);
}

/** The answer to a plan that was applied before. */
export function plannedAgain(claim: Claim, step: PlanStep, facts: StepFacts): StepAnswer {
  const shipments = claim.phase === "allocated" ? claim.shipments : [];
  const taken = shipments.find((shipment) => shipment.id === step.shipment)?.units ?? [];
  return { ...answerOf(claim, facts), taken };
}

/** Planned units are allocated again, at the warehouse where they were. */
export function unplan(
  id: string,
  claim: OpenOrEmpty | null,
  step: DrivenStep & { kind: "unplan" },
  facts: StepFacts,
): StepResult {
  const shipment = plannedOn(claim, step.shipment);
  if (claim?.phase !== "allocated" || shipment === null) return mark(id, claim, step.n, facts);
  const shares = shift(claim.shares, shipment.units, -1);
  const levels = moveShares(facts.levels, claim.shares, shares);
  const entries = shipment.units.map(({ warehouse, units }) =>
    shipmentLine("unplan", warehouse, "planned", -units, levels, claim.order, step),
  );
  return withShares(without(claim, step.shipment), shares, step.n, entries, facts, levels);
}

/** Planned units leave: they are not on hand any more. */
export function ship(
  id: string,
  claim: OpenOrEmpty | null,
  step: DrivenStep & { kind: "ship" },
  facts: StepFacts,
): StepResult {
  const shipment = plannedOn(claim, step.shipment);
  if (claim?.phase !== "allocated" || shipment === null) {
    return step.ends ? end(id, claim, step.n, [], facts) : mark(id, claim, step.n, facts);
  }
  const shares = claim.shares
    .map((share) => ({ ...share, planned: share.planned - takenAt(shipment.units, share.warehouse) }))
    .filter((share) => share.held + share.allocated + share.planned > 0);
  const levels = moveShares(facts.levels, claim.shares, shares);
  for (const { warehouse, units } of shipment.units) {
    const level = levels.get(warehouse) ?? NO_FIGURES;
    levels.set(warehouse, { ...level, onHand: level.onHand - units });
  }
  const entries = shipment.units.map(({ warehouse, units }) =>
    shipmentLine("ship", warehouse, "onHand", -units, levels, claim.order, step),
  );
  const rest = without(claim, step.shipment);
  if (!step.ends) return withShares(rest, shares, step.n, entries, facts, levels);
  return end(id, { ...rest, shares }, step.n, entries, { ...facts, levels });
}

function planTaken(
  claim: AllocatedClaim,
  taken: Taken,
  step: PlanStep,
  facts: StepFacts,
  moves: LedgerEntry[] = [],
): StepResult {
  const shares = shift(claim.shares, taken, 1);
  const levels = moveShares(facts.levels, claim.shares, shares);
  const entries = taken.map(({ warehouse, units }) =>
    shipmentLine("plan", warehouse, "planned", units, levels, claim.order, step),
  );
  const planned = { ...claim, shipments: [...claim.shipments, { id: step.shipment, units: taken }] };
  const result = withShares(planned, shares, step.n, [...moves, ...entries], facts, levels);
  return result.answer.outcome === "done" ? { ...result, answer: { ...result.answer, taken } } : result;
}

/** Brings allocated units of a claim to a warehouse: those that goods are missing for first, then those that came last. */
function bringTo(
  warehouse: string,
  claim: AllocatedClaim,
  units: number,
  actor: string,
  facts: StepFacts,
): { moved: AllocatedClaim; levels: Map<string, Figures>; entries: LedgerEntry[] } {
  const uncovered = facts.uncoveredOf(claim, facts.levels);
  // Units that sit there already and wait for goods become covered by what is free: they need not move.
  let wanted = units - Math.min(units, uncovered.get(warehouse) ?? 0);
  let moved = claim;
  let levels = new Map(facts.levels);
  const entries: LedgerEntry[] = [];
  const take = (from: string, most: number): void => {
    const given = Math.min(wanted, most);
    if (given <= 0 || from === warehouse) return;
    // Held ones, of an increase that is not decided yet, stay: they cannot be planned.
    const shares = moveUnits(moved.shares, from, warehouse, given, 0);
    levels = moveShares(levels, moved.shares, shares);
    entries.push(...movedEntries(moved, shares, from, warehouse, levels, actor));
    moved = { ...moved, shares };
    wanted -= given;
  };
  for (const [from, missing] of uncovered) take(from, Math.min(missing, allocatedAt(moved.shares, from)));
  for (const share of claim.shares.toReversed()) take(share.warehouse, allocatedAt(moved.shares, share.warehouse));
  return { moved, levels, entries };
}

/** Allocated units of a claim for which goods are there, in the order of its shares. Held ones are covered last. */
function coveredAllocated(claim: AllocatedClaim, facts: StepFacts): Taken {
  const uncovered = facts.uncoveredOf(claim, facts.levels);
  return claim.shares.map(({ warehouse, held, allocated }) => {
    const missing = Math.max(0, (uncovered.get(warehouse) ?? 0) - held);
    return { warehouse, units: Math.max(0, allocated - missing) };
  });
}

function firstOf(covered: Taken, units: number): Taken {
  let wanted = units;
  return covered.flatMap(({ warehouse, units: there }) => {
    const taken = Math.min(wanted, there);
    wanted -= taken;
    return taken > 0 ? [{ warehouse, units: taken }] : [];
  });
}

/** Shares with units between allocated and planned; `sign` 1 plans them. */
function shift(shares: readonly Share[], taken: Taken, sign: 1 | -1): Share[] {
  return shares.map((share) => {
    const units = sign * takenAt(taken, share.warehouse);
    return { ...share, allocated: share.allocated - units, planned: share.planned + units };
  });
}

function takenAt(taken: Taken, warehouse: string): number {
  return taken.find((each) => each.warehouse === warehouse)?.units ?? 0;
}

function allocatedAt(shares: readonly Share[], warehouse: string): number {
  return shares.find((share) => share.warehouse === warehouse)?.allocated ?? 0;
}

function plannedOn(claim: OpenOrEmpty | null, shipment: string): PlannedShipment | null {
  return claim?.phase === "allocated" ? (claim.shipments.find((each) => each.id === shipment) ?? null) : null;
}

function without(claim: AllocatedClaim, shipment: string): AllocatedClaim {
  return { ...claim, shipments: claim.shipments.filter((each) => each.id !== shipment) };
}

function tooFew(step: PlanStep, available: number) {
  return { reason: "insufficient_on_hand", requested: step.units, available } as const;
}

function shipmentLine(
  kind: "plan" | "unplan" | "ship",
  warehouse: string,
  figure: "planned" | "onHand",
  change: number,
  levels: Levels,
  order: string,
  { shipment, actor, note }: { shipment: string; actor: string; note: string | null },
): LedgerEntry {
  const after = levels.get(warehouse)?.[figure] ?? 0;
  return { warehouse, kind, figure, change, after, reason: null, note, order, document: shipment, actor };
}
