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
import { idFault } from "./id-text.ts";
import { oneLine } from "./printable.ts";
import type { RefusalReason } from "./refusal.ts";
import type { ShopifyColumns } from "./shopify-columns.ts";

/**
 * `continue` sells on, `deny` does not. `deny` is set and not left to be inherited: a SKU that was `continue` in an
 * earlier file must stop selling beyond its stock. The newer name of the column is a question: `TRUE` is `continue`.
 */
function parsePolicy(column: Column, text: string): Parsed<Partial<Policy>> {
  if (text === "") return { ok: true, value: {} };
  const word = text.toLowerCase();
  if (word === "continue" || word === "true") return { ok: true, value: { backorders: "allow" } };
  if (word === "deny" || word === "false") return { ok: true, value: { backorders: "none" } };
  return { ok: false, reason: { code: "not_understood", column: column.name, text, expected: "continue or deny" } };
}

/** What the rows of one handle said so far. */
interface Gathered {
  draft: ProductDraft;
  /** Option names by position; empty until a row gives one. */
  optionNames: string[];
  rows: { line: number; values: string[]; statement: Parsed<Statement>; sku: string; isChoice: boolean }[];
  /** Set when something about the whole product cannot be read. */
  refused: RefusalReason | null;
}

/**
 * Reads Shopify's product CSV: rows of one handle are one product, wherever they stand; title, option names and
 * visibility are on its first row only.
 */
export function createShopifyReader(columns: ShopifyColumns, options: ReaderOptions): RowReader {
  const drafts = emptyDrafts();
  const products = new Map<string, Gathered>();

  function productOf(handle: string, line: number): Gathered {
    const known = products.get(handle);
    if (known !== undefined) return known;
    const draft: ProductDraft = {
      id: handle,
      title: "",
      line,
      options: [],
      published: null,
      variants: [],
    };
    const gathered: Gathered = { draft, optionNames: columns.options.map(() => ""), rows: [], refused: null };
    products.set(handle, gathered);
    return gathered;
  }

  function readVisibility(row: SourceRow, product: Gathered): void {
    const published = cellOf(row, columns.published);
    const status = cellOf(row, columns.status).toLowerCase();
    if (columns.published !== null && published !== "") {
      const flag = parseFlag(columns.published.name, published);
      if (flag.ok) product.draft.published = flag.value;
      else product.refused = flag.reason;
    }
    if (status === "draft" || status === "archived") product.draft.published = false;
  }

  function readStatement(row: SourceRow, product: string, sku: string): Parsed<Statement> {
    const statement: Statement = { line: row.line, sku: sku === "" ? null : sku, product, level: null, policy: {} };
    const fault = sku === "" ? null : idFault(sku);
    if (fault !== null) return { ok: false, reason: { code: "sku_invalid", fault } };
    const quantity = cellOf(row, columns.quantity);
    if (columns.quantity !== null && quantity !== "") {
      const onHand = parseOnHand(columns.quantity.name, quantity);
      if (!onHand.ok) return onHand;
      statement.level = { warehouse: options.warehouse, onHand: onHand.value };
    }
    if (columns.policy !== null) {
      const policy = parsePolicy(columns.policy, cellOf(row, columns.policy));
      if (!policy.ok) return policy;
      statement.policy = policy.value;
    }
    if (columns.tracker !== null) statement.policy.trackInventory = cellOf(row, columns.tracker) !== "";
    return { ok: true, value: statement };
  }

  function isChoice(row: SourceRow): boolean {
    const telling = [columns.sku, columns.tracker, columns.quantity, columns.policy, columns.price];
    return [...telling, ...columns.options.map((option) => option.value)].some((column) => cellOf(row, column) !== "");
  }

  function read(row: SourceRow): void {
    const handle = cellOf(row, columns.handle);
    const title = oneLine(cellOf(row, columns.title));
    const sku = cellOf(row, columns.sku);
    const fault = idFault(handle);
    if (fault !== null) {
      const reason: RefusalReason = { code: "product_id_invalid", fault };
      drafts.refusals.push({ line: row.line, sku: sku === "" ? null : sku, product: null, reason });
      return;
    }
    const product = productOf(handle, row.line);
    if (product.draft.title === "") product.draft.title = title;
    columns.options.forEach((option, position) => {
      if (product.optionNames[position] === "") product.optionNames[position] = cellOf(row, option.name);
    });
    readVisibility(row, product);
    const choice = isChoice(row);
    if (!choice && title === "") {
      drafts.skipped.push({ line: row.line, sku: null, product: handle, reason: "no_stock" });
      return;
    }
    const values = columns.options.map((option) => cellOf(row, option.value));
    product.rows.push({ line: row.line, values, sku, statement: readStatement(row, handle, sku), isChoice: choice });
  }

  function readBroken(row: SourceRow, reason: RefusalReason): void {
    const handle = cellOf(row, columns.handle);
    const product = idFault(handle) === null ? productOf(handle, row.line) : null;
    drafts.refusals.push({ line: row.line, sku: null, product: product?.draft.id ?? null, reason });
  }

  function finish(): Drafts {
    for (const product of products.values()) settle(product);
    const taken = drafts.products.flatMap(({ variants }) => variants.map(({ statement }) => statement));
    const lines = taken.filter(({ policy }) => policy.trackInventory === false).map(({ line }) => line);
    if (lines.length > 0) drafts.warnings.push({ code: "not_tracked", lines: lines.sort((a, b) => a - b) });
    return drafts;
  }

  /** Only with all its rows can be said which options a product has: their names stand on one row of it. */
  function settle(product: Gathered): void {
    const { draft, rows } = product;
    if (draft.title === "") {
      draft.title = draft.id;
      drafts.warnings.push({ code: "title_missing", product: draft.id, line: draft.line });
    }
    const positions = optionPositions(product);
    draft.options = positions.map((position) => product.optionNames[position] ?? "");
    if (new Set(draft.options).size < draft.options.length) {
      product.refused = { code: "option_names_twice", names: draft.options };
    }
    for (const row of rows) {
      // A row with a title alone is the one choice of a product without options, and none of a product with some.
      if (!row.isChoice && positions.length > 0) {
        drafts.skipped.push({ line: row.line, sku: null, product: draft.id, reason: "no_stock" });
        continue;
      }
      const values = positions.map((position) => row.values[position] ?? "");
      const reason = product.refused ?? optionFault(product, positions, row.values);
      const statement: Parsed<Statement> = reason === null ? row.statement : { ok: false, reason };
      if (statement.ok) {
        draft.variants.push({ values, statement: statement.value });
        continue;
      }
      const sku = row.sku === "" ? null : row.sku;
      drafts.refusals.push({ line: row.line, sku, product: draft.id, reason: statement.reason });
    }
    drafts.products.push(draft);
  }

  return { read, readBroken, finish };
}

/** A product without options is written as the one option `Title` with the one value `Default Title`. */
function isDefaultTitle(product: Gathered): boolean {
  const [first, ...others] = product.optionNames;
  return (
    first?.toLowerCase() === "title" &&
    others.every((name) => name === "") &&
    product.rows.every(({ values }) => ["", "default title"].includes((values[0] ?? "").toLowerCase()))
  );
}

function optionPositions(product: Gathered): number[] {
  if (isDefaultTitle(product)) return [];
  return product.optionNames.flatMap((name, position) => (name === "" ? [] : [position]));
}

function optionFault(product: Gathered, positions: number[], values: string[]): RefusalReason | null {
  for (const position of positions) {
    if ((values[position] ?? "") === "") {
      return { code: "option_value_missing", option: product.optionNames[position] ?? "" };
    }
  }
  const nameless = values.find((value, position) => value !== "" && product.optionNames[position] === "");
  return nameless === undefined ? null : { code: "option_name_missing", value: nameless };
}
