import { applyStep } from "../../../worker/core/apply-step.ts";
import type { Claim, UnitsClaim } from "../../../worker/core/claim.ts";
import { uncoveredOf } from "../../../worker/core/coverage.ts";
import type { DrivenStep, HoldStep, Inquiry, PlanStep, Step } from "../../../worker/core/step.ts";
import type { StepFacts, StepResult } from "../../../worker/core/step-facts.ts";
import { ask, MINUTE, NOW, stepFacts, WEB } from "./given.ts";

export const EXPIRES = NOW + 15 * MINUTE;
export const EMPTY: Claim = { phase: "empty", id: "r1", step: 3 };
export const ENDED: Claim = { phase: "ended", id: "r1", step: 4, endedAt: NOW - 5 };

/** Who takes a step, and why. */
export const TOLD = { actor: "shop", note: null };

export function hold(units: number, set: Partial<HoldStep> = {}): HoldStep {
  return { kind: "hold", n: 1, after: 0, ask: ask(units), channel: WEB, client: null, expiresAt: EXPIRES, ...set };
}

/** A plan as the step after an allocation. */
export function plan(units: number, set: Partial<PlanStep> = {}): PlanStep {
  return { kind: "plan", n: 3, after: 2, shipment: "S-1", units, warehouse: null, ...TOLD, ...set };
}

/** Every step that is decided already, as the next one after `step`. */
export function drivenSteps(step: number): DrivenStep[] {
  const numbers = { n: step + 1, after: step };
  return [
    { kind: "decrease", ...numbers, units: 1 },
    { kind: "extend", ...numbers, expiresAt: NOW + 99 * MINUTE },
    { kind: "release", ...numbers },
    { kind: "allocate", ...numbers, order: "O-1", actor: "shop" },
    { kind: "cancel", ...numbers, units: 1, ends: false, ...TOLD },
    { kind: "cancel", ...numbers, units: 0, ends: true, ...TOLD },
    { kind: "unplan", ...numbers, shipment: "S-1", ...TOLD },
    { kind: "ship", ...numbers, shipment: "S-1", ends: false, ...TOLD },
    { kind: "ship", ...numbers, shipment: "S-1", ends: true, ...TOLD },
  ];
}

/** What a step is called where it stands in a table. */
export function stepTitle(step: DrivenStep): string {
  return "ends" in step && step.ends ? `${step.kind} that ends the claim` : step.kind;
}

/** Whether nothing is left of a claim after it, whatever was there before. */
export function endsClaim(step: DrivenStep): boolean {
  return step.kind === "release" || ("ends" in step && step.ends);
}

export function apply(claim: Claim | null, step: Step | Inquiry, set: Partial<StepFacts> = {}): StepResult {
  return applyStep("r1", claim, step, stepFacts(set));
}

/** Facts of a SKU at which others claim units too, so that goods go to the oldest. */
export function besides(...others: UnitsClaim[]): Pick<StepFacts, "uncoveredOf"> {
  return {
    uncoveredOf: (claim, here) => {
      const all = [...others.filter((each) => each.id !== claim.id), claim];
      const oldestFirst = all.toSorted((one, other) => one.since - other.since);
      return uncoveredOf(claim.id, oldestFirst, here);
    },
  };
}

/** What a step changed; fails when it changed nothing. */
export function changed(result: StepResult): StepResult & { change: "claim" } {
  if (result.change === "none") throw new Error(`Nothing changed: ${JSON.stringify(result.answer)}`);
  return result;
}

export function done(
  units: number,
  set: Partial<{ backordered: number; tracked: boolean; shipsFrom: string | null }> = {},
) {
  return { outcome: "done", units, backordered: 0, tracked: true, shipsFrom: "main", ...set };
}
