import type { OpenAPIHono } from "@hono/zod-openapi";
import type { BulkReceiptRow, BulkReplenishmentRow } from "../../sdk/index.ts";
import type { AppEnv } from "./app-env.ts";
import { inRowOrder, onceKeyed, rowKey, unknownWarehouse, unknownWarehouses } from "./bulk-rows.ts";
import { defineRoute } from "./define-route.ts";
import { actorOf } from "./orders.ts";
import { idempotencyHeader, noQuery } from "./parameters.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { bulkReceipts, bulkReceiptsResult, bulkReplenishments, bulkReplenishmentsResult } from "./schemas/bulk.ts";
import { termsOf } from "./schemas/replenishment.ts";
import { skuLineProblem } from "./sku-refusals.ts";
import { provenanceOf } from "./stock.ts";
import { changeSku } from "./stock-access.ts";

const tags = ["Bulk"];

const puts = defineRoute({
  method: "post",
  path: "/v1/admin/bulk/replenishments",
  tags,
  summary: "Put replenishments of many SKUs: made where missing, changed where different",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(bulkReplenishments) },
  responses: { 200: jsonAnswer(bulkReplenishmentsResult, "An answer for each row.") },
});

const receipts = defineRoute({
  method: "post",
  path: "/v1/admin/bulk/receipts",
  tags,
  summary: "Receive goods of many replenishments",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(bulkReceipts) },
  responses: { 200: jsonAnswer(bulkReceiptsResult, "An answer for each row.") },
});

/** Goods that are expected of many SKUs: rows are independent, those of one SKU are done in their order. */
export function bulkReplenishmentRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(puts, async (context) => {
    const body = context.req.valid("json");
    await onceKeyed(context, "bulk/replenishments", body);
    const wanted = body.rows.map(({ sku, id, ...request }) => ({ sku, id, terms: termsOf(request) }));
    const unknown = await unknownWarehouses(
      context,
      wanted.map((row) => row.terms.warehouse),
    );
    const actor = actorOf(context.var.caller);
    // States results, so that a repeat finds them done: nothing of it has to be stored.
    const rows = await inRowOrder(wanted, async ({ sku, id, terms }, index): Promise<BulkReplenishmentRow> => {
      const row = `/rows/${index}`;
      if (unknown.has(terms.warehouse)) {
        return { sku, id, outcome: "refused", problem: unknownWarehouse(`${row}/warehouse`) };
      }
      const call = { replenishment: id, terms, actor, dryRun: body.dryRun ?? false };
      const result = await changeSku(context, sku, (stub) => stub.replenish(call));
      if (result.accepted) return { sku, id, ...result.value };
      const fields = { quantity: "/quantity", warehouse: "/warehouse" };
      return { sku, id, outcome: "refused", problem: skuLineProblem(result.refusal, sku, row, fields) };
    });
    return context.json({ rows }, 200);
  });

  app.openapi(receipts, async (context) => {
    const body = context.req.valid("json");
    const scope = await onceKeyed(context, "bulk/receipts", body);
    const rows = await inRowOrder(body.rows, async (row, index): Promise<BulkReceiptRow> => {
      const { sku, id } = row;
      const call = {
        replenishment: id,
        quantity: row.quantity ?? null,
        isLast: row.isLast ?? false,
        provenance: provenanceOf(context, row),
        key: rowKey(scope, index),
      };
      const result = await changeSku(context, sku, (stub) => stub.receive(call));
      if (result.accepted) return { sku, id, receipt: result.value };
      const problem = skuLineProblem(result.refusal, sku, `/rows/${index}`, { quantity: "/quantity" });
      return { sku, id, problem };
    });
    return context.json({ rows }, 200);
  });
}
