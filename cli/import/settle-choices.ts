import type { ProductDraft, Variant } from "./drafts.ts";
import { groupBy } from "./group-by.ts";
import type { SkuStatement } from "./merge-statements.ts";
import type { Refusal, RefusalReason } from "./refusal.ts";

/** A choice whose SKU is known. */
export interface Choice {
  values: string[];
  statement: SkuStatement;
}

function refuse(choices: readonly Choice[], reasonFor: (lines: number[]) => RefusalReason): Refusal[] {
  const reason = reasonFor(choices.map(({ statement }) => statement.line));
  return choices.map(({ statement: { line, sku, product } }) => ({ line, sku, product, reason }));
}

function distinctSkus(choices: readonly Choice[]): number {
  return new Set(choices.map(({ statement }) => statement.sku)).size;
}

/** The variants with their SKUs; `skuOf` derives one where the file has none. */
export function choicesOf(draft: ProductDraft, skuOf: (variant: Variant) => string): Choice[] {
  return draft.variants.map((variant) => ({
    values: variant.values,
    statement: { ...variant.statement, sku: skuOf(variant) },
  }));
}

/**
 * Refuses the choices of a product that cannot be told apart: the same values with different SKUs, or several SKUs
 * without options.
 */
export function settleChoices(draft: ProductDraft, choices: Choice[]): { kept: Choice[]; refusals: Refusal[] } {
  if (draft.options.length === 0) {
    if (distinctSkus(choices) <= 1) return { kept: choices, refusals: [] };
    return { kept: [], refusals: refuse(choices, (lines) => ({ code: "options_missing", lines })) };
  }
  const refusals: Refusal[] = [];
  const refused = new Set<Choice>();
  for (const same of groupBy(choices, ({ values }) => JSON.stringify(values)).values()) {
    if (distinctSkus(same) <= 1) continue;
    for (const choice of same) refused.add(choice);
    refusals.push(...refuse(same, (lines) => ({ code: "choice_twice", lines })));
  }
  return { kept: choices.filter((choice) => !refused.has(choice)), refusals };
}
