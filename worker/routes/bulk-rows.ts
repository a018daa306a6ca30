import type { Context } from "hono";
import type { LineProblem } from "../../sdk/index.ts";
import { isOtherRequest } from "../catalogue/bulk-requests.ts";
import { missingWarehouses } from "../catalogue/warehouses.ts";
import type { CallKey } from "../objects/stock-calls.ts";
import type { AppEnv } from "./app-env.ts";
import { type IdempotencyScope, idempotencyOf } from "./idempotency.ts";
import { ProblemError } from "./problem.ts";

/** The idempotency key of a bulk request. The same one with another body is refused before any row is looked at. */
export async function onceKeyed(context: Context<AppEnv>, route: string, body: unknown): Promise<IdempotencyScope> {
  const scope = await idempotencyOf(context, route, "", body);
  if (await isOtherRequest(context.env.DB, scope, Date.now())) {
    throw new ProblemError("idempotency_mismatch", "The same key came with another body.");
  }
  return scope;
}

/** The key of one row: a row of a repeated request is found by its place in it. */
export function rowKey({ key, body }: IdempotencyScope, index: number): CallKey {
  return { scope: `${key}/${index}`, body };
}

/** Rows of one SKU one after the other, different SKUs side by side; answers in the order of the rows. */
export async function inRowOrder<Row extends { sku: string }, Answer>(
  rows: readonly Row[],
  run: (row: Row, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const last = new Map<string, Promise<unknown>>();
  const answers = rows.map((row, index) => {
    const before = last.get(row.sku) ?? Promise.resolve();
    const answer = before.then(() => run(row, index));
    last.set(row.sku, answer);
    return answer;
  });
  return Promise.all(answers);
}

/** Those of some codes that are no warehouse. */
export function unknownWarehouses(context: Context<AppEnv>, codes: readonly string[]): Promise<ReadonlySet<string>> {
  return missingWarehouses(context.env.DB, [...new Set(codes)]);
}

export function unknownWarehouse(pointer: string): LineProblem {
  return { pointer, code: "warehouse_not_found", detail: "There is no such warehouse." };
}
