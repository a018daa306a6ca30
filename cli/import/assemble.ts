import {
  type Catalogue,
  type CatalogueProduct,
  type CatalogueSku,
  figureId,
  replenishmentId,
  type TakenRow,
} from "./catalogue.ts";
import { defineProduct } from "./define-product.ts";
import { deriveSku } from "./derive-sku.ts";
import type { Drafts, ProductDraft, ReplenishmentStatement } from "./drafts.ts";
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

/** Rows of one SKU brought together; contradictions refused. */
function gatherSkus(statements: readonly SkuStatement[], derived: ReadonlySet<string>, isByFigure: boolean): Gathered {
  const gathered: Gathered = { skus: [], taken: new Map(), refusals: [], warnings: [] };
  const idOf = ({ sku, level }: SkuStatement) => (isByFigure && level !== null ? figureId(sku, level.warehouse) : sku);
  for (const [id, same] of groupBy(statements, idOf)) {
    const merged = mergeStatements(same);
    for (const { what, statements: contradicting } of merged.contradictions) {
      const lines = contradicting.map(({ line }) => line);
      for (const { line, sku, product } of contradicting) {
        gathered.refusals.push({ line, sku, product, reason: { code: "contradiction", what, lines } });
      }
    }
    const [first] = merged.taken;
    if (first === undefined) continue;
    const { sku } = first;
    const lines = merged.taken.map(({ line }) => line);
    if (merged.repeated) gathered.warnings.push({ code: "shared_sku", sku, lines });
    for (const statement of merged.taken) gathered.taken.set(statement, id);
    gathered.skus.push({ id, request: skuRequest(sku, merged), lines, derived: derived.has(sku) });
  }
  return gathered;
}

interface Gathered {
  skus: CatalogueSku[];
  /** Under which id each statement is kept. */
  taken: Map<SkuStatement, string>;
  refusals: Refusal[];
  warnings: Warning[];
}

/** Products of rows with options and values; those without a row that was taken are left out. */
function defineProducts(settled: readonly Settled[], taken: Gathered["taken"], refusals: readonly Refusal[]) {
  const refusedOf = groupBy(refusals, ({ product }) => product);
  const products: CatalogueProduct[] = [];
  const warnings: Warning[] = [];
  for (const { draft, choices } of settled) {
    const kept = choices.filter(({ statement }) => taken.has(statement));
    const lines = (refusedOf.get(draft.id) ?? []).map(({ line }) => line);
    if (kept.length === 0) {
      if (lines.length > 0) warnings.push({ code: "product_left_out", product: draft.id, lines });
      continue;
    }
    if (lines.length > 0) warnings.push({ code: "product_incomplete", product: draft.id, lines });
    const incomplete = lines.length > 0;
    products.push({ request: defineProduct(draft, kept), line: draft.line, incomplete, isWhole: false });
  }
  return { products, warnings };
}

/** Expected goods that are named twice are refused, both: which one is right cannot be known. */
function settleReplenishments(statements: readonly ReplenishmentStatement[], refusals: Refusal[]) {
  return [...groupBy(statements, replenishmentId).values()].flatMap((same) => {
    if (same.length === 1) return same;
    const lines = same.map(({ line }) => line);
    for (const { line, sku, id } of same) {
      refusals.push({ line, sku, product: null, reason: { code: "replenishment_twice", id, lines } });
    }
    return [];
  });
}

/**
 * Compares all rows with each other and settles what is to be sent: SKUs derived, rows of one SKU brought together,
 * contradictions refused, products defined from what is left.
 */
export function assemble(drafts: Drafts): Catalogue {
  const refusals = [...drafts.refusals];
  const { settled, derived } = settleProducts(drafts, refusals);
  const ofProducts = settled.flatMap(({ choices }) => choices.map(({ statement }) => statement));
  const ofRows = drafts.statements.flatMap((each) => (each.sku === null ? [] : [{ ...each, sku: each.sku }]));
  const gathered = gatherSkus([...ofProducts, ...ofRows], derived, drafts.isByFigure);
  const replenishments = settleReplenishments(drafts.replenishments, refusals);
  refusals.push(...gathered.refusals);
  refusals.sort((a, b) => a.line - b.line);
  const defined = defineProducts(settled, gathered.taken, refusals);
  const whole = drafts.definitions.map(
    ({ request, line }): CatalogueProduct => ({ request, line, incomplete: false, isWhole: true }),
  );

  const taken: TakenRow[] = [
    ...[...gathered.taken].map(([{ line, sku, product }, id]) => ({ line, sku, product, into: intoSku(id) })),
    ...replenishments.map((each) => ({ line: each.line, sku: each.sku, product: null, into: intoReplenishment(each) })),
    ...drafts.definitions.flatMap(({ request: { id }, rows }) =>
      rows.map(({ line, sku }) => ({ line, sku, product: id, into: { kind: "product" as const, id } })),
    ),
  ];
  return {
    skus: gathered.skus,
    products: [...defined.products, ...whole],
    replenishments,
    isByFigure: drafts.isByFigure,
    taken: taken.sort((a, b) => a.line - b.line),
    skipped: drafts.skipped,
    refusals,
    warnings: [...drafts.warnings, ...gathered.warnings, ...defined.warnings],
  };
}

function intoSku(id: string): TakenRow["into"] {
  return { kind: "sku", id };
}

function intoReplenishment(statement: ReplenishmentStatement): TakenRow["into"] {
  return { kind: "replenishment", id: replenishmentId(statement) };
}

function skuRequest(sku: string, merged: ReturnType<typeof mergeStatements>): CatalogueSku["request"] {
  return {
    sku,
    ...(Object.keys(merged.policy).length > 0 ? { policy: merged.policy } : {}),
    ...(merged.levels.length > 0 ? { levels: merged.levels } : {}),
  };
}
