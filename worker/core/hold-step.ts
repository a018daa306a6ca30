import { type AskScope, type AskVerdict, judgeAsk } from "./ask.ts";
import { OPEN_HOLDS_PER_CLIENT_MAX, OPEN_HOLDS_PER_SKU_MAX } from "./bounds.ts";
import { type AllocatedClaim, type Claim, type EndedClaim, type HeldClaim, sharesOf } from "./claim.ts";
import { unitsUncovered } from "./coverage.ts";
import type { Ask } from "./demand.ts";
import { type ChannelFacts, openPartOf } from "./limit.ts";
import { heldShares, placeUnits, strategyOf } from "./placing.ts";
import { resolvePolicy } from "./policy.ts";
import type { TooManyOpenHolds } from "./refusal.ts";
import { addHeld, moveShares, type Share, uncoveredOfNewest, unitsOf } from "./shares.ts";
import type { HoldStep } from "./step.ts";
import { changed, refuse, type StepFacts, type StepResult, untaken } from "./step-facts.ts";

/** Holds what the ask comes to in all, if the stock and everything else allows it. */
export function hold(
  id: string,
  claim: Exclude<Claim, EndedClaim> | null,
  step: HoldStep,
  facts: StepFacts,
): StepResult {
  const open = claim?.phase === "held" || claim?.phase === "allocated" ? claim : null;
  const channel = open?.channel ?? facts.channelNow(step.channel);
  const verdict = judgeFor(claim, step.ask, "all", channel, facts);
  if (!verdict.accepted) return refuse(verdict.refusal, verdict.wantsStock);
  // Tracked or not is fixed in the claim: one that is there stays counted, whatever policy says by now.
  if (claim === null && !resolvePolicy(facts.policy).trackInventory) return untaken(facts);
  if (open !== null) return holdMore(open, step, facts);
  // Old holds that nobody owns may be the cause here as well.
  if (facts.openHolds >= OPEN_HOLDS_PER_SKU_MAX) {
    return refuse(tooManyHolds(OPEN_HOLDS_PER_SKU_MAX, null, facts), true);
  }
  if (step.client !== null && facts.openHoldsOf(step.client) >= OPEN_HOLDS_PER_CLIENT_MAX) {
    return refuse(tooManyHolds(OPEN_HOLDS_PER_CLIENT_MAX, step.client, facts), true);
  }
  const shares = placed(step.ask.units, channel, facts);
  const levels = moveShares(facts.levels, [], shares);
  const { client, expiresAt, n } = step;
  const backordered = uncoveredOfNewest(shares, levels);
  const made: HeldClaim = {
    phase: "held",
    id,
    step: n,
    channel,
    client,
    shares,
    since: facts.since,
    expiresAt,
    backordered,
  };
  return changed(made, levels, [], facts);
}

/** The asker's own units never count against the asker. */
export function judgeFor(
  claim: Claim | null,
  ask: Ask,
  scope: AskScope,
  channel: ChannelFacts,
  facts: StepFacts,
): AskVerdict {
  const own = sharesOf(claim);
  const isShown = claim?.phase !== "held" || claim.expiresAt > facts.nowMs;
  return judgeAsk(ask, scope, {
    own: facts.policy,
    channel: openPartOf(channel, facts.closed),
    levels: own.length === 0 ? facts.levels : moveShares(facts.levels, own, []),
    shownLevels: own.length > 0 && isShown ? moveShares(facts.shownLevels, own, []) : facts.shownLevels,
    nowMs: facts.nowMs,
    rules: facts.rules,
    claimedInChannel: () => facts.claimedInChannel(channel.code) - unitsOf(own),
  });
}

function holdMore(claim: HeldClaim | AllocatedClaim, step: HoldStep, facts: StepFacts): StepResult {
  const more = step.ask.units - unitsOf(claim.shares);
  const shares = addHeld(claim.shares, placed(more, claim.channel, facts));
  const levels = moveShares(facts.levels, claim.shares, shares);
  const next = { ...claim, step: step.n, shares };
  return changed({ ...next, backordered: unitsUncovered(facts.uncoveredOf(next, levels)) }, levels, [], facts);
}

function tooManyHolds(bound: number, client: string | null, facts: StepFacts): TooManyOpenHolds {
  return { reason: "too_many_open_holds", bound, firstEndsAt: facts.firstHoldEndsAt(client) };
}

function placed(units: number, channel: ChannelFacts, facts: StepFacts): Share[] {
  const open = openPartOf(channel, facts.closed);
  return heldShares(placeUnits(Math.max(0, units), facts.levels, open, strategyOf(open, facts.rules.placing)));
}
