import type { SkuClaim } from "./record.ts";
import type { Done, DrivenStep, StepAnswer } from "./step.ts";

type Decision = DrivenStep extends infer Kind ? (Kind extends DrivenStep ? Omit<Kind, "n" | "after"> : never) : never;

/** The claim at a SKU that the record has had nothing of. */
export function newClaim(sku: string): SkuClaim {
  return { sku, units: 0, tracked: true, backordered: 0, shipsFrom: null, applied: 0, numbered: 0, pending: [] };
}

/** A claim after a tried step with number `n` got a yes. */
export function tookUnits(claim: SkuClaim, n: number, answer: Done): SkuClaim {
  const { units, backordered, tracked, shipsFrom } = answer;
  return { ...claim, units, backordered, tracked, shipsFrom, applied: n, numbered: n, pending: [] };
}

/** Number of the last step that is decided: a new one must come after it. */
export function lastDecided(claim: SkuClaim): number {
  return claim.pending.at(-1)?.n ?? claim.applied;
}

/** A claim with one more decided step to drive. Where nothing is tracked there is nothing to drive. */
export function decide(claim: SkuClaim, step: Decision): SkuClaim {
  if (!claim.tracked) return claim;
  const n = claim.numbered + 1;
  // What was numbered and is neither applied nor pending was tried and decided against: it is skipped.
  // The cast: a variant of the union is put together again from its numbers and the rest.
  const numbered = { ...step, n, after: lastDecided(claim) } as DrivenStep;
  return { ...claim, numbered: n, pending: [...claim.pending, numbered] };
}

/** A claim whose held units are to be an order's. The SKU is told what the order's maker is: see core/covered-orders.ts. */
export function allocateTo(claim: SkuClaim, order: string, actor: string): SkuClaim {
  const { backordered } = claim;
  return decide(claim, { kind: "allocate", order, actor, ...(backordered > 0 ? { backordered } : {}) });
}

/** A claim after a SKU acknowledged its steps up to `n`. */
export function acknowledge(claim: SkuClaim, n: number): SkuClaim {
  if (n <= claim.applied) return claim;
  return { ...claim, applied: n, pending: claim.pending.filter((step) => step.n > n) };
}

/** What tells the claims of one record apart. */
export function claimKey({ claim, sku }: Pick<SkuClaim, "claim" | "sku">): string {
  return JSON.stringify([claim ?? null, sku]);
}

/** Whether a driven step has got through. */
export function isAcknowledged(answer: StepAnswer): boolean {
  return answer.outcome === "done" || answer.outcome === "ended";
}

/** The claim at a SKU that was asked for its first units and gave no answer: it may have taken them. */
export function doubtfulClaim(sku: string): SkuClaim {
  return { ...newClaim(sku), numbered: 1 };
}
