import type { BulkProductsRequest, Combination, DisplayPolicy, KitComponent } from "../../sdk/index.ts";
import { readText } from "../csv/text-cell.ts";
import type { RowKind } from "../plain/columns.ts";
import { readAttributes, readSelection } from "../plain/definition-cells.ts";
import { NULL_WORD } from "../plain/policy-cells.ts";
import { type Parsed, parseFlag, parseWhole, parseWord } from "./cell.ts";
import type { SourceRow } from "./column.ts";
import type { ProductDefinition } from "./drafts.ts";
import { idFault } from "./id-text.ts";
import { type PlainColumns, plainCell } from "./plain-columns.ts";
import { readSettings } from "./plain-stock.ts";
import type { Refusal } from "./refusal.ts";

type ProductRow = BulkProductsRequest["rows"][number];
type PartKind = Exclude<RowKind, "stock" | "replenishment">;
type Head = Omit<ProductRow, "combinations" | "components">;

/** What the rows of one product said so far. */
interface Gathered {
  heads: { line: number; head: Head }[];
  combinations: (Pick<Combination, "selection" | "sku"> & { allowOutOfStock: boolean | null })[];
  components: KitComponent[];
  rows: { line: number; sku: string | null }[];
  /** Lines of rows that were refused. */
  refused: number[];
}

/** Brings the rows of products together: one of the kind `product`, and its combinations or components. */
export class ProductRows {
  readonly #columns: PlainColumns;
  readonly #products = new Map<string, Gathered>();

  constructor(columns: PlainColumns) {
    this.#columns = columns;
  }

  /** Takes one row, or says why not. */
  read(kind: PartKind, row: SourceRow): Parsed<null> {
    const id = this.#text(row, "product");
    const fault = idFault(id);
    if (fault !== null) return { ok: false, reason: { code: "product_id_invalid", fault } };
    const sku = this.#text(row, "sku") || null;
    const skuFault = sku === null ? (kind === "component" ? "empty" : null) : idFault(sku);
    if (skuFault !== null) return { ok: false, reason: { code: "sku_invalid", fault: skuFault } };
    const product = this.#product(id);
    const taken = this.#take(kind, row, id, sku, product);
    if (taken.ok) product.rows.push({ line: row.line, sku });
    return taken;
  }

  /** A row of that product was refused: it is not taken at all, since half a definition is another product. */
  noteRefused(id: string, line: number): void {
    this.#product(id).refused.push(line);
  }

  /** The products whose rows were all taken; the rows of the others are refused. */
  finish(): { definitions: ProductDefinition[]; refusals: Refusal[] } {
    const definitions: ProductDefinition[] = [];
    const refusals: Refusal[] = [];
    for (const [id, { heads, combinations, components, rows, refused }] of this.#products) {
      const refuse = (reason: Refusal["reason"]): void => {
        for (const { line, sku } of rows) refusals.push({ line, sku, product: id, reason });
      };
      const [first, ...others] = heads;
      if (refused.length > 0) refuse({ code: "product_rows_refused", lines: refused });
      else if (first === undefined) refuse({ code: "product_unknown" });
      else if (others.length > 0) refuse({ code: "product_twice", lines: heads.map(({ line }) => line) });
      else {
        const parts = {
          ...(combinations.length > 0 ? { combinations } : {}),
          ...(components.length > 0 ? { components } : {}),
        };
        definitions.push({ request: { ...first.head, ...parts }, line: first.line, rows });
      }
    }
    return { definitions, refusals };
  }

  #take(kind: PartKind, row: SourceRow, id: string, sku: string | null, product: Gathered): Parsed<null> {
    switch (kind) {
      case "product": {
        const head = this.#head(row, id, sku);
        if (!head.ok) return head;
        product.heads.push({ line: row.line, head: head.value });
        return TAKEN;
      }
      case "combination": {
        const selection = readSelection(this.#cell(row, "selection"));
        if (!selection.ok) return selection;
        const allowed = this.#flag(row, "allow_out_of_stock");
        if (!allowed.ok) return allowed;
        product.combinations.push({ selection: selection.value, sku, allowOutOfStock: allowed.value });
        return TAKEN;
      }
      case "component": {
        const quantity = parseWhole("quantity", this.#cell(row, "quantity"));
        if (!quantity.ok) return quantity;
        product.components.push({ sku: sku ?? "", quantity: quantity.value });
        return TAKEN;
      }
    }
  }

  #head(row: SourceRow, id: string, sku: string | null): Parsed<Head> {
    const method = parseWord("inventory_method", this.#cell(row, "inventory_method"), METHODS);
    if (!method.ok) return method;
    const cell = this.#cell(row, "attributes");
    const attributes = cell === "" ? null : readAttributes(cell);
    if (attributes !== null && !attributes.ok) return attributes;
    const onlyExisting = this.#flag(row, "only_existing_combinations");
    if (!onlyExisting.ok) return onlyExisting;
    const policy = readSettings(row, this.#columns);
    if (!policy.ok) return policy;
    const head: Head = { id, title: this.#text(row, "title"), inventoryMethod: method.value };
    const url = this.#cell(row, "url");
    if (url !== "") head.url = url.toLowerCase() === NULL_WORD ? null : readText(url);
    if (sku !== null) head.sku = sku;
    if (attributes !== null) head.attributes = attributes.value;
    if (onlyExisting.value !== null) head.onlyExistingCombinations = onlyExisting.value;
    // A stock key among them is the server's to refuse.
    if (Object.keys(policy.value).length > 0) head.policy = policy.value as Partial<DisplayPolicy>;
    return { ok: true, value: head };
  }

  /** `null`: the cell is empty. */
  #flag(row: SourceRow, name: string): Parsed<boolean | null> {
    const cell = this.#cell(row, name);
    return cell === "" ? { ok: true, value: null } : parseFlag(name, cell);
  }

  #cell(row: SourceRow, name: string): string {
    return plainCell(row, this.#columns, name);
  }

  #text(row: SourceRow, name: string): string {
    return readText(this.#cell(row, name));
  }

  #product(id: string): Gathered {
    const known = this.#products.get(id);
    if (known !== undefined) return known;
    const fresh: Gathered = { heads: [], combinations: [], components: [], rows: [], refused: [] };
    this.#products.set(id, fresh);
    return fresh;
  }
}

const METHODS = ["none", "sku", "combinations", "kit"] as const;
const TAKEN: Parsed<null> = { ok: true, value: null };
