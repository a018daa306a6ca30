import type { BulkOutcome } from "../../sdk/index.ts";
import { type Catalogue, rowCount } from "./catalogue.ts";
import type { Outcome, Outcomes } from "./outcome.ts";
import { describeRefusal } from "./refusal.ts";
import type { Warning } from "./warning.ts";

/** `skipped`: a row without stock. `not sent`: the run ended before it. */
export type EntryOutcome = BulkOutcome | "skipped" | "not sent";

/** One line of the report: a row of the file, or a product (then without SKU, at the line where it begins). */
export interface ReportEntry {
  kind: "row" | "product";
  line: number;
  sku: string;
  product: string;
  outcome: EntryOutcome;
  /** In words of the contract. */
  changes: string[];
  /** Why it was refused; else what is worth knowing. */
  reason: string;
}

/** How many came out how. */
export type Tally = Record<BulkOutcome | "not sent", number>;

/** Everything that is shown of a run. */
export interface Report {
  entries: ReportEntry[];
  warnings: Warning[];
  rows: number;
  combinations: number;
  derived: number;
  skus: Tally;
  products: Tally;
  /** Rows that were refused before anything was sent. */
  refusedRows: number;
}

function entryOf(found: Outcome | undefined, note: string): Pick<ReportEntry, "outcome" | "changes" | "reason"> {
  if (found === undefined) return { outcome: "not sent", changes: [], reason: note };
  if (found.outcome === "refused") {
    return { outcome: "refused", changes: [], reason: describeRefusal(found.reason) };
  }
  return { outcome: found.outcome, changes: found.changes, reason: note };
}

function tally(ids: Iterable<string>, outcomes: ReadonlyMap<string, Outcome>): Tally {
  const counts: Tally = { created: 0, changed: 0, unchanged: 0, refused: 0, "not sent": 0 };
  for (const id of ids) counts[outcomes.get(id)?.outcome ?? "not sent"] += 1;
  return counts;
}

/** The report of a run, finished or cut short; entries in the order of the file. */
export function makeReport(catalogue: Catalogue, outcomes: Outcomes): Report {
  const derived = new Set(catalogue.skus.filter((each) => each.derived).map(({ request }) => request.sku));
  const entries: ReportEntry[] = [
    ...catalogue.products.map(({ request: { id }, line }) => ({
      ...{ kind: "product" as const, line, sku: "", product: id },
      ...entryOf(outcomes.products.get(id), ""),
    })),
    ...catalogue.taken.map(({ line, sku, product }) => ({
      ...{ kind: "row" as const, line, sku, product: product ?? "" },
      ...entryOf(outcomes.skus.get(sku), derived.has(sku) ? "SKU derived: the file names none" : ""),
    })),
    ...catalogue.skipped.map(({ line, product }) => ({
      ...{ kind: "row" as const, line, sku: "", product: product ?? "", outcome: "skipped" as const },
      ...{ changes: [], reason: "carries no stock" },
    })),
    ...catalogue.refusals.map(({ line, sku, product, reason }) => ({
      ...{ kind: "row" as const, line, sku: sku ?? "", product: product ?? "", outcome: "refused" as const },
      ...{ changes: [], reason: describeRefusal(reason) },
    })),
  ];
  return {
    // The sort is stable: a product stands before the row that it begins on.
    entries: entries.sort((a, b) => a.line - b.line),
    warnings: [...catalogue.warnings, ...outcomes.warnings],
    rows: rowCount(catalogue),
    combinations: catalogue.products.reduce((sum, { request }) => sum + (request.combinations?.length ?? 0), 0),
    derived: derived.size,
    skus: tally(
      catalogue.skus.map(({ request }) => request.sku),
      outcomes.skus,
    ),
    products: tally(
      catalogue.products.map(({ request }) => request.id),
      outcomes.products,
    ),
    refusedRows: catalogue.refusals.length,
  };
}

/** Rows, SKUs and products that were refused, by the import or by the server. */
export function refusedCount({ refusedRows, skus, products }: Report): number {
  return refusedRows + skus.refused + products.refused;
}
