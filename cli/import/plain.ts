import { readText } from "../csv/text-cell.ts";
import { ROW_KINDS, type RowKind } from "../plain/columns.ts";
import { type Parsed, parseWord } from "./cell.ts";
import type { SourceRow } from "./column.ts";
import { type Drafts, emptyDrafts, type ReaderOptions, type RowReader } from "./drafts.ts";
import { misplacedColumn, type PlainColumns, plainCell } from "./plain-columns.ts";
import { ProductRows } from "./plain-products.ts";
import { readReplenishment } from "./plain-replenishment.ts";
import { readStock } from "./plain-stock.ts";
import type { RefusalReason } from "./refusal.ts";

/**
 * Reads the plain format: each row one SKU at one warehouse, a replenishment, or a part of a product. An empty cell of a
 * SKU's row says nothing and changes nothing; the other kinds of row state a thing as a whole.
 */
export function createPlainReader(columns: PlainColumns, options: ReaderOptions): RowReader {
  const drafts = emptyDrafts();
  const products = new ProductRows(columns);

  function textOf(row: SourceRow, name: string): string | null {
    const text = readText(plainCell(row, columns, name));
    return text === "" ? null : text;
  }

  function refuse(row: SourceRow, reason: RefusalReason): void {
    const product = textOf(row, "product");
    drafts.refusals.push({ line: row.line, sku: textOf(row, "sku"), product, reason });
    if (product !== null) products.noteRefused(product, row.line);
  }

  function take<Value>(row: SourceRow, parsed: Parsed<Value>, keep: (value: Value) => unknown): void {
    if (parsed.ok) keep(parsed.value);
    else refuse(row, parsed.reason);
  }

  function readAs(kind: RowKind, row: SourceRow): void {
    const misplaced = misplacedColumn(row, columns, kind);
    if (misplaced !== null) refuse(row, { code: "cell_misplaced", column: misplaced, kind });
    else if (kind === "stock") {
      take(row, readStock(row, columns, options.warehouse), (found) => drafts.statements.push(found));
    } else if (kind === "replenishment") {
      const statement = readReplenishment(row, columns, options.warehouse);
      take(row, statement, (found) => drafts.replenishments.push(found));
    } else take(row, products.read(kind, row), () => {});
  }

  function finish(): Drafts {
    const { definitions, refusals } = products.finish();
    return { ...drafts, definitions, refusals: [...drafts.refusals, ...refusals] };
  }

  return {
    read(row) {
      const cell = plainCell(row, columns, "kind");
      const kind = parseWord("kind", cell === "" ? "stock" : cell, ROW_KINDS);
      take(row, kind, (found) => readAs(found, row));
    },
    readBroken: refuse,
    finish,
  };
}
