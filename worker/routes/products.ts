import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { LineProblem, ProductDefinition } from "../../sdk/index.ts";
import { listProducts, readProduct, removeProduct, writeProduct } from "../catalogue/products.ts";
import { missingSkus } from "../catalogue/skus.ts";
import { PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import { skusOf } from "../core/product.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { revisionOf, revisionTag } from "./etag.ts";
import { missingEstimate, missingEstimates } from "./named-estimate.ts";
import { ifMatchHeader, noQuery, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { pageOf } from "./schemas/page.ts";
import { definitionOf, product, productRequest } from "./schemas/product.ts";
import { productId } from "./schemas/text.ts";

const params = z.object({ id: productId });
const tags = ["Products"];

const list = defineRoute({
  method: "get",
  path: "/v1/admin/products",
  tags,
  summary: "List products",
  request: { query: z.strictObject(pageQuery) },
  responses: {
    200: jsonAnswer(pageOf(product), "By id."),
  },
});

const read = defineRoute({
  method: "get",
  path: "/v1/admin/products/{id}",
  tags,
  summary: "Read a product",
  request: { params, query: noQuery },
  responses: { 200: jsonAnswer(product, "With its revision as ETag.") },
  problems: ["product_not_found"],
});

const put = defineRoute({
  method: "put",
  path: "/v1/admin/products/{id}",
  tags,
  summary: "Put a product as a whole",
  request: { params, query: noQuery, headers: ifMatchHeader, body: jsonBody(productRequest) },
  responses: {
    200: jsonAnswer(product, "The product as it is now."),
    201: jsonAnswer(product, "The product was made."),
  },
  problems: ["sku_not_found as 422", "estimate_not_found as 422"],
});

const remove = defineRoute({
  method: "delete",
  path: "/v1/admin/products/{id}",
  tags,
  summary: "Remove a product; its SKUs stay",
  request: { params, query: noQuery },
  responses: { 204: { description: "Removed." } },
  problems: ["product_not_found"],
});

/** What the shopper sees, and which SKUs stand behind it. */
export function productRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (context) => {
    const { cursor, limit } = context.req.valid("query");
    const page = await listProducts(context.env.DB, positionOf(cursor), limit ?? PAGE_SIZE_DEFAULT);
    return context.json({ ...page, nextCursor: page.nextCursor === null ? null : cursorOf(page.nextCursor) }, 200);
  });

  app.openapi(read, async (context) => {
    const { id } = context.req.valid("param");
    const found = await readProduct(context.env.DB, id);
    if (found === null) throw unknownProduct(id);
    return context.json(found, 200, { etag: revisionTag(found.revision) });
  });

  app.openapi(put, async (context) => {
    const { id } = context.req.valid("param");
    const definition = definitionOf(context.req.valid("json"));
    const missing = await missingSkus(context.env.DB, skusOf(definition));
    const estimate = missingEstimate(
      definition.policy,
      await missingEstimates(context, [definition.policy]),
      "/policy",
    );
    const errors = [
      ...missing.map((sku) => missingSkuProblem(definition, sku, "")),
      ...(estimate === null ? [] : [estimate]),
    ];
    if (missing.length > 0) {
      throw new ProblemError("sku_not_found", `Create the SKUs first: ${missing.join(", ")}.`, errors, 422);
    }
    if (estimate !== null) throw new ProblemError("estimate_not_found", estimate.detail, errors, 422);
    const written = await writeProduct(context.env.DB, id, definition, revisionOf(context), Date.now());
    if ("stale" in written) throw new ProblemError("precondition_failed", `It is at revision ${written.stale} now.`);
    context.var.facts.forget(`product/${id}`);
    const headers = { etag: revisionTag(written.product.revision) };
    return context.json(written.product, written.outcome === "created" ? 201 : 200, headers);
  });

  app.openapi(remove, async (context) => {
    const { id } = context.req.valid("param");
    if (!(await removeProduct(context.env.DB, id))) throw unknownProduct(id);
    context.var.facts.forget(`product/${id}`);
    return context.body(null, 204);
  });
}

/** Says where a definition names a SKU that does not exist. */
export function missingSkuProblem(definition: ProductDefinition, sku: string, prefix: string): LineProblem {
  const combination = definition.combinations.findIndex((each) => each.sku === sku);
  const component = definition.components.findIndex((each) => each.sku === sku);
  const path = [
    ...(combination >= 0 ? [`/combinations/${combination}/sku`] : []),
    ...(component >= 0 ? [`/components/${component}/sku`] : []),
    "/sku",
  ];
  return { pointer: `${prefix}${path[0]}`, code: "sku_not_found", detail: `There is no SKU ${sku}.`, sku };
}

function unknownProduct(id: string): ProblemError {
  return new ProblemError("product_not_found", `There is no product ${id}.`);
}
