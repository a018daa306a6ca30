import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Movement, Page, Sku, StockWrite } from "../../sdk/index.ts";
import { warehouseExists } from "../catalogue/channels.ts";
import { listSkus, projectedMovements, registerSkus } from "../catalogue/skus.ts";
import { PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import type { StockChange } from "../core/stock-write.ts";
import type { StockWriteCall } from "../objects/sku-callable.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { revisionOf, revisionTag } from "./etag.ts";
import { idempotencyOf } from "./idempotency.ts";
import { requireEstimate } from "./named-estimate.ts";
import { actorOf } from "./orders.ts";
import { idempotencyHeader, ifMatchHeader, noQuery, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { skuProblem } from "./refusals.ts";
import { jsonAnswer, jsonBody, problems } from "./responses.ts";
import { policyPatch } from "./schemas/policy.ts";
import {
  adjustRequest,
  audit,
  countRequest,
  movement,
  skuRequest,
  sku as skuSchema,
  skuSummary,
  stockWrite,
} from "./schemas/sku.ts";
import { skuText } from "./schemas/text.ts";
import { askSku, changeSku, DEFAULT_WAREHOUSE, storeOf } from "./stock-access.ts";

const params = z.object({ sku: skuText });
const tags = ["SKUs"];

const list = createRoute({
  method: "get",
  path: "/v1/admin/skus",
  tags,
  summary: "List SKUs with their figures over all warehouses",
  request: { query: z.strictObject(pageQuery) },
  responses: {
    200: jsonAnswer(z.object({ items: z.array(skuSummary), nextCursor: z.string().nullable() }), "By SKU."),
    ...problems(403),
  },
});

const read = createRoute({
  method: "get",
  path: "/v1/admin/skus/{sku}",
  tags,
  summary: "Read a SKU: settings and where they come from, figures by warehouse",
  request: { params, query: noQuery },
  responses: { 200: jsonAnswer(skuSchema, "With the settings' revision as ETag."), ...problems(403, 404) },
});

const put = createRoute({
  method: "put",
  path: "/v1/admin/skus/{sku}",
  tags,
  summary: "Create a SKU",
  request: { params, query: noQuery, body: jsonBody(skuRequest) },
  responses: {
    200: jsonAnswer(skuSchema, "It was there already, and is as it was."),
    201: jsonAnswer(skuSchema, "It was made."),
    ...problems(403, 413, 422),
  },
});

const patch = createRoute({
  method: "patch",
  path: "/v1/admin/skus/{sku}/policy",
  tags,
  summary: "Change settings of a SKU",
  request: { params, query: noQuery, headers: ifMatchHeader, body: jsonBody(policyPatch) },
  responses: { 200: jsonAnswer(skuSchema, "The SKU as it is now."), ...problems(403, 404, 412, 413, 422) },
});

const adjust = createRoute({
  method: "post",
  path: "/v1/admin/skus/{sku}/adjust",
  tags,
  summary: "Change what is on hand by a difference",
  request: { params, query: noQuery, headers: idempotencyHeader, body: jsonBody(adjustRequest) },
  responses: {
    200: jsonAnswer(stockWrite, "The movement and the figures after it."),
    ...problems(403, 404, 409, 413, 422),
  },
});

const count = createRoute({
  method: "post",
  path: "/v1/admin/skus/{sku}/count",
  tags,
  summary: "Set what is on hand to what was counted",
  request: { params, query: noQuery, headers: idempotencyHeader, body: jsonBody(countRequest) },
  responses: {
    200: jsonAnswer(stockWrite, "The movement (none where nothing changed) and the figures after it."),
    ...problems(403, 404, 409, 413, 422),
  },
});

const movements = createRoute({
  method: "get",
  path: "/v1/admin/skus/{sku}/movements",
  tags,
  summary: "The history of a SKU, newest first",
  request: { params, query: z.strictObject(pageQuery) },
  responses: {
    200: jsonAnswer(z.object({ items: z.array(movement), nextCursor: z.string().nullable() }), "Without a hole."),
    ...problems(403, 404),
  },
});

const check = createRoute({
  method: "get",
  path: "/v1/admin/skus/{sku}/audit",
  tags,
  summary: "Recompute a SKU's figures from its movements and claims",
  request: { params, query: noQuery },
  responses: { 200: jsonAnswer(audit, "Every figure that is not what it must be."), ...problems(403, 404) },
});

/** SKUs as an admin sees them. */
export function skuRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (context) => {
    const { cursor, limit } = context.req.valid("query");
    const page = await listSkus(context.env.DB, positionOf(cursor), limit ?? PAGE_SIZE_DEFAULT);
    return context.json({ ...page, nextCursor: page.nextCursor === null ? null : cursorOf(page.nextCursor) }, 200);
  });

  app.openapi(read, async (context) => {
    const { sku } = context.req.valid("param");
    const found = await readSku(context, sku);
    if (found === null) throw unknownSku(sku);
    return context.json(found, 200, tagged(found));
  });

  app.openapi(put, async (context) => {
    const { sku } = context.req.valid("param");
    const { policy } = context.req.valid("json");
    await requireEstimate(context, policy, "/policy");
    await registerSkus(context.env.DB, [sku], Date.now());
    const store = await storeOf(context);
    const made = await changeSku(context, sku, (stub) => stub.create(policy ?? {}, store));
    return context.json(made.sku, made.created ? 201 : 200, tagged(made.sku));
  });

  app.openapi(patch, async (context) => {
    const { sku } = context.req.valid("param");
    const body = context.req.valid("json");
    await requireEstimate(context, body.set, "/set");
    const store = await storeOf(context);
    const revision = revisionOf(context);
    const result = await changeSku(context, sku, (stub) => stub.changePolicy(body, revision, store));
    if (!result.accepted) throw skuProblem(result.refusal, sku, "");
    return context.json(result.value, 200, tagged(result.value));
  });

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

  app.openapi(movements, async (context) => {
    const { sku } = context.req.valid("param");
    const { cursor, limit } = context.req.valid("query");
    return context.json(await history(context, sku, beforeOf(cursor), limit ?? PAGE_SIZE_DEFAULT), 200);
  });

  app.openapi(check, async (context) => {
    const { sku } = context.req.valid("param");
    const result = await askSku(context, sku, (stub) => stub.audit());
    if (result === null) throw unknownSku(sku);
    return context.json(result, 200);
  });
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
  if (!(await warehouseExists(context.env.DB, warehouse))) {
    throw ProblemError.field("/warehouse", `There is no warehouse ${warehouse}.`, "warehouse_not_found");
  }
  const call: StockWriteCall = {
    warehouse,
    change,
    provenance: { actor: actorOf(context.var.caller), note: rest.note ?? null, document: rest.document ?? null },
    key: { scope: key, body },
  };
  const result = await changeSku(context, sku, (stub) => stub.write(call));
  if (!result.accepted) throw skuProblem(result.refusal, sku, change.kind === "adjust" ? "/delta" : "");
  return result.value;
}

async function readSku(context: Context<AppEnv>, sku: string): Promise<Sku | null> {
  const store = await storeOf(context);
  return askSku(context, sku, (stub) => stub.read(store));
}

/** D1 plus what the SKU has not had acknowledged. The SKU is asked first: what it leaves out is in D1 by then. */
async function history(context: Context<AppEnv>, sku: string, before: number, limit: number): Promise<Page<Movement>> {
  const recent = await askSku(context, sku, (stub) => stub.recentMovements(before, limit + 1));
  if (recent === null) throw unknownSku(sku);
  const projected = await projectedMovements(context.env.DB, sku, before, limit + 1);
  const bySequence = new Map([...projected, ...recent].map((each) => [each.sequence, each]));
  const all = [...bySequence.values()].toSorted((one, other) => other.sequence - one.sequence);
  const items = all.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: all.length > limit && last !== undefined ? cursorOf(String(last.sequence)) : null };
}

function beforeOf(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER;
  const position = positionOf(cursor);
  if (!/^\d{1,15}$/.test(position)) throw ProblemError.field("cursor", "must be one that a list gave");
  return Number(position);
}

function tagged(sku: Sku): { etag: string } {
  return { etag: revisionTag(sku.revision) };
}

function unknownSku(sku: string): ProblemError {
  return new ProblemError("sku_not_found", `There is no SKU ${sku}.`);
}
