import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type {
  BulkProductsRequest,
  BulkResult,
  BulkRow,
  BulkSkusRequest,
  LineProblem,
  ProductDefinition,
} from "../../sdk/index.ts";
import { changedParts, readProducts, writeProduct } from "../catalogue/products.ts";
import { missingSkus, registerSkus, unregisterSku } from "../catalogue/skus.ts";
import { skusOf } from "../core/product.ts";
import type { SkuState } from "../objects/sku-callable.ts";
import type { AppEnv } from "./app-env.ts";
import { inRowOrder, onceKeyed, unknownWarehouse, unknownWarehouses } from "./bulk-rows.ts";
import { defineRoute } from "./define-route.ts";
import { unknownActivity } from "./named-activity.ts";
import { missingEstimate, missingEstimates } from "./named-estimate.ts";
import { missingPreference, missingPreferences } from "./named-warehouse.ts";
import { actorOf } from "./orders.ts";
import { idempotencyHeader, noQuery } from "./parameters.ts";
import { missingSkuProblem } from "./products.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { bulkProducts, bulkResult, bulkSkus } from "./schemas/bulk.ts";
import { definitionOf } from "./schemas/product.ts";
import { skuLineProblem } from "./sku-refusals.ts";
import { askSku, changeSku, DEFAULT_WAREHOUSE, freshStoreOf } from "./stock-access.ts";

const tags = ["Bulk"];

const skus = defineRoute({
  method: "post",
  path: "/v1/admin/bulk/skus",
  tags,
  summary: "Bring SKUs to a state: created where missing, set where different",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(bulkSkus) },
  responses: { 200: jsonAnswer(bulkResult, "An answer for each row.") },
});

const products = defineRoute({
  method: "post",
  path: "/v1/admin/bulk/products",
  tags,
  summary: "Put products",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(bulkProducts) },
  responses: { 200: jsonAnswer(bulkResult, "An answer for each row.") },
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
}

/** States a result, so that a repeat finds it done: nothing of it has to be stored. */
async function bringSkus(context: Context<AppEnv>, body: BulkSkusRequest): Promise<BulkResult> {
  const dryRun = body.dryRun ?? false;
  const unknown = await unknownWarehouses(
    context,
    body.rows.flatMap((row) => row.levels?.map((level) => level.warehouse ?? DEFAULT_WAREHOUSE) ?? []),
  );
  const policies = body.rows.map((row) => row.policy);
  const estimates = await missingEstimates(context, policies);
  const preferences = await missingPreferences(context, policies);
  const faults = body.rows.map((row, index): LineProblem | null => {
    const at = (row.levels ?? []).findIndex((level) => unknown.has(level.warehouse ?? DEFAULT_WAREHOUSE));
    if (at >= 0) return unknownWarehouse(`/rows/${index}/levels/${at}/warehouse`);
    const pointer = `/rows/${index}/policy`;
    return (
      unknownActivity(context.var.deployment.rules, row.policy, pointer) ??
      missingEstimate(row.policy, estimates, pointer) ??
      missingPreference(row.policy, preferences, pointer)
    );
  });
  const known = body.rows.filter((_, index) => faults[index] === null).map((row) => row.sku);
  if (!dryRun) await registerSkus(context.env.DB, known, Date.now());
  const provenance = { actor: actorOf(context.var.caller), note: null, document: body.document ?? null };
  const store = await freshStoreOf(context);
  const rows = await inRowOrder(body.rows, async (row, index): Promise<BulkRow> => {
    const fault = faults[index] ?? null;
    if (fault !== null) return refusedRow(row.sku, fault);
    const levels = (row.levels ?? []).map((level) => ({
      warehouse: level.warehouse ?? DEFAULT_WAREHOUSE,
      onHand: level.onHand,
      expected: level.expected ?? null,
    }));
    const state: SkuState = { policy: row.policy ?? {}, levels, provenance, dryRun, store };
    const result = await changeSku(context, row.sku, (stub) => stub.bringTo(state));
    if (!result.accepted) {
      // The SKU does not say which of several levels it was.
      const pointer = levels.length === 1 ? `/rows/${index}/levels/0` : `/rows/${index}/levels`;
      const fields = levels.length === 1 ? { quantity: "/onHand", warehouse: "/warehouse" } : {};
      return refusedRow(row.sku, skuLineProblem(result.refusal, row.sku, pointer, fields));
    }
    return { id: row.sku, ...result.value };
  });
  // Not before the last row: a later one of the same SKU may have made it.
  const refused = new Set(known.filter((sku) => rows.some(({ id, outcome }) => id === sku && outcome === "refused")));
  if (!dryRun) await Promise.all([...refused].map((sku) => unregisterIfMissing(context, sku)));
  return { rows };
}

/** A SKU that no row has made: its name goes again. */
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

function refusedRow(id: string, problem: LineProblem): BulkRow {
  return { id, outcome: "refused", changes: [], problem };
}

function outcomeOf(found: unknown, changes: readonly string[]): BulkRow["outcome"] {
  if (found === undefined) return "created";
  return changes.length === 0 ? "unchanged" : "changed";
}
