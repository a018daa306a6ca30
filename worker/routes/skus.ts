import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Sku } from "../../sdk/index.ts";
import { readProduct } from "../catalogue/products.ts";
import { listSkus, registerSkus } from "../catalogue/skus.ts";
import { PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { revisionOf, revisionTag } from "./etag.ts";
import { requireActivity } from "./named-activity.ts";
import { requireEstimate } from "./named-estimate.ts";
import { requirePreference } from "./named-warehouse.ts";
import { ifMatchHeader, noQuery, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { pageOf } from "./schemas/page.ts";
import { policyPatch } from "./schemas/policy.ts";
import { audit, skuRequest, sku as skuSchema, skuSummary } from "./schemas/sku.ts";
import { productId, skuText } from "./schemas/text.ts";
import { skuProblem } from "./sku-refusals.ts";
import { askSku, changeSku, storeOf } from "./stock-access.ts";

const params = z.object({ sku: skuText });
const tags = ["SKUs"];

const list = defineRoute({
  method: "get",
  path: "/v1/admin/skus",
  tags,
  summary: "List SKUs with their figures over all warehouses",
  request: { query: z.strictObject(pageQuery) },
  responses: {
    200: jsonAnswer(pageOf(skuSummary), "By SKU."),
  },
});

const read = defineRoute({
  method: "get",
  path: "/v1/admin/skus/{sku}",
  tags,
  summary: "Read a SKU: settings and where they come from, figures by warehouse",
  request: {
    params,
    query: z.strictObject({
      product: productId
        .optional()
        .openapi({ description: "A product that sells the SKU: settings are told as they are when it asks." }),
    }),
  },
  responses: { 200: jsonAnswer(skuSchema, "With the settings' revision as ETag.") },
  problems: ["sku_not_found", "product_not_found as 422"],
});

const put = defineRoute({
  method: "put",
  path: "/v1/admin/skus/{sku}",
  tags,
  summary: "Create a SKU",
  request: { params, query: noQuery, body: jsonBody(skuRequest) },
  responses: {
    200: jsonAnswer(skuSchema, "It was there already, and is as it was."),
    201: jsonAnswer(skuSchema, "It was made."),
  },
  problems: ["estimate_not_found as 422", "warehouse_not_found"],
});

const patch = defineRoute({
  method: "patch",
  path: "/v1/admin/skus/{sku}/policy",
  tags,
  summary: "Change settings of a SKU",
  request: { params, query: noQuery, headers: ifMatchHeader, body: jsonBody(policyPatch) },
  responses: { 200: jsonAnswer(skuSchema, "The SKU as it is now.") },
  problems: ["sku_not_found", "estimate_not_found as 422", "warehouse_not_found"],
});

const check = defineRoute({
  method: "get",
  path: "/v1/admin/skus/{sku}/audit",
  tags,
  summary: "Recompute a SKU's figures from its movements and claims",
  request: { params, query: noQuery },
  responses: { 200: jsonAnswer(audit, "Every figure that is not what it must be.") },
  problems: ["sku_not_found"],
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
    const found = await readSku(context, sku, context.req.valid("query").product);
    if (found === null) throw unknownSku(sku);
    return context.json(found, 200, tagged(found));
  });

  app.openapi(put, async (context) => {
    const { sku } = context.req.valid("param");
    const { policy } = context.req.valid("json");
    requireActivity(context, policy, "/policy");
    await requireEstimate(context, policy, "/policy");
    await requirePreference(context, policy, "/policy");
    await registerSkus(context.env.DB, [sku], Date.now());
    const store = await storeOf(context);
    const made = await changeSku(context, sku, (stub) => stub.create(policy ?? {}, store));
    return context.json(made.sku, made.created ? 201 : 200, tagged(made.sku));
  });

  app.openapi(patch, async (context) => {
    const { sku } = context.req.valid("param");
    const body = context.req.valid("json");
    requireActivity(context, body.set, "/set");
    await requireEstimate(context, body.set, "/set");
    await requirePreference(context, body.set, "/set");
    const store = await storeOf(context);
    const revision = revisionOf(context);
    const result = await changeSku(context, sku, (stub) => stub.changePolicy(body, revision, store));
    if (!result.accepted) throw skuProblem(result.refusal, sku);
    return context.json(result.value, 200, tagged(result.value));
  });

  app.openapi(check, async (context) => {
    const { sku } = context.req.valid("param");
    const result = await askSku(context, sku, (stub) => stub.audit());
    if (result === null) throw unknownSku(sku);
    return context.json(result, 200);
  });
}

async function readSku(context: Context<AppEnv>, sku: string, asking: string | undefined): Promise<Sku | null> {
  const store = await storeOf(context);
  const product = asking === undefined ? null : await readProduct(context.env.DB, asking);
  if (asking !== undefined && product === null) {
    const problem = { pointer: "product", code: "product_not_found", detail: `There is no product ${asking}.` };
    throw new ProblemError("product_not_found", problem.detail, [problem], 422);
  }
  return askSku(context, sku, (stub) => stub.read(store, product?.policy ?? null));
}

function tagged(sku: Sku): { etag: string } {
  return { etag: revisionTag(sku.revision) };
}

function unknownSku(sku: string): ProblemError {
  return new ProblemError("sku_not_found", `There is no SKU ${sku}.`);
}
