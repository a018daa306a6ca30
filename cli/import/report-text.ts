import { REPORT_LINES_MAX, REPORT_PROBLEMS_MAX } from "./bounds.ts";
import { printable } from "./printable.ts";
import type { Format } from "./recognise.ts";
import { lineList } from "./refusal.ts";
import { type Report, type ReportEntry, refusedCount, type Tally } from "./report.ts";
import { describeWarning, warningLines } from "./warning.ts";

const CELL_MAX = 48;

function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

function shorten(text: string): string {
  const characters = [...printable(text)];
  return characters.length <= CELL_MAX ? characters.join("") : `${characters.slice(0, CELL_MAX - 1).join("")}…`;
}

/** Columns as wide as what stands in them; the last one is not cut. */
function table(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
}

function entryRow({ line, sku, product, outcome, changes, reason }: ReportEntry): string[] {
  const what = [changes.join(", "), printable(reason)].filter((text) => text !== "").join("; ");
  return [`line ${line}`, shorten(sku) || "–", shorten(product) || "–", outcome, what];
}

function entryLines(report: Report): string[] {
  const isShort = report.entries.length <= REPORT_LINES_MAX;
  const shown = report.entries.filter(({ outcome }) => isShort || outcome === "refused");
  if (shown.length === 0) return [];
  const named = shown.slice(0, REPORT_PROBLEMS_MAX);
  const more = shown.length - named.length;
  const header = ["", "SKU", "product", "outcome", ""];
  const rest = more > 0 ? [`  … and ${count(more, "more row")}: see --report`] : [];
  return [isShort ? "Rows" : "Refused", ...table([header, ...named.map(entryRow)]), ...rest, ""];
}

function warningText(report: Report): string[] {
  if (report.warnings.length === 0) return [];
  const named = report.warnings.slice(0, REPORT_PROBLEMS_MAX).map((warning) => {
    const lines = warningLines(warning);
    return `  ${printable(describeWarning(warning))}${lines.length > 0 ? ` (${lineList(lines)})` : ""}`;
  });
  const more = report.warnings.length - named.length;
  return ["Warnings", ...named, ...(more > 0 ? [`  … and ${count(more, "more warning")}`] : []), ""];
}

const OUTCOMES = ["created", "changed", "unchanged", "refused"] as const;

function tallyRow(title: string, tally: Tally): string[] {
  return [title, ...OUTCOMES.map((outcome) => tally[outcome].toLocaleString("en"))];
}

/** How many came out so, of everything that was sent. */
function sentCount({ skus, products, replenishments }: Report, outcome: keyof Tally): number {
  return skus[outcome] + products[outcome] + replenishments[outcome];
}

function sum(tally: Tally): number {
  return Object.values(tally).reduce((total, each) => total + each, 0);
}

/** What a run is told as at its end: rows (all of a small file, else the refused ones), warnings, counts. */
export function reportText(report: Report, format: Format, dryRun: boolean): string {
  const { skus, products, replenishments, refusedRows, isByFigure } = report;
  const unsent = sentCount(report, "not sent");
  const total = OUTCOMES.map((outcome) => {
    const number = outcome === "refused" ? refusedCount(report) : sentCount(report, outcome);
    return `${number.toLocaleString("en")} ${outcome}`;
  });
  const hasReplenishments = sum(replenishments) > 0;
  const counted = isByFigure
    ? [count(sum(skus), "figure"), count(report.derived, "derived SKU")]
    : [
        count(sum(skus), "SKU"),
        count(sum(products), "product"),
        count(report.combinations, "combination"),
        ...(hasReplenishments ? [count(sum(replenishments), "replenishment")] : []),
        count(report.derived, "derived SKU"),
      ];
  return [
    ...entryLines(report),
    ...warningText(report),
    ...(dryRun ? ["Dry run: nothing was changed. This is what the import would do.", ""] : []),
    ...table([
      ["", ...OUTCOMES],
      tallyRow(isByFigure ? "figures" : "SKUs", skus),
      ...(isByFigure ? [] : [tallyRow("products", products)]),
      ...(hasReplenishments ? [tallyRow("replenishments", replenishments)] : []),
      ["rows of the file", "", "", "", refusedRows.toLocaleString("en")],
    ]),
    "",
    `${count(report.rows, "row")} read (${format}): ${counted.join(", ")}.`,
    `${total.join(", ")}${unsent > 0 ? `, ${unsent.toLocaleString("en")} not sent` : ""}.`,
    "",
  ].join("\n");
}
