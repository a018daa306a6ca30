import { type AskScope, type AskVerdict, judgeAsk } from "./ask.ts";
import { OPEN_HOLDS_PER_CLIENT_MAX, OPEN_HOLDS_PER_SKU_MAX } from "./bounds.ts";
import { type AllocatedClaim, type Claim, type EndedClaim, type HeldClaim, sharesOf } from "./claim.ts";
import type { Ask } from "./demand.ts";
import type { Figures, Levels } from "./figures.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { ChannelFacts } from "./limit.ts";
import { type PolicyLevels, resolvePolicy } from "./policy.ts";
import { addHeld, moveShares, placeHeld, takeHeld, uncoveredOfNewest, unitsOf } from "./shares.ts";
import type { DrivenStep, Inquiry, Step, StepAnswer, TriedStep } from "./step.ts";

/** What a SKU knows when it applies a step. Levels are the running figures of the batch. */
export interface StepFacts {
  policy: PolicyLevels;
  levels: Levels;
  /** The levels without the holds that are overdue. */
  shownLevels: Levels;
  openHolds: number;
  openHoldsOf: (client: string) => number;
  claimedInChannel: (channel: string) => number;
  /** Units that a claim covers late are found by going through the older ones; asked for only when some are missing. */
  backorderedOf: (claim: HeldClaim | AllocatedClaim, levels: Levels) => number;
  /** For a claim that is made now: later than that of every claim before it, also within one millisecond. */
  since: number;
  nowMs: number;
}

/** What a step comes to. */
export type StepResult =
  /** Nothing changed. */
  | { change: "none"; answer: StepAnswer; wantsStock: boolean }
  | { change: "claim"; answer: StepAnswer; claim: Claim; levels: Map<string, Figures>; entries: LedgerEntry[] };

/**
 * Applies one step to one claim, by the numbers of DESIGN section 7.3: the next one only. A lower number is done
 * already; a higher one with something missing before it asks for that first.
 */
export function applyStep(id: string, claim: Claim | null, step: Step | Inquiry, facts: StepFacts): StepResult {
  if (step.kind === "inquire") return inquire(claim, step, facts);
  const applied = claim?.step ?? 0;
  if (claim !== null && step.n <= applied) return unchanged(answerAgain(claim, step, facts));
  if (claim?.phase === "ended") {
    return unchanged(step.kind === "hold" ? { outcome: "ended" } : answerOf(claim, facts));
  }
  // Steps before this one were applied, and nothing is left of it: the claim has ended and was forgotten.
  if (claim === null && step.kind !== "hold" && step.after > 0) return unchanged({ outcome: "ended" });
  if (applied < step.after) return unchanged({ outcome: "behind", next: applied + 1 });
  return step.kind === "hold" ? hold(id, claim, step, facts) : drive(id, claim, step, facts);
}

function inquire(claim: Claim | null, inquiry: Inquiry, facts: StepFacts): StepResult {
  const verdict = judgeFor(claim, inquiry.ask, inquiry.scope, inquiry.channel, facts);
  return verdict.accepted ? unchanged(untaken(facts)) : refuse(verdict);
}

function hold(id: string, claim: Exclude<Claim, EndedClaim> | null, step: TriedStep, facts: StepFacts): StepResult {
  if (claim?.phase === "allocated") return unchanged({ outcome: "ended" });
  const held = claim?.phase === "held" ? claim : null;
  const channel = held?.channel ?? step.channel;
  const verdict = judgeFor(claim, step.ask, "all", channel, facts);
  if (!verdict.accepted) return refuse(verdict);
  // Tracked or not is fixed in the claim: one that is there stays counted, whatever policy says by now.
  if (claim === null && !resolvePolicy(facts.policy).trackInventory) return unchanged(untaken(facts));
  if (held === null && facts.openHolds >= OPEN_HOLDS_PER_SKU_MAX) return tooMany(OPEN_HOLDS_PER_SKU_MAX);
  if (held === null && step.client !== null && facts.openHoldsOf(step.client) >= OPEN_HOLDS_PER_CLIENT_MAX) {
    return tooMany(OPEN_HOLDS_PER_CLIENT_MAX);
  }
  const before = held?.shares ?? [];
  const more = step.ask.units - unitsOf(before);
  const shares = addHeld(before, placeHeld(more, facts.levels, channel.warehouses));
  const levels = moveShares(facts.levels, before, shares);
  if (held === null) {
    const { client, expiresAt, n } = step;
    const backordered = uncoveredOfNewest(shares, levels);
    return change(
      { phase: "held", id, step: n, channel, client, shares, since: facts.since, expiresAt, backordered },
      levels,
      [],
      facts,
    );
  }
  const next: HeldClaim = { ...held, step: step.n, shares };
  return change({ ...next, backordered: facts.backorderedOf(next, levels) }, levels, [], facts);
}

/** The asker's own units never count against the asker. */
function judgeFor(claim: Claim | null, ask: Ask, scope: AskScope, channel: ChannelFacts, facts: StepFacts): AskVerdict {
  const own = sharesOf(claim);
  const isShown = claim?.phase !== "held" || claim.expiresAt > facts.nowMs;
  return judgeAsk(ask, scope, {
    own: facts.policy,
    channel,
    levels: moveShares(facts.levels, own, []),
    shownLevels: isShown ? moveShares(facts.shownLevels, own, []) : facts.shownLevels,
    nowMs: facts.nowMs,
    claimedInChannel: () => facts.claimedInChannel(channel.code) - unitsOf(own),
  });
}

function drive(id: string, claim: Exclude<Claim, EndedClaim> | null, step: DrivenStep, facts: StepFacts): StepResult {
  if (step.kind === "release") return end(id, claim, step.n, [], facts);
  if (step.kind === "cancel") return cancel(id, claim, step, facts);
  if (claim?.phase !== "held") {
    // Nothing is held here, so nothing is left to do: the step still takes its number, and a hold that was refused
    // or is still on its way finds the mark.
    const marked: Claim = claim === null ? { phase: "empty", id, step: step.n } : { ...claim, step: step.n };
    return change(marked, new Map(facts.levels), [], facts);
  }
  switch (step.kind) {
    case "decrease":
      return decrease(claim, step, facts);
    case "extend":
      return change({ ...claim, step: step.n, expiresAt: step.expiresAt }, new Map(facts.levels), [], facts);
    case "allocate":
      return allocate(claim, step, facts);
  }
}

function decrease(claim: HeldClaim, step: DrivenStep & { kind: "decrease" }, facts: StepFacts): StepResult {
  const shares = takeHeld(claim.shares, Math.max(0, unitsOf(claim.shares) - step.units));
  const levels = moveShares(facts.levels, claim.shares, shares);
  if (shares.length === 0) return change({ phase: "empty", id: claim.id, step: step.n }, levels, [], facts);
  const next: HeldClaim = { ...claim, step: step.n, shares };
  return change({ ...next, backordered: facts.backorderedOf(next, levels) }, levels, [], facts);
}

function allocate(claim: HeldClaim, step: DrivenStep & { kind: "allocate" }, facts: StepFacts): StepResult {
  const shares = claim.shares.map((share) => ({ ...share, held: 0, allocated: share.allocated + share.held }));
  const levels = moveShares(facts.levels, claim.shares, shares);
  const entries = claim.shares.map((share) =>
    allocation("allocate", share.warehouse, share.held, levels, step.order, step.actor, null),
  );
  const { id, channel, since } = claim;
  const backordered = facts.backorderedOf(claim, levels);
  return change(
    { phase: "allocated", id, step: step.n, channel, shares, since, backordered, order: step.order },
    levels,
    entries,
    facts,
  );
}

function cancel(
  id: string,
  claim: Exclude<Claim, EndedClaim> | null,
  step: DrivenStep & { kind: "cancel" },
  facts: StepFacts,
): StepResult {
  if (claim?.phase !== "allocated") return end(id, claim, step.n, [], facts);
  const levels = moveShares(facts.levels, claim.shares, []);
  const entries = claim.shares.map((share) =>
    allocation("cancel", share.warehouse, -share.allocated, levels, claim.order, step.actor, step.note),
  );
  return end(id, claim, step.n, entries, facts);
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
    document: order,
    actor,
  };
}

function answerAgain(claim: Claim, step: Step, facts: StepFacts): StepAnswer {
  return claim.phase === "ended" && step.kind === "hold" ? { outcome: "ended" } : answerOf(claim, facts);
}

function end(id: string, claim: Claim | null, step: number, entries: LedgerEntry[], facts: StepFacts): StepResult {
  const ended: EndedClaim = { phase: "ended", id, step, endedAt: facts.nowMs };
  return change(ended, moveShares(facts.levels, sharesOf(claim), []), entries, facts);
}

function change(claim: Claim, levels: Map<string, Figures>, entries: LedgerEntry[], facts: StepFacts): StepResult {
  return { change: "claim", answer: answerOf(claim, facts), claim, levels, entries };
}

function unchanged(answer: StepAnswer): StepResult {
  return { change: "none", answer, wantsStock: false };
}

function refuse(verdict: AskVerdict & { accepted: false }): StepResult {
  return { change: "none", answer: { outcome: "refused", refusal: verdict.refusal }, wantsStock: verdict.wantsStock };
}

function tooMany(bound: number): StepResult {
  const refusal = { reason: "too_many_open_holds", bound } as const;
  // Old holds that nobody owns may be the cause here as well.
  return { change: "none", answer: { outcome: "refused", refusal }, wantsStock: true };
}

function answerOf(claim: Claim, facts: StepFacts): StepAnswer {
  const policy = resolvePolicy(facts.policy);
  const shares = sharesOf(claim);
  return {
    outcome: "done",
    units: unitsOf(shares),
    backordered: claim.phase === "held" || claim.phase === "allocated" ? claim.backordered : 0,
    tracked: true,
    shipsFrom: policy.preferredWarehouse ?? shares[0]?.warehouse ?? null,
  };
}

/** Yes, and nothing was claimed: a question, or a SKU that nobody counts. */
function untaken(facts: StepFacts): StepAnswer {
  const policy = resolvePolicy(facts.policy);
  return {
    outcome: "done",
    units: 0,
    backordered: 0,
    tracked: policy.trackInventory,
    shipsFrom: policy.preferredWarehouse,
  };
}
