import type { Policy } from "../../sdk/index.ts";
import { type Parsed, parseFlag, parseOnHand } from "./cell.ts";
import { type Column, cellOf, type SourceRow } from "./column.ts";
import {
  type Drafts,
  emptyDrafts,
  type ProductDraft,
  type ReaderOptions,
  type RowReader,
  type Statement,
} from "./drafts.ts";
import { groupBy } from "./group-by.ts";
import { idFault } from "./id-text.ts";
import { oneLine } from "./printable.ts";
import type { RefusalReason } from "./refusal.ts";
import { slugOf } from "./slug.ts";
import type { VendureColumns } from "./vendure-columns.ts";

/** `a | b` as its parts; empty parts do not count, as in Vendure's own import. */
function splitList(text: string): string[] {
  return text
    .split("|")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function parseTracking(column: Column, text: string): Parsed<Partial<Policy>> {
  if (text === "" || text.toLowerCase() === "inherit") return { ok: true, value: {} };
  const flag = parseFlag(column.name, text);
  if (flag.ok) return { ok: true, value: { trackInventory: flag.value } };
  return {
    ok: false,
    reason: { code: "not_understood", column: column.name, text, expected: "true, false, inherit or empty" },
  };
}

type Current =
  | { kind: "none" }
  | { kind: "product"; draft: ProductDraft }
  /** Its first row was refused: what follows must not fall to the product before it. */
  | { kind: "refused"; product: string | null; reason: RefusalReason };

/**
 * Reads Vendure's product CSV: a row with a name begins a product, rows without one are its further choices
 * (vendure-ecommerce/vendure, packages/core/src/data-import/providers/import-parser).
 */
export function createVendureReader(columns: VendureColumns, options: ReaderOptions): RowReader {
  const drafts = emptyDrafts();
  let current: Current = { kind: "none" };

  function refuse(line: number, sku: string | null, reason: RefusalReason): void {
    const product = current.kind === "product" ? current.draft.id : current.kind === "refused" ? current.product : null;
    drafts.refusals.push({ line, sku: sku === "" ? null : sku, product, reason });
  }

  function begin(row: SourceRow, name: string): void {
    const slug = cellOf(row, columns.slug);
    const id = slug === "" ? slugOf(name) : slug;
    const fault = idFault(id);
    const groups = splitList(cellOf(row, columns.optionGroups));
    if (fault !== null) {
      current = { kind: "refused", product: null, reason: { code: "product_id_invalid", fault } };
      return;
    }
    if (new Set(groups).size < groups.length) {
      current = { kind: "refused", product: id, reason: { code: "option_names_twice", names: groups } };
      return;
    }
    if (slug === "") drafts.warnings.push({ code: "slug_from_name", product: id, line: row.line });
    const draft: ProductDraft = {
      id,
      title: oneLine(name),
      line: row.line,
      options: groups,
      published: null,
      variants: [],
    };
    drafts.products.push(draft);
    current = { kind: "product", draft };
  }

  function readStatement(row: SourceRow, product: string, sku: string): Parsed<Statement> {
    const statement: Statement = { line: row.line, sku: sku === "" ? null : sku, product, level: null, policy: {} };
    const fault = sku === "" ? null : idFault(sku);
    if (fault !== null) return { ok: false, reason: { code: "sku_invalid", fault } };
    const stock = cellOf(row, columns.stockOnHand);
    if (columns.stockOnHand !== null && stock !== "") {
      const onHand = parseOnHand(columns.stockOnHand.name, stock);
      if (!onHand.ok) return onHand;
      statement.level = { warehouse: options.warehouse, onHand: onHand.value };
    }
    if (columns.trackInventory !== null) {
      const policy = parseTracking(columns.trackInventory, cellOf(row, columns.trackInventory));
      if (!policy.ok) return policy;
      statement.policy = policy.value;
    }
    return { ok: true, value: statement };
  }

  function readChoice(row: SourceRow, draft: ProductDraft): void {
    const sku = cellOf(row, columns.sku);
    const values = splitList(cellOf(row, columns.optionValues));
    if (values.length !== draft.options.length) {
      refuse(row.line, sku, { code: "option_count", names: draft.options.length, values: values.length });
      return;
    }
    const statement = readStatement(row, draft.id, sku);
    if (statement.ok) draft.variants.push({ values, statement: statement.value });
    else refuse(row.line, sku, statement.reason);
  }

  function read(row: SourceRow): void {
    const name = cellOf(row, columns.name);
    const sku = cellOf(row, columns.sku);
    if (name !== "") begin(row, name);
    else if (
      [columns.sku, columns.optionValues, columns.stockOnHand, columns.price].every((each) => cellOf(row, each) === "")
    ) {
      drafts.skipped.push({
        line: row.line,
        sku: null,
        product: current.kind === "product" ? current.draft.id : null,
        reason: "no_stock",
      });
      return;
    }
    if (current.kind === "product") readChoice(row, current.draft);
    else
      refuse(row.line, sku, current.kind === "refused" && name !== "" ? current.reason : { code: "product_unknown" });
  }

  function readBroken(row: SourceRow, reason: RefusalReason): void {
    if (cellOf(row, columns.name) !== "") current = { kind: "refused", product: null, reason };
    refuse(row.line, null, reason);
  }

  /** Which of two products of one slug is meant cannot be known, and the order of rows must not decide it. */
  function refuseAll(same: ProductDraft[]): void {
    const lines = same.map((draft) => draft.line);
    for (const draft of same) {
      for (const { statement } of draft.variants) {
        const { line, sku, product } = statement;
        drafts.refusals.push({ line, sku, product, reason: { code: "product_id_taken", lines } });
      }
      draft.variants = [];
    }
  }

  function finish(): Drafts {
    for (const same of groupBy(drafts.products, ({ id }) => id).values()) if (same.length > 1) refuseAll(same);
    return drafts;
  }

  return { read, readBroken, finish };
}
