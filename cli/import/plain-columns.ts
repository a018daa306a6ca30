import { COLUMNS_OF_KIND, FIGURE_COLUMNS, PREORDER_COLUMNS, type RowKind } from "../plain/columns.ts";
import { POLICY_CELLS } from "../plain/policy-cells.ts";
import { type Column, cellOf, columnKey, findColumn, type Header, type SourceRow } from "./column.ts";

/** The columns of the plain format that a file has, by name. */
export type PlainColumns = ReadonlyMap<string, Column>;

const READ = new Set(["kind", ...Object.values(COLUMNS_OF_KIND).flat()]);
const KNOWN = new Set([...READ, ...FIGURE_COLUMNS].map(columnKey));

/** Whether the column belongs to the format. */
export function isPlainColumn(key: string): boolean {
  return KNOWN.has(key);
}

/** The columns, or the names of the required ones that are missing: `sku`, and one that says something about it. */
export function matchPlain(header: Header): { columns: PlainColumns } | { missing: string[] } {
  const columns = new Map<string, Column>();
  for (const name of READ) {
    const column = findColumn(header, name);
    if (column !== null) columns.set(name, column);
  }
  const [availableAt, limit] = PREORDER_COLUMNS;
  const saysSomething =
    ["on_hand", "replenishment", ...Object.keys(POLICY_CELLS)].some((name) => columns.has(name)) ||
    (columns.has(availableAt) && columns.has(limit)) ||
    (columns.has("kind") && columns.has("product"));
  if (columns.has("sku") && saysSomething) return { columns };
  return { missing: [...(columns.has("sku") ? [] : ["sku"]), ...(saysSomething ? [] : ["on_hand"])] };
}

/** Columns of the file that are only told by exports. */
export function ignoredColumns(header: Header): string[] {
  return FIGURE_COLUMNS.filter((name) => findColumn(header, name) !== null);
}

/** The row's cell in the column of that name; empty where the file does not have it. */
export function plainCell(row: SourceRow, columns: PlainColumns, name: string): string {
  return cellOf(row, columns.get(name) ?? null);
}

/** The name of a filled column that says nothing in a row of that kind; `null` when there is none. */
export function misplacedColumn(row: SourceRow, columns: PlainColumns, kind: RowKind): string | null {
  const own = COLUMNS_OF_KIND[kind];
  for (const [name, column] of columns) {
    if (name !== "kind" && !own.includes(name) && cellOf(row, column) !== "") return column.name;
  }
  return null;
}
