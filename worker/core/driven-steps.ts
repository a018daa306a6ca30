import {
  type AllocatedClaim,
  type Claim,
  type EmptyClaim,
  type EndedClaim,
  type HeldClaim,
  sharesOf,
} from "./claim.ts";
import { unitsUncovered } from "./coverage.ts";
import type { Figures, Levels } from "./figures.ts";
import type { LedgerEntry } from "./ledger.ts";
import { moveShares, type Share, takeAllocated, takeHeld, unitsOf } from "./shares.ts";
import type { DrivenStep } from "./step.ts";
import { changed, type StepFacts, type StepResult } from "./step-facts.ts";

/** A claim that a step can be applied to. */
export type OpenOrEmpty = HeldClaim | AllocatedClaim | EmptyClaim;

type Of<Kind extends DrivenStep["kind"]> = DrivenStep & { kind: Kind };

/** Takes back held units until the claim has `units`; allocated and planned ones stay. */
export function decrease(id: string, claim: OpenOrEmpty | null, step: Of<"decrease">, facts: StepFacts): StepResult {
  if (claim === null || claim.phase === "empty") return mark(id, claim, step.n, facts);
  const shares = takeHeld(claim.shares, Math.max(0, unitsOf(claim.shares) - step.units));
  if (shares.length === 0 && claim.phase === "held") {
    const empty: EmptyClaim = { phase: "empty", id, step: step.n };
    return changed(empty, moveShares(facts.levels, claim.shares, []), [], facts);
  }
  return withShares(claim, shares, step.n, [], facts);
}

export function extend(id: string, claim: OpenOrEmpty | null, step: Of<"extend">, facts: StepFacts): StepResult {
  if (claim?.phase !== "held") return mark(id, claim, step.n, facts);
  return changed({ ...claim, step: step.n, expiresAt: step.expiresAt }, new Map(facts.levels), [], facts);
}

/** Held units become allocated; on an order's claim these are the units of an increase. */
export function allocate(id: string, claim: OpenOrEmpty | null, step: Of<"allocate">, facts: StepFacts): StepResult {
  if (claim === null || claim.phase === "empty") return mark(id, claim, step.n, facts);
  const shares = claim.shares.map((share) => ({ ...share, held: 0, allocated: share.allocated + share.held }));
  const levels = moveShares(facts.levels, claim.shares, shares);
  const entries = claim.shares
    .filter((share) => share.held > 0)
    .map((share) => allocation("allocate", share.warehouse, share.held, levels, step.order, step.actor, null));
  const { channel, since } = claim;
  const backordered = unitsUncovered(facts.uncoveredOf(claim, facts.levels));
  const shipments = claim.phase === "allocated" ? claim.shipments : [];
  const next: AllocatedClaim = {
    phase: "allocated",
    id,
    step: step.n,
    channel,
    shares,
    since,
    backordered,
    order: step.order,
    shipments,
  };
  return changed(next, levels, entries, facts);
}

/** Gives back allocated units until the claim has `units`, where they came from, the newest first. */
export function cancel(id: string, claim: OpenOrEmpty | null, step: Of<"cancel">, facts: StepFacts): StepResult {
  if (claim?.phase !== "allocated") {
    return step.ends ? end(id, claim, step.n, [], facts) : mark(id, claim, step.n, facts);
  }
  const shares = step.ends ? [] : takeAllocated(claim.shares, Math.max(0, unitsOf(claim.shares) - step.units));
  const levels = moveShares(facts.levels, claim.shares, shares);
  const entries = claim.shares.flatMap((share) => {
    const left = shares.find((each) => each.warehouse === share.warehouse)?.allocated ?? 0;
    const units = share.allocated - left;
    if (units === 0) return [];
    return [allocation("cancel", share.warehouse, -units, levels, claim.order, step.actor, step.note)];
  });
  return step.ends ? end(id, claim, step.n, entries, facts) : withShares(claim, shares, step.n, entries, facts);
}

/** Nothing is claimed any more; the claim is remembered for as long as a message about it can be under way. */
export function end(
  id: string,
  claim: Claim | null,
  step: number,
  entries: LedgerEntry[],
  facts: StepFacts,
): StepResult {
  const ended: EndedClaim = { phase: "ended", id, step, endedAt: facts.nowMs };
  return changed(ended, moveShares(facts.levels, sharesOf(claim), []), entries, facts);
}

/** Nothing is left to do here: the step still takes its number, so that whatever was before it and comes late is void. */
export function mark(id: string, claim: OpenOrEmpty | null, step: number, facts: StepFacts): StepResult {
  const marked: Claim = claim === null ? { phase: "empty", id, step } : { ...claim, step };
  return changed(marked, new Map(facts.levels), [], facts);
}

/** The claim with other shares. `levels` are worked out from the shares unless they are given. */
export function withShares(
  claim: HeldClaim | AllocatedClaim,
  shares: Share[],
  step: number,
  entries: LedgerEntry[],
  facts: StepFacts,
  levels: Map<string, Figures> = moveShares(facts.levels, claim.shares, shares),
): StepResult {
  const next = { ...claim, step, shares };
  return changed({ ...next, backordered: unitsUncovered(facts.uncoveredOf(next, levels)) }, levels, entries, facts);
}

function allocation(
  kind: "allocate" | "cancel",
  warehouse: string,
  units: number,
  levels: Levels,
  order: string,
  actor: string,
  note: string | null,
): LedgerEntry {
  return {
    warehouse,
    kind,
    figure: "allocated",
    change: units,
    after: levels.get(warehouse)?.allocated ?? 0,
    reason: null,
    note,
    order,
    document: order,
    actor,
  };
}
