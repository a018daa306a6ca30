import type { BulkOutcome, BulkRow, LineProblem } from "../../sdk/index.ts";
import type { Answer, Api } from "./api.ts";
import { CannotRun } from "./cannot-run.ts";
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
function problemsByRow(answer: Answer): Map<number, LineProblem> {
  const found = new Map<number, LineProblem>();
  if (answer.ok || answer.status === 401) return found;
  for (const problem of answer.problem.errors ?? []) {
    const index = /^\/rows\/(\d+)(\/|$)/.exec(problem.pointer)?.[1];
    if (index !== undefined && !found.has(Number(index))) found.set(Number(index), problem);
  }
  return found;
}

/** What is sent in one request: rows in order, and how the body is made of them. */
export interface Batch<Row> {
  path: string;
  rows: readonly Row[];
  idOf: (row: Row) => string;
  bodyOf: (rows: readonly Row[]) => unknown;
}

/**
 * Sends one batch and gives the outcome of each row, by id. Where the server refuses the whole request because of some
 * rows, those are refused and the others sent again, as a request of its own.
 */
export async function sendRows<Row>(api: Api, batch: Batch<Row>): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  let rows = batch.rows;
  while (rows.length > 0) {
    const answer = await api.post(batch.path, batch.bodyOf(rows));
    if (answer.ok) {
      const answered = bulkRows(answer.body, rows.map(batch.idOf));
      if (answered === null)
        throw new CannotRun("The server's answer cannot be understood. Is it Onhand, of this version?");
      for (const row of answered) outcomes.set(row.id, outcomeOf(row));
      return outcomes;
    }
    const bad = problemsByRow(answer);
    const kept = rows.filter((_, index) => !bad.has(index));
    if (kept.length === rows.length) throw refusedRequest(answer);
    rows.forEach((row, index) => {
      const problem = bad.get(index);
      if (problem !== undefined)
        outcomes.set(batch.idOf(row), { outcome: "refused", reason: { code: "server", problem } });
    });
    rows = kept;
  }
  return outcomes;
}

/** For an answer that no row explains. */
export function refusedRequest({ status, problem }: Extract<Answer, { ok: false }>): CannotRun {
  const words = `${problem.detail ?? problem.title ?? "no reason given"} (${problem.code ?? status})`;
  if (status === 404 && problem.code === undefined) {
    return new CannotRun("The server does not know the import's address. Is it Onhand, and is --url right?");
  }
  return new CannotRun(`The server refuses the request: ${words}.`);
}
