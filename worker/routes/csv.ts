import { stringify } from "csv-stringify/browser/esm/sync";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { AppEnv } from "./app-env.ts";

/** A figure stays a figure; `null` is an empty cell. */
export type Cell = string | number | boolean | null;

/** What a spreadsheet would run as a formula, behind spaces too. */
const FORMULA = /^(\s*[=+\-@＝＋－＠]|[\t\r])/u;
/** What some readers would take for something else than the cell, beside what RFC 4180 has quoted. */
const NEEDS_QUOTES = /[;\t\r\n]|^\s|\s$/u;

/** CSV (RFC 4180), the header first. Text that would be a formula has an apostrophe before it. */
export function csvOf(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return stringify([header, ...rows.map((cells) => cells.map(safe))], {
    record_delimiter: "windows",
    quoted_match: NEEDS_QUOTES,
    cast: { boolean: String },
  });
}

/** Whether a request wants CSV: by `format`, and else by its `Accept`. */
export function wantsCsv(context: Context<AppEnv>, format: "csv" | "json" | undefined): boolean {
  if (format !== undefined) return format === "csv";
  const supports = ["application/json", "text/csv"];
  return accepts(context, { header: "Accept", supports, default: "application/json" }) === "text/csv";
}

/** Answers with a file. Where there is more, `x-next-cursor` is the cursor of it. */
export function answerWithCsv(
  context: Context<AppEnv>,
  name: string,
  csv: string,
  nextCursor: string | null,
): Response {
  return context.body(csv, 200, {
    "content-type": "text/csv; charset=utf-8; header=present",
    "content-disposition": `attachment; filename="${name}.csv"`,
    "cache-control": "no-store",
    vary: "accept",
    ...(nextCursor === null ? {} : { "x-next-cursor": nextCursor }),
  });
}

/** The writer knows formulas too, but not those behind spaces. */
function safe(cell: Cell): Cell {
  return typeof cell === "string" && FORMULA.test(cell) ? `'${cell}` : cell;
}
