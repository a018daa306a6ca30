import { type BulkOutcome, type BulkResult, type BulkRow, isOnhandError, type LineProblem } from "../../sdk/index.ts";
import { CannotRun } from "./cannot-run.ts";
import { NOT_UNDERSTOOD } from "./explain-failure.ts";
import type { Outcome } from "./outcome.ts";

const OUTCOMES: ReadonlySet<unknown> = new Set<BulkOutcome>(["created", "changed", "unchanged", "refused"]);

function isBulkRow(value: unknown): value is BulkRow {
  if (typeof value !== "object" || value === null) return false;
  const row: Partial<Record<keyof BulkRow, unknown>> = value;
  return typeof row.id === "string" && OUTCOMES.has(row.outcome) && Array.isArray(row.changes);
}

/** The rows of a bulk answer, one for each id in that order; `null` for anything else. */
function bulkRows(body: unknown, ids: readonly string[]): BulkRow[] | null {
  if (typeof body !== "object" || body === null || !("rows" in body) || !Array.isArray(body.rows)) return null;
  const rows: unknown[] = body.rows;
  if (rows.length !== ids.length || !rows.every(isBulkRow)) return null;
  return rows.every((row, index) => row.id === ids[index]) ? rows : null;
}

const UNEXPLAINED: LineProblem = { pointer: "", code: "refused", detail: "the server refused it without a reason" };

function outcomeOf(row: BulkRow): Outcome {
  if (row.outcome !== "refused") return { outcome: row.outcome, changes: row.changes };
  return { outcome: "refused", reason: { code: "server", problem: row.problem ?? UNEXPLAINED } };
}

/** The problems of a refused request that are about one row each: `/rows/3/title`. */
function problemsByRow(fields: readonly LineProblem[]): Map<number, LineProblem> {
  const found = new Map<number, LineProblem>();
  for (const problem of fields) {
    const index = /^\/rows\/(\d+)(\/|$)/.exec(problem.pointer)?.[1];
    if (index !== undefined && !found.has(Number(index))) found.set(Number(index), problem);
  }
  return found;
}

/** What is sent in one request: rows in order, and how they are sent. */
export interface Batch<Row> {
  rows: readonly Row[];
  idOf: (row: Row) => string;
  send: (rows: Row[]) => Promise<BulkResult>;
}

/**
 * Sends one batch and gives the outcome of each row, by id. Where the server refuses the whole request because of some
 * rows, those are refused and the others sent again, as a request of its own. Throws whatever else the client throws.
 */
export async function sendRows<Row>({ rows, idOf, send }: Batch<Row>): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  let left = [...rows];
  while (left.length > 0) {
    try {
      const answered = bulkRows(await send(left), left.map(idOf));
      if (answered === null) throw new CannotRun(NOT_UNDERSTOOD);
      for (const row of answered) outcomes.set(row.id, outcomeOf(row));
      return outcomes;
    } catch (error) {
      if (!isOnhandError(error)) throw error;
      const bad = problemsByRow(error.problem?.errors ?? []);
      const kept = left.filter((_, index) => !bad.has(index));
      if (kept.length === left.length) throw error;
      for (const [index, problem] of bad) {
        const row = left[index];
        if (row !== undefined) outcomes.set(idOf(row), { outcome: "refused", reason: { code: "server", problem } });
      }
      left = kept;
    }
  }
  return outcomes;
}
