import type { BulkOutcome } from "../../sdk/index.ts";
import { type Catalogue, replenishmentId, rowCount } from "./catalogue.ts";
import type { SkipReason } from "./drafts.ts";
import type { Outcome, Outcomes } from "./outcome.ts";
import { describeRefusal } from "./refusal.ts";
import type { Warning } from "./warning.ts";

/** `skipped`: a row that says nothing. `not sent`: the run ended before it. */
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
  /** The SKUs are figures of them, one for each SKU and warehouse. */
  isByFigure: boolean;
  skus: Tally;
  products: Tally;
  replenishments: Tally;
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

/** Why a row was left alone, in words. */
const SKIPPED: Record<SkipReason, string> = {
  no_stock: "carries no stock",
  no_new_figure: "has no new figure",
  not_stocked: "is not stocked there",
};

/** The report of a run, finished or cut short; entries in the order of the file. */
export function makeReport(catalogue: Catalogue, outcomes: Outcomes): Report {
  const derived = new Set(catalogue.skus.filter((each) => each.derived).map(({ request }) => request.sku));
  const kept = { sku: outcomes.skus, product: outcomes.products, replenishment: outcomes.replenishments };
  const note = (sku: string | null) => (sku !== null && derived.has(sku) ? "SKU derived: the file names none" : "");
  const entries: ReportEntry[] = [
    ...catalogue.products
      .filter(({ isWhole }) => !isWhole)
      .map(({ request: { id }, line }) => ({
        ...{ kind: "product" as const, line, sku: "", product: id },
        ...entryOf(outcomes.products.get(id), ""),
      })),
    ...catalogue.taken.map(({ line, sku, product, into }) => ({
      ...{ kind: "row" as const, line, sku: sku ?? "", product: product ?? "" },
      ...entryOf(kept[into.kind].get(into.id), note(sku)),
    })),
    ...catalogue.skipped.map(({ line, sku, product, reason }) => ({
      ...{ kind: "row" as const, line, sku: sku ?? "", product: product ?? "", outcome: "skipped" as const },
      ...{ changes: [], reason: SKIPPED[reason] },
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
    isByFigure: catalogue.isByFigure,
    skus: tally(
      catalogue.skus.map(({ id }) => id),
      outcomes.skus,
    ),
    products: tally(
      catalogue.products.map(({ request }) => request.id),
      outcomes.products,
    ),
    replenishments: tally(catalogue.replenishments.map(replenishmentId), outcomes.replenishments),
    refusedRows: catalogue.refusals.length,
  };
}

/** Rows, SKUs, products and replenishments that were refused, by the import or by the server. */
export function refusedCount({ refusedRows, skus, products, replenishments }: Report): number {
  return refusedRows + skus.refused + products.refused + replenishments.refused;
}
