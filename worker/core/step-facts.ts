import type { Claim, UnitsClaim } from "./claim.ts";
import { sharesOf } from "./claim.ts";
import type { Uncovered } from "./coverage.ts";
import type { Figures, Levels } from "./figures.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { ChannelFacts } from "./limit.ts";
import { type PolicyLevels, resolvePolicy } from "./policy.ts";
import type { Refusal } from "./refusal.ts";
import type { StockRules } from "./rules.ts";
import { unitsOf } from "./shares.ts";
import type { Done, StepAnswer } from "./step.ts";

/** What a SKU knows when it applies a step. Levels are the running figures of the batch. */
export interface StepFacts {
  rules: StockRules;
  policy: PolicyLevels;
  levels: Levels;
  /** The levels without the holds that are overdue. */
  shownLevels: Levels;
  /** Warehouses at which nothing is promised any more. */
  closed: readonly string[];
  /** A channel that a step names, as the SKU knows it: by facts at least as new as those that came along. */
  channelNow: (channel: ChannelFacts) => ChannelFacts;
  openHolds: number;
  openHoldsOf: (client: string) => number;
  /** When the first open hold of a client (`null`: of all) runs out, in milliseconds. Asked only when there is one. */
  firstHoldEndsAt: (client: string | null) => number;
  claimedInChannel: (channel: string) => number;
  /** Units that a claim covers late are found by going through the older ones; asked for only when it is needed. */
  uncoveredOf: (claim: UnitsClaim, levels: Levels) => Uncovered;
  /** For a claim that is made now: later than that of every claim before it, also within one millisecond. */
  since: number;
  nowMs: number;
}

/** What a step comes to. */
export type StepResult =
  /** Nothing changed. */
  | { change: "none"; answer: StepAnswer; wantsStock: boolean }
  | { change: "claim"; answer: StepAnswer; claim: Claim; levels: Map<string, Figures>; entries: LedgerEntry[] };

export function changed(
  claim: Claim,
  levels: Map<string, Figures>,
  entries: LedgerEntry[],
  facts: StepFacts,
  answer: StepAnswer = answerOf(claim, facts),
): StepResult {
  return { change: "claim", answer, claim, levels, entries };
}

export function unchanged(answer: StepAnswer): StepResult {
  return { change: "none", answer, wantsStock: false };
}

/** `wantsStock`: other holds may be the cause, so it is worth asking what became of the old ones. */
export function refuse(refusal: Refusal, wantsStock: boolean): StepResult {
  return { change: "none", answer: { outcome: "refused", refusal }, wantsStock };
}

/** Yes, and what the claim has now. */
export function answerOf(claim: Claim, facts: StepFacts): Done {
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
export function untaken(facts: StepFacts): StepResult {
  const policy = resolvePolicy(facts.policy);
  return unchanged({
    outcome: "done",
    units: 0,
    backordered: 0,
    tracked: policy.trackInventory,
    shipsFrom: policy.preferredWarehouse,
  });
}
