/** A column of the file: where it stands, and how the file writes its name. */
export interface Column {
  index: number;
  name: string;
}

/** One row: the line of the file where it begins (the header is line 1), its cells without the space around them. */
export interface SourceRow {
  line: number;
  cells: readonly string[];
}

/** The first row. */
export interface Header {
  /** By key (see `columnKey`); the first one where a name is repeated. */
  columns: ReadonlyMap<string, Column>;
  /** Keys that occur more than once. */
  repeated: ReadonlySet<string>;
  /** Cells in the header, nameless ones included. */
  width: number;
}

/** A name without what people write differently: case, spaces, `_` and `-`. `On Hand`, `on_hand` and `onHand` are one. */
export function columnKey(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, "");
}

/** The columns by name; cells without a name are not columns. */
export function readHeader(cells: readonly string[]): Header {
  const columns = new Map<string, Column>();
  const repeated = new Set<string>();
  cells.forEach((name, index) => {
    const key = columnKey(name);
    if (key === "") return;
    if (columns.has(key)) repeated.add(key);
    else columns.set(key, { index, name });
  });
  return { columns, repeated, width: cells.length };
}

/** The column with one of these names, the first that is there; `null` when none is. */
export function findColumn(header: Header, ...names: string[]): Column | null {
  for (const name of names) {
    const column = header.columns.get(columnKey(name));
    if (column !== undefined) return column;
  }
  return null;
}

/** The row's cell in that column; empty where the column or the cell is missing. */
export function cellOf(row: SourceRow, column: Column | null): string {
  return column === null ? "" : (row.cells[column.index] ?? "");
}
