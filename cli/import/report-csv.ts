import { csvLine } from "../csv/csv-line.ts";
import { printable } from "./printable.ts";
import type { ReportEntry } from "./report.ts";

/** The columns of the report file. */
export const REPORT_HEADER = ["line", "sku", "product", "outcome", "changed", "reason"] as const;

/** Spreadsheets run a cell that begins like this. */
const FORMULA = /^[=+\-@]/;

/** A text that a spreadsheet shows and never runs: an apostrophe before what would be a formula, unprintable characters written out. */
export function reportCell(text: string): string {
  const shown = printable(text);
  return FORMULA.test(shown.trimStart()) ? `'${shown}` : shown;
}

/** The report as lines of CSV (RFC 4180), the header first. */
export function* reportLines(entries: Iterable<ReportEntry>): Generator<string> {
  yield csvLine(REPORT_HEADER);
  for (const { line, sku, product, outcome, changes, reason } of entries) {
    const cells = [String(line), sku, product, outcome, changes.join("; "), reason];
    yield csvLine(cells.map(reportCell));
  }
}
