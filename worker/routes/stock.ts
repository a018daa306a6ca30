import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { StockWrite } from "../../sdk/index.ts";
import { missingWarehouses } from "../catalogue/warehouses.ts";
import type { Provenance, StockChange } from "../core/stock-write.ts";
import type { AppEnv } from "./app-env.ts";
import { defineRoute } from "./define-route.ts";
import { idempotencyOf } from "./idempotency.ts";
import { actorOf } from "./orders.ts";
import { idempotencyHeader, noQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { adjustRequest, countRequest, stockWrite } from "./schemas/sku.ts";
import { skuText } from "./schemas/text.ts";
import { stockTransfer, transferRequest } from "./schemas/transfer.ts";
import { skuProblem } from "./sku-refusals.ts";
import { changeSku, DEFAULT_WAREHOUSE } from "./stock-access.ts";

const params = z.object({ sku: skuText });
const tags = ["Stock"];

const adjust = defineRoute({
  method: "post",
  path: "/v1/admin/skus/{sku}/adjust",
  tags,
  summary: "Change what is on hand by a difference",
  request: { params, query: noQuery, headers: idempotencyHeader, body: jsonBody(adjustRequest) },
  responses: {
    200: jsonAnswer(stockWrite, "The movement and the figures after it."),
  },
  problems: [
    "sku_not_found",
    "warehouse_not_found",
    "warehouse_closed",
    "too_many_warehouses",
    "on_hand_below_zero",
    "on_hand_below_planned",
    "figure_out_of_range",
  ],
});

const count = defineRoute({
  method: "post",
  path: "/v1/admin/skus/{sku}/count",
  tags,
  summary: "Set what is on hand to what was counted",
  request: { params, query: noQuery, headers: idempotencyHeader, body: jsonBody(countRequest) },
  responses: {
    200: jsonAnswer(stockWrite, "The movement (none where nothing changed) and the figures after it."),
  },
  problems: [
    "sku_not_found",
    "warehouse_not_found",
    "warehouse_closed",
    "too_many_warehouses",
    "stale_write",
    "on_hand_below_planned",
  ],
});

const transfer = defineRoute({
  method: "post",
  path: "/v1/admin/skus/{sku}/transfer",
  tags,
  summary: "Move units on hand from one warehouse to another",
  description:
    "Both ends or nothing. What shipments need stays; orders that wait for goods get what they were waiting for.",
  request: { params, query: noQuery, headers: idempotencyHeader, body: jsonBody(transferRequest) },
  responses: {
    200: jsonAnswer(stockTransfer, "The movement out and the one in, and the figures after them."),
  },
  problems: [
    "sku_not_found",
    "warehouse_not_found",
    "warehouse_closed",
    "too_many_warehouses",
    "on_hand_below_zero",
    "on_hand_below_planned",
    "figure_out_of_range",
  ],
});

/** What is on hand, as admins find it, count it and move it. */
export function stockRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(adjust, async (context) => {
    const { sku } = context.req.valid("param");
    const { delta, reason, ...rest } = context.req.valid("json");
    return context.json(await write(context, "adjust", sku, { kind: "adjust", delta, reason }, rest), 200);
  });

  app.openapi(count, async (context) => {
    const { sku } = context.req.valid("param");
    const { onHand, expected, ...rest } = context.req.valid("json");
    const change: StockChange = { kind: "count", onHand, expected: expected ?? null };
    return context.json(await write(context, "count", sku, change, rest), 200);
  });

  app.openapi(transfer, async (context) => {
    const { sku } = context.req.valid("param");
    const request = context.req.valid("json");
    const { from, to, quantity } = request;
    const { key, body } = await idempotencyOf(context, "transfer", sku, request);
    const missing = [...(await missingWarehouses(context.env.DB, [from, to]))];
    const provenance = provenanceOf(context, request);
    const call = { from, to, quantity, provenance, missing, key: { scope: key, body } };
    const result = await changeSku(context, sku, (stub) => stub.transfer(call));
    if (!result.accepted) {
      const warehouse = missing[0] === from ? "/from" : "/to";
      throw skuProblem(result.refusal, sku, { quantity: "/quantity", warehouse });
    }
    return context.json(result.value, 200);
  });
}

/** Refuses what names a warehouse that is not there. */
export async function requireWarehouse(context: Context<AppEnv>, warehouse: string, pointer: string): Promise<void> {
  const missing = await missingWarehouses(context.env.DB, [warehouse]);
  if (missing.size === 0) return;
  throw ProblemError.field(pointer, `There is no warehouse ${warehouse}.`, "warehouse_not_found");
}

/** Who asks for it, why, on which paper. */
export function provenanceOf(context: Context<AppEnv>, request: { note?: string; document?: string }): Provenance {
  return { actor: actorOf(context.var.caller), note: request.note ?? null, document: request.document ?? null };
}

async function write(
  context: Context<AppEnv>,
  route: "adjust" | "count",
  sku: string,
  change: StockChange,
  rest: { warehouse?: string; note?: string; document?: string },
): Promise<StockWrite> {
  const { key, body } = await idempotencyOf(context, route, sku, { change, ...rest });
  const warehouse = rest.warehouse ?? DEFAULT_WAREHOUSE;
  const missing = [...(await missingWarehouses(context.env.DB, [warehouse]))];
  const call = { warehouse, change, provenance: provenanceOf(context, rest), missing, key: { scope: key, body } };
  const result = await changeSku(context, sku, (stub) => stub.write(call));
  const quantity = change.kind === "adjust" ? "/delta" : "/onHand";
  if (!result.accepted) throw skuProblem(result.refusal, sku, { quantity, warehouse: "/warehouse" });
  return result.value;
}
