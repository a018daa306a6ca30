import type { Claim } from "./claim.ts";
import { unitsUncovered } from "./coverage.ts";
import { allocate, cancel, decrease, end, extend } from "./driven-steps.ts";
import { hold, judgeFor } from "./hold-step.ts";
import { giveBack } from "./return-step.ts";
import { plan, plannedAgain, ship, unplan } from "./shipment-steps.ts";
import type { DrivenStep, Inquiry, Step, StepAnswer } from "./step.ts";
import { answerOf, refuse, type StepFacts, type StepResult, unchanged, untaken } from "./step-facts.ts";

/**
 * Applies one step to one claim, by the numbers of DESIGN section 7.3: the next one only. A lower number is done
 * already; a higher one with something missing before it asks for that first.
 */
export function applyStep(id: string, claim: Claim | null, step: Step | Inquiry, facts: StepFacts): StepResult {
  if (step.kind === "inquire" || step.kind === "coverage") return inquire(claim, step, facts);
  const applied = claim?.step ?? 0;
  if (claim !== null && step.n <= applied) return unchanged(answerAgain(claim, step, facts));
  const isTried = step.kind === "hold" || step.kind === "plan";
  if (claim?.phase === "ended") return unchanged(isTried ? { outcome: "ended" } : answerOf(claim, facts));
  // Steps before this one were applied, and nothing is left of it: the claim has ended and was forgotten.
  if (claim === null && step.kind !== "hold" && step.after > 0) return unchanged({ outcome: "ended" });
  if (applied < step.after) return unchanged({ outcome: "behind", next: applied + 1 });
  switch (step.kind) {
    case "hold":
      return hold(id, claim, step, facts);
    case "plan":
      return plan(claim, step, facts);
    default:
      return drive(id, claim, step, facts);
  }
}

/** A driven step is applied whatever it finds: where nothing is left for it to do, it takes its number all the same. */
function drive(id: string, claim: OpenOrEmpty | null, step: DrivenStep, facts: StepFacts): StepResult {
  switch (step.kind) {
    case "release":
      return end(id, claim, step.n, [], facts);
    case "decrease":
      return decrease(id, claim, step, facts);
    case "extend":
      return extend(id, claim, step, facts);
    case "allocate":
      return allocate(id, claim, step, facts);
    case "cancel":
      return cancel(id, claim, step, facts);
    case "unplan":
      return unplan(id, claim, step, facts);
    case "ship":
      return ship(id, claim, step, facts);
    case "giveBack":
      return giveBack(id, claim, step, facts);
  }
}

type OpenOrEmpty = Exclude<Claim, { phase: "ended" }>;

function inquire(claim: Claim | null, inquiry: Inquiry, facts: StepFacts): StepResult {
  if (inquiry.kind === "coverage") {
    if (claim?.phase !== "held" && claim?.phase !== "allocated") return untaken(facts);
    const backordered = unitsUncovered(facts.uncoveredOf(claim, facts.levels));
    return unchanged({ ...answerOf(claim, facts), backordered });
  }
  const verdict = judgeFor(claim, inquiry.ask, inquiry.scope, facts.channelNow(inquiry.channel), facts);
  return verdict.accepted ? untaken(facts) : refuse(verdict.refusal, verdict.wantsStock);
}

function answerAgain(claim: Claim, step: Step, facts: StepFacts): StepAnswer {
  if (claim.phase === "ended" && (step.kind === "hold" || step.kind === "plan")) return { outcome: "ended" };
  return step.kind === "plan" ? plannedAgain(claim, step, facts) : answerOf(claim, facts);
}
