import type { Catalogue, CatalogueProduct, CatalogueSku } from "./catalogue.ts";
import { defineProduct } from "./define-product.ts";
import { deriveSku } from "./derive-sku.ts";
import type { Drafts, ProductDraft } from "./drafts.ts";
import { groupBy } from "./group-by.ts";
import { mergeStatements, type SkuStatement } from "./merge-statements.ts";
import type { Refusal } from "./refusal.ts";
import { type Choice, choicesOf, settleChoices } from "./settle-choices.ts";
import type { Warning } from "./warning.ts";

interface Settled {
  draft: ProductDraft;
  choices: Choice[];
}

function givenSkus(drafts: Drafts): Set<string> {
  const given = new Set<string>();
  for (const { variants } of drafts.products) {
    for (const { statement } of variants) if (statement.sku !== null) given.add(statement.sku);
  }
  return given;
}

function settleProducts(drafts: Drafts, refusals: Refusal[]): { settled: Settled[]; derived: Set<string> } {
  const given = givenSkus(drafts);
  const derived = new Set<string>();
  const settled = drafts.products.map((draft) => {
    const choices = choicesOf(draft, ({ values, statement }) => {
      if (statement.sku !== null) return statement.sku;
      const sku = deriveSku({ product: draft.id, values }, given);
      derived.add(sku);
      return sku;
    });
    const { kept, refusals: found } = settleChoices(draft, choices);
    refusals.push(...found);
    return { draft, choices: kept };
  });
  return { settled, derived };
}

/**
 * Compares all rows with each other and settles what is to be sent: SKUs derived, rows of one SKU brought together,
 * contradictions refused, products defined from what is left.
 */
export function assemble(drafts: Drafts): Catalogue {
  const refusals = [...drafts.refusals];
  const warnings: Warning[] = [...drafts.warnings];
  const { settled, derived } = settleProducts(drafts, refusals);
  const ofProducts = settled.flatMap(({ choices }) => choices.map(({ statement }) => statement));
  const ofRows = drafts.statements.flatMap((each) => (each.sku === null ? [] : [{ ...each, sku: each.sku }]));

  const skus: CatalogueSku[] = [];
  const taken = new Set<SkuStatement>();
  for (const [sku, statements] of groupBy([...ofProducts, ...ofRows], (statement) => statement.sku)) {
    const merged = mergeStatements(statements);
    for (const { what, statements: contradicting } of merged.contradictions) {
      const lines = contradicting.map(({ line }) => line);
      for (const { line, product } of contradicting) {
        refusals.push({ line, sku, product, reason: { code: "contradiction", what, lines } });
      }
    }
    if (merged.taken.length === 0) continue;
    const lines = merged.taken.map(({ line }) => line);
    if (merged.repeated) warnings.push({ code: "shared_sku", sku, lines });
    for (const statement of merged.taken) taken.add(statement);
    skus.push({ request: skuRequest(sku, merged), lines, derived: derived.has(sku) });
  }

  refusals.sort((a, b) => a.line - b.line);
  const refusedOf = groupBy(refusals, ({ product }) => product);
  const products: CatalogueProduct[] = [];
  for (const { draft, choices } of settled) {
    const kept = choices.filter(({ statement }) => taken.has(statement));
    const lines = (refusedOf.get(draft.id) ?? []).map(({ line }) => line);
    if (kept.length === 0) {
      if (lines.length > 0) warnings.push({ code: "product_left_out", product: draft.id, lines });
      continue;
    }
    if (lines.length > 0) warnings.push({ code: "product_incomplete", product: draft.id, lines });
    products.push({ request: defineProduct(draft, kept), line: draft.line, incomplete: lines.length > 0 });
  }

  return {
    skus,
    products,
    taken: [...taken].map(({ line, sku, product }) => ({ line, sku, product })).sort((a, b) => a.line - b.line),
    skipped: drafts.skipped,
    refusals,
    warnings,
  };
}

function skuRequest(sku: string, merged: ReturnType<typeof mergeStatements>): CatalogueSku["request"] {
  return {
    sku,
    ...(Object.keys(merged.policy).length > 0 ? { policy: merged.policy } : {}),
    ...(merged.levels.length > 0 ? { levels: merged.levels } : {}),
  };
}
