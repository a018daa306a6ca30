import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { BulkStockRow, BulkTransferRow, TransferRequest } from "../../sdk/index.ts";
import type { StockChange } from "../core/stock-write.ts";
import type { AppEnv } from "./app-env.ts";
import { inRowOrder, onceKeyed, rowKey, unknownWarehouses } from "./bulk-rows.ts";
import { defineRoute } from "./define-route.ts";
import type { IdempotencyScope } from "./idempotency.ts";
import { idempotencyHeader, noQuery } from "./parameters.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { bulkAdjust, bulkCount, bulkStockResult, bulkTransfer, bulkTransferResult } from "./schemas/bulk.ts";
import { skuLineProblem } from "./sku-refusals.ts";
import { provenanceOf } from "./stock.ts";
import { changeSku, DEFAULT_WAREHOUSE } from "./stock-access.ts";

const tags = ["Bulk"];

const adjust = defineRoute({
  method: "post",
  path: "/v1/admin/bulk/adjust",
  tags,
  summary: "Change what is on hand of many SKUs by differences",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(bulkAdjust) },
  responses: { 200: jsonAnswer(bulkStockResult, "An answer for each row.") },
});

const count = defineRoute({
  method: "post",
  path: "/v1/admin/bulk/count",
  tags,
  summary: "Set what is on hand of many SKUs to what was counted",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(bulkCount) },
  responses: { 200: jsonAnswer(bulkStockResult, "An answer for each row.") },
});

const transfers = defineRoute({
  method: "post",
  path: "/v1/admin/bulk/transfers",
  tags,
  summary: "Move units on hand of many SKUs between warehouses",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(bulkTransfer) },
  responses: { 200: jsonAnswer(bulkTransferResult, "An answer for each row.") },
});

/** What is on hand of many SKUs: rows are independent, those of one SKU are done in their order. */
export function bulkStockRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(adjust, async (context) => {
    const body = context.req.valid("json");
    const scope = await onceKeyed(context, "bulk/adjust", body);
    const rows = body.rows.map(({ delta, reason, ...rest }): WriteRow => {
      return { ...rest, change: { kind: "adjust", delta, reason }, field: "/delta" };
    });
    return context.json({ rows: await writeRows(context, scope, rows) }, 200);
  });

  app.openapi(count, async (context) => {
    const body = context.req.valid("json");
    const scope = await onceKeyed(context, "bulk/count", body);
    const rows = body.rows.map(({ onHand, expected, ...rest }): WriteRow => {
      return { ...rest, change: { kind: "count", onHand, expected: expected ?? null }, field: "/onHand" };
    });
    return context.json({ rows: await writeRows(context, scope, rows) }, 200);
  });

  app.openapi(transfers, async (context) => {
    const body = context.req.valid("json");
    const scope = await onceKeyed(context, "bulk/transfers", body);
    return context.json({ rows: await transferRows(context, scope, body.rows) }, 200);
  });
}

interface WriteRow {
  sku: string;
  change: StockChange;
  /** What says how many units. */
  field: string;
  warehouse?: string;
  note?: string;
  document?: string;
}

async function writeRows(
  context: Context<AppEnv>,
  scope: IdempotencyScope,
  rows: readonly WriteRow[],
): Promise<BulkStockRow[]> {
  const warehouses = rows.map((row) => row.warehouse ?? DEFAULT_WAREHOUSE);
  const unknown = await unknownWarehouses(context, warehouses);
  return inRowOrder(rows, async (row, index) => {
    const { sku, change, field, warehouse = DEFAULT_WAREHOUSE } = row;
    const missing = unknown.has(warehouse) ? [warehouse] : [];
    const call = { warehouse, change, provenance: provenanceOf(context, row), missing, key: rowKey(scope, index) };
    const result = await changeSku(context, sku, (stub) => stub.write(call));
    if (result.accepted) return { sku, write: result.value };
    const fields = { quantity: field, warehouse: "/warehouse" };
    return { sku, problem: skuLineProblem(result.refusal, sku, `/rows/${index}`, fields) };
  });
}

async function transferRows(
  context: Context<AppEnv>,
  scope: IdempotencyScope,
  rows: readonly ({ sku: string } & TransferRequest)[],
): Promise<BulkTransferRow[]> {
  const warehouses = rows.flatMap((row) => [row.from, row.to]);
  const unknown = await unknownWarehouses(context, warehouses);
  return inRowOrder(rows, async (row, index) => {
    const { sku, from, to, quantity } = row;
    const missing = [from, to].filter((warehouse) => unknown.has(warehouse));
    const call = { from, to, quantity, provenance: provenanceOf(context, row), missing, key: rowKey(scope, index) };
    const result = await changeSku(context, sku, (stub) => stub.transfer(call));
    if (result.accepted) return { sku, transfer: result.value };
    const fields = { quantity: "/quantity", warehouse: missing[0] === from ? "/from" : "/to" };
    return { sku, problem: skuLineProblem(result.refusal, sku, `/rows/${index}`, fields) };
  });
}
