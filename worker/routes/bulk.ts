import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type {
  BulkProductsRequest,
  BulkResult,
  BulkRow,
  BulkSkusRequest,
  BulkStockResult,
  BulkStockRow,
  LineProblem,
  ProductDefinition,
} from "../../sdk/index.ts";
import { isOtherRequest } from "../catalogue/bulk-requests.ts";
import { warehouseExists } from "../catalogue/channels.ts";
import { changedParts, readProducts, writeProduct } from "../catalogue/products.ts";
import { missingSkus, registerSkus, unregisterSku } from "../catalogue/skus.ts";
import { skusOf } from "../core/product.ts";
import type { StockChange } from "../core/stock-write.ts";
import type { SkuState, StockWriteCall } from "../objects/sku-callable.ts";
import type { AppEnv } from "./app-env.ts";
import { type IdempotencyScope, idempotencyOf } from "./idempotency.ts";
import { missingEstimate, missingEstimates } from "./named-estimate.ts";
import { actorOf } from "./orders.ts";
import { idempotencyHeader, noQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { missingSkuProblem } from "./products.ts";
import { skuLineProblem } from "./refusals.ts";
import { jsonAnswer, jsonBody, problems } from "./responses.ts";
import { bulkAdjust, bulkCount, bulkProducts, bulkResult, bulkSkus, bulkStockResult } from "./schemas/bulk.ts";
import { definitionOf } from "./schemas/product.ts";
import { askSku, changeSku, DEFAULT_WAREHOUSE } from "./stock-access.ts";

const tags = ["Bulk"];

const skus = createRoute({
  method: "post",
  path: "/v1/admin/bulk/skus",
  tags,
  summary: "Bring SKUs to a state: created where missing, set where different",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(bulkSkus) },
  responses: { 200: jsonAnswer(bulkResult, "An answer for each row."), ...problems(403, 413) },
});

const products = createRoute({
  method: "post",
  path: "/v1/admin/bulk/products",
  tags,
  summary: "Put products",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(bulkProducts) },
  responses: { 200: jsonAnswer(bulkResult, "An answer for each row."), ...problems(403, 413) },
});

const adjust = createRoute({
  method: "post",
  path: "/v1/admin/bulk/adjust",
  tags,
  summary: "Change what is on hand of many SKUs by differences",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(bulkAdjust) },
  responses: { 200: jsonAnswer(bulkStockResult, "An answer for each row."), ...problems(403, 413) },
});

const count = createRoute({
  method: "post",
  path: "/v1/admin/bulk/count",
  tags,
  summary: "Set what is on hand of many SKUs to what was counted",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(bulkCount) },
  responses: { 200: jsonAnswer(bulkStockResult, "An answer for each row."), ...problems(403, 413) },
});

/** One operation over many SKUs or products, an answer for each row: rows are independent. */
export function bulkRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(skus, async (context) => {
    const body = context.req.valid("json");
    await onceKeyed(context, "bulk/skus", body);
    return context.json(await bringSkus(context, body), 200);
  });

  app.openapi(products, async (context) => {
    const body = context.req.valid("json");
    await onceKeyed(context, "bulk/products", body);
    return context.json(await putProducts(context, body), 200);
  });

  app.openapi(adjust, async (context) => {
    const body = context.req.valid("json");
    const scope = await onceKeyed(context, "bulk/adjust", body);
    const rows = body.rows.map(({ sku, delta, reason, ...rest }) => ({
      sku,
      change: { kind: "adjust", delta, reason } as const,
      ...rest,
    }));
    return context.json(await writeRows(context, scope, rows), 200);
  });

  app.openapi(count, async (context) => {
    const body = context.req.valid("json");
    const scope = await onceKeyed(context, "bulk/count", body);
    const rows = body.rows.map(({ sku, onHand, expected, ...rest }) => ({
      sku,
      change: { kind: "count", onHand, expected: expected ?? null } as const,
      ...rest,
    }));
    return context.json(await writeRows(context, scope, rows), 200);
  });
}

/** The idempotency key of a bulk request. The same one with another body is refused before any row is looked at. */
async function onceKeyed(context: Context<AppEnv>, route: string, body: unknown): Promise<IdempotencyScope> {
  const scope = await idempotencyOf(context, route, "", body);
  if (await isOtherRequest(context.env.DB, scope, Date.now())) {
    throw new ProblemError("idempotency_mismatch", "The same key came with another body.");
  }
  return scope;
}

/** States a result, so that a repeat finds it done: nothing of it has to be stored. */
async function bringSkus(context: Context<AppEnv>, body: BulkSkusRequest): Promise<BulkResult> {
  const dryRun = body.dryRun ?? false;
  const unknown = await unknownWarehouses(
    context,
    body.rows.flatMap((row) => row.levels?.map((level) => level.warehouse ?? DEFAULT_WAREHOUSE) ?? []),
  );
  const estimates = await missingEstimates(
    context,
    body.rows.map((row) => row.policy),
  );
  const faults = body.rows.map((row, index): LineProblem | null => {
    const at = (row.levels ?? []).findIndex((level) => unknown.has(level.warehouse ?? DEFAULT_WAREHOUSE));
    if (at >= 0) return unknownWarehouse(`/rows/${index}/levels/${at}/warehouse`);
    return missingEstimate(row.policy, estimates, `/rows/${index}/policy`);
  });
  const known = body.rows.filter((_, index) => faults[index] === null).map((row) => row.sku);
  if (!dryRun) await registerSkus(context.env.DB, known, Date.now());
  const provenance = { actor: actorOf(context.var.caller), note: null, document: body.document ?? null };
  const rows = await inRowOrder(body.rows, async (row, index): Promise<BulkRow> => {
    const fault = faults[index] ?? null;
    if (fault !== null) return refusedRow(row.sku, fault);
    const levels = (row.levels ?? []).map((level) => ({
      warehouse: level.warehouse ?? DEFAULT_WAREHOUSE,
      onHand: level.onHand,
      expected: level.expected ?? null,
    }));
    const state: SkuState = { policy: row.policy ?? {}, levels, provenance, dryRun };
    const result = await changeSku(context, row.sku, (stub) => stub.bringTo(state));
    if (!result.accepted) {
      if (!dryRun) await unregisterIfMissing(context, row.sku);
      // The SKU does not say which of several levels it was.
      const pointer = levels.length === 1 ? `/rows/${index}/levels/0` : `/rows/${index}/levels`;
      return refusedRow(row.sku, skuLineProblem(result.refusal, row.sku, pointer));
    }
    return { id: row.sku, ...result.value };
  });
  return { rows };
}

/** A row that was refused has made no SKU: its name goes again. */
async function unregisterIfMissing(context: Context<AppEnv>, sku: string): Promise<void> {
  const levels = await askSku(context, sku, (stub) => stub.levels());
  if (levels === null) await unregisterSku(context.env.DB, sku);
}

async function putProducts(context: Context<AppEnv>, body: BulkProductsRequest): Promise<BulkResult> {
  const before = await readProducts(
    context.env.DB,
    body.rows.map((row) => row.id),
  );
  const definitions = body.rows.map((row) => ({ id: row.id, definition: definitionOf(row, before.get(row.id)) }));
  const named = definitions.flatMap(({ definition }) => skusOf(definition));
  const assumed = new Set(body.dryRun === true ? body.assumeSkus : []);
  const missing = new Set((await missingSkus(context.env.DB, named)).filter((sku) => !assumed.has(sku)));
  // Only what the rows name: settings that are kept may name one that was removed since.
  const estimates = await missingEstimates(
    context,
    body.rows.map((row) => row.policy),
  );
  const rows: BulkRow[] = [];
  for (const [index, { id, definition }] of definitions.entries()) {
    const estimate = missingEstimate(body.rows[index]?.policy, estimates, `/rows/${index}/policy`);
    const absent = skusOf(definition).find((sku) => missing.has(sku));
    const found = before.get(id);
    const changes = found === undefined ? Object.keys(definition) : changedParts(found, definition);
    if (absent !== undefined) rows.push(refusedRow(id, missingSkuProblem(definition, absent, `/rows/${index}`)));
    else if (estimate !== null) rows.push(refusedRow(id, estimate));
    else if (body.dryRun === true) rows.push({ id, outcome: outcomeOf(found, changes), changes });
    else rows.push(await putProduct(context, id, definition, changes));
  }
  return { rows };
}

async function putProduct(
  context: Context<AppEnv>,
  id: string,
  definition: ProductDefinition,
  changes: string[],
): Promise<BulkRow> {
  const written = await writeProduct(context.env.DB, id, definition, null, Date.now());
  if ("stale" in written) {
    const detail = "It was changed by somebody else at the same moment.";
    return refusedRow(id, { pointer: "", code: "precondition_failed", detail, product: id });
  }
  context.var.facts.forget(`product/${id}`);
  return { id, outcome: written.outcome, changes: written.outcome === "unchanged" ? [] : changes };
}

interface WriteRow {
  sku: string;
  change: StockChange;
  warehouse?: string;
  note?: string;
  document?: string;
}

async function writeRows(
  context: Context<AppEnv>,
  scope: { key: string; body: string },
  rows: readonly WriteRow[],
): Promise<BulkStockResult> {
  const unknown = await unknownWarehouses(
    context,
    rows.map((row) => row.warehouse ?? DEFAULT_WAREHOUSE),
  );
  const actor = actorOf(context.var.caller);
  return {
    rows: await inRowOrder(rows, async (row, index): Promise<BulkStockRow> => {
      const warehouse = row.warehouse ?? DEFAULT_WAREHOUSE;
      if (unknown.has(warehouse)) {
        return { sku: row.sku, problem: unknownWarehouse(`/rows/${index}/warehouse`) };
      }
      const call: StockWriteCall = {
        warehouse,
        change: row.change,
        provenance: { actor, note: row.note ?? null, document: row.document ?? null },
        // A row of a repeated request is found by its place in it.
        key: { scope: `${scope.key}/${index}`, body: scope.body },
      };
      const result = await changeSku(context, row.sku, (stub) => stub.write(call));
      if (result.accepted) return { sku: row.sku, write: result.value };
      return { sku: row.sku, problem: skuLineProblem(result.refusal, row.sku, `/rows/${index}`) };
    }),
  };
}

/** Rows of one SKU one after the other, different SKUs side by side; answers in the order of the rows. */
async function inRowOrder<Row extends { sku: string }, Answer>(
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

async function unknownWarehouses(context: Context<AppEnv>, codes: readonly string[]): Promise<Set<string>> {
  const unknown = new Set<string>();
  for (const code of new Set(codes)) {
    if (!(await warehouseExists(context.env.DB, code))) unknown.add(code);
  }
  return unknown;
}

function unknownWarehouse(pointer: string): LineProblem {
  return { pointer, code: "warehouse_not_found", detail: "There is no such warehouse." };
}

function refusedRow(id: string, problem: LineProblem): BulkRow {
  return { id, outcome: "refused", changes: [], problem };
}

function outcomeOf(found: unknown, changes: readonly string[]): BulkRow["outcome"] {
  if (found === undefined) return "created";
  return changes.length === 0 ? "unchanged" : "changed";
}
