import { printable } from "./printable.ts";
import type { ReportEntry } from "./report.ts";

/** The columns of the report file. */
export const REPORT_HEADER = ["line", "sku", "product", "outcome", "changed", "reason"] as const;

/** Spreadsheets run a cell that begins like this. */
const FORMULA = /^[=+\-@]/;

/**
 * A cell that a spreadsheet shows and never runs: an apostrophe before what would be a formula, unprintable characters
 * written out, quotes where the text needs them.
 */
export function reportCell(text: string): string {
  const shown = printable(text);
  const safe = FORMULA.test(shown.trimStart()) ? `'${shown}` : shown;
  return /[",;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The report as lines of CSV (RFC 4180), the header first. */
export function* reportLines(entries: Iterable<ReportEntry>): Generator<string> {
  yield `${REPORT_HEADER.join(",")}\r\n`;
  for (const { line, sku, product, outcome, changes, reason } of entries) {
    const cells = [String(line), sku, product, outcome, changes.join("; "), reason];
    yield `${cells.map(reportCell).join(",")}\r\n`;
  }
}
