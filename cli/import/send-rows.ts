import { type BulkOutcome, type BulkResult, type BulkRow, isOnhandError, type LineProblem } from "../../sdk/index.ts";
import { CannotRun } from "../client/cannot-run.ts";
import { NOT_UNDERSTOOD } from "../client/explain-failure.ts";
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

/** Stands for the reason that a server did not give. */
export const UNEXPLAINED: LineProblem = {
  pointer: "",
  code: "refused",
  detail: "the server refused it without a reason",
};

function outcomeOf(row: BulkRow): Outcome {
  if (row.outcome !== "refused") return { outcome: row.outcome, changes: row.changes };
  return refused(row.problem ?? UNEXPLAINED);
}

/** Refused by the server, in its own words. */
export function refused(problem: LineProblem): Outcome {
  return { outcome: "refused", reason: { code: "server", problem } };
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

/** What the server says of one row: an answer, or a refusal of the request because of it. */
export type RowAnswer<Answer> = { ok: true; answer: Answer } | { ok: false; problem: LineProblem };

/**
 * Sends rows in one request and gives what is said of each. Where the server refuses the whole request because of some
 * rows, those are refused and the others sent again, as a request of its own. `ask` gives one answer for each row in its
 * order, or `null` for an answer that is none. Throws whatever else the client throws.
 */
export async function askRows<Row, Answer>(
  rows: readonly Row[],
  ask: (rows: Row[]) => Promise<readonly Answer[] | null>,
): Promise<Map<Row, RowAnswer<Answer>>> {
  const found = new Map<Row, RowAnswer<Answer>>();
  let left = [...rows];
  while (left.length > 0) {
    try {
      const answers = await ask(left);
      if (answers === null || answers.length !== left.length) throw new CannotRun(NOT_UNDERSTOOD);
      answers.forEach((answer, index) => {
        const row = left[index];
        if (row !== undefined) found.set(row, { ok: true, answer });
      });
      return found;
    } catch (error) {
      if (!isOnhandError(error)) throw error;
      const bad = problemsByRow(error.problem?.errors ?? []);
      const kept = left.filter((_, index) => !bad.has(index));
      if (kept.length === left.length) throw error;
      for (const [index, problem] of bad) {
        const row = left[index];
        if (row !== undefined) found.set(row, { ok: false, problem });
      }
      left = kept;
    }
  }
  return found;
}

/** What is sent in one request: rows in order, and how they are sent. */
export interface Batch<Row> {
  rows: readonly Row[];
  /** What the answer names the row by. */
  idOf: (row: Row) => string;
  send: (rows: Row[]) => Promise<BulkResult>;
}

/** Sends one batch and gives the outcome of each row. Throws what the client throws. */
export async function sendRows<Row>({ rows, idOf, send }: Batch<Row>): Promise<Map<Row, Outcome>> {
  const answered = await askRows(rows, async (left) => bulkRows(await send(left), left.map(idOf)));
  return new Map([...answered].map(([row, said]) => [row, said.ok ? outcomeOf(said.answer) : refused(said.problem)]));
}
