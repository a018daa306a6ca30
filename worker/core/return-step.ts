import { FIGURE_MAX } from "./bounds.ts";
import { mark, type OpenOrEmpty } from "./driven-steps.ts";
import { NO_FIGURES } from "./figures.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { DrivenStep } from "./step.ts";
import { changed, type StepFacts, type StepResult } from "./step-facts.ts";

/**
 * Shipped units come back, and are on hand again where they are restocked. The claim is one of the return alone and has no
 * units; it is kept until its slot releases it, so that a repeat finds that it was done however late it comes.
 */
export function giveBack(
  id: string,
  claim: OpenOrEmpty | null,
  step: DrivenStep & { kind: "giveBack" },
  facts: StepFacts,
): StepResult {
  if (claim !== null) return mark(id, claim, step.n, facts);
  const levels = new Map(facts.levels);
  const warehouse = [step.warehouse, ...step.instead].find((each) => !facts.closed.includes(each)) ?? step.warehouse;
  const level = levels.get(warehouse) ?? NO_FIGURES;
  // No bound may refuse a driven step; nobody has this many units, and the ledger says what was really added.
  const onHand = Math.min(FIGURE_MAX, level.onHand + (step.restock ? step.units : 0));
  if (step.restock) levels.set(warehouse, { ...level, onHand });
  const { order, document, actor, note } = step;
  const entry: LedgerEntry = {
    warehouse,
    kind: "return",
    figure: "onHand",
    change: onHand - level.onHand,
    after: onHand,
    reason: null,
    note,
    order,
    document,
    actor,
  };
  return changed({ phase: "empty", id, step: step.n }, levels, [entry], facts);
}
