import { NOT_STOCKED } from "../csv/inventory-columns.ts";
import { readText } from "../csv/text-cell.ts";
import { type Parsed, parseOnHand } from "./cell.ts";
import { cellOf, type SourceRow } from "./column.ts";
import { deriveSku } from "./derive-sku.ts";
import { type Drafts, emptyDrafts, type LevelStatement, type RowReader, type Statement } from "./drafts.ts";
import { groupBy } from "./group-by.ts";
import { idFault } from "./id-text.ts";
import type { InventoryColumns } from "./inventory-columns.ts";
import type { RefusalReason } from "./refusal.ts";

/** One row, its cells read as far as they can be without the others. */
interface ReadRow {
  line: number;
  handle: string;
  /** Empty: the file gives none. */
  sku: string;
  values: string[];
  location: string;
  figures: Figures;
}

type Figures = { kind: "set"; level: Omit<LevelStatement, "warehouse"> } | { kind: "left"; isStocked: boolean };

function isNotStocked(text: string): boolean {
  return text.toLowerCase() === NOT_STOCKED;
}

/** A figure of a location: nothing is there where nothing is stocked. */
function parseFigure(column: string, text: string): Parsed<number> {
  return isNotStocked(text) ? { ok: true, value: 0 } : parseOnHand(column, text);
}

/**
 * Reads Shopify's inventory CSV: one figure on each row, its location as the file names it. *On hand (new)* is the count
 * and *On hand (current)* what is believed to be there; a row without the former changes nothing.
 */
export function createInventoryReader(columns: InventoryColumns): RowReader {
  const drafts: Drafts = { ...emptyDrafts(), isByFigure: true };
  const rows: ReadRow[] = [];

  function readFigures(row: SourceRow): Parsed<Figures> {
    const next = cellOf(row, columns.next);
    const believed = cellOf(row, columns.current);
    const isStocked = !isNotStocked(believed);
    // Stocked nowhere before and nowhere now: there is nothing to count.
    if (next === "" || (isNotStocked(next) && !isStocked)) return { ok: true, value: { kind: "left", isStocked } };
    const onHand = parseFigure(columns.next.name, next);
    if (!onHand.ok) return onHand;
    if (columns.current === null || believed === "") {
      return { ok: true, value: { kind: "set", level: { onHand: onHand.value } } };
    }
    const expected = parseFigure(columns.current.name, believed);
    if (!expected.ok) return expected;
    return { ok: true, value: { kind: "set", level: { onHand: onHand.value, expected: expected.value } } };
  }

  function readRow(row: SourceRow): Parsed<ReadRow> {
    const sku = readText(cellOf(row, columns.sku));
    const handle = readText(cellOf(row, columns.handle));
    const fault = idFault(sku === "" ? handle : sku);
    if (fault !== null) return { ok: false, reason: { code: "sku_invalid", fault } };
    const location = readText(cellOf(row, columns.location));
    if (location === "") return { ok: false, reason: { code: "location_missing" } };
    const figures = readFigures(row);
    if (!figures.ok) return figures;
    const options = columns.options.map(({ name, value }) => [
      readText(cellOf(row, name)),
      readText(cellOf(row, value)),
    ]);
    const values = options.flatMap(([name = "", value = ""]) => (isDefault(name, value) ? [] : [value]));
    return { ok: true, value: { line: row.line, handle, sku, values, location, figures: figures.value } };
  }

  function refuse(row: SourceRow, reason: RefusalReason): void {
    const sku = readText(cellOf(row, columns.sku));
    drafts.refusals.push({ line: row.line, sku: sku === "" ? null : sku, product: null, reason });
  }

  function finish(): Drafts {
    const given = new Set(rows.flatMap(({ sku }) => (sku === "" ? [] : [sku])));
    const named = rows.map((row) => ({
      ...row,
      sku: row.sku === "" ? deriveSku({ product: row.handle, values: row.values }, given) : row.sku,
    }));
    for (const same of groupBy(named, ({ sku, location }) => JSON.stringify([sku, location])).values()) {
      for (const row of same) settle(row, same);
    }
    return drafts;
  }

  function settle({ line, sku, location, figures }: ReadRow, same: readonly ReadRow[]): void {
    if (same.length > 1) {
      const reason: RefusalReason = { code: "figure_twice", location, lines: same.map((row) => row.line) };
      drafts.refusals.push({ line, sku, product: null, reason });
    } else if (figures.kind === "left") {
      const reason = figures.isStocked ? "no_new_figure" : "not_stocked";
      drafts.skipped.push({ line, sku, product: null, reason });
    } else {
      const level: LevelStatement = { warehouse: location, ...figures.level };
      drafts.statements.push({ line, sku, product: null, level, policy: {} } satisfies Statement);
    }
  }

  return {
    read(row) {
      const parsed = readRow(row);
      if (parsed.ok) rows.push(parsed.value);
      else refuse(row, parsed.reason);
    },
    readBroken: refuse,
    finish,
  };
}

/** A product without options is written as the one option `Title` with the one value `Default Title`. */
function isDefault(name: string, value: string): boolean {
  return value === "" || (name.toLowerCase() === "title" && value.toLowerCase() === "default title");
}
