import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Page, Replenishment } from "../../sdk/index.ts";
import { listReplenishments } from "../catalogue/replenishments.ts";
import { PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import { comparePlaces, placeOf, type ReplenishmentPlace } from "../core/replenishment-view.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { idempotencyOf } from "./idempotency.ts";
import { actorOf } from "./orders.ts";
import { idempotencyHeader, noQuery, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { optional } from "./schemas/optional.ts";
import { pageOf as pageSchemaOf } from "./schemas/page.ts";
import { receipt, receiptRequest, replenishment, replenishmentRequest, termsOf } from "./schemas/replenishment.ts";
import { code, replenishmentId, skuText } from "./schemas/text.ts";
import { skuProblem } from "./sku-refusals.ts";
import { provenanceOf, requireWarehouse } from "./stock.ts";
import { askSku, changeSku } from "./stock-access.ts";

const ofSku = z.object({ sku: skuText });
const params = z.object({ sku: skuText, id: replenishmentId });
const tags = ["Replenishments"];
const page = pageSchemaOf(replenishment);

/** A place has two names in it, in any script: its cursor may be longer than others. */
const placedPage = {
  ...pageQuery,
  cursor: z.string().max(2_000).optional().openapi({ description: "`nextCursor` of the page before." }),
};

const list = defineRoute({
  method: "get",
  path: "/v1/admin/replenishments",
  tags,
  summary: "List replenishments of all SKUs",
  request: {
    query: z.strictObject({
      warehouse: optional(code),
      sku: optional(skuText),
      state: optional(z.enum(["open", "closed"])),
      ...placedPage,
    }),
  },
  responses: {
    200: jsonAnswer(page, "By expected date, unknown ones last, then by SKU and id; as the projection last had them."),
  },
});

const listOfSku = defineRoute({
  method: "get",
  path: "/v1/admin/skus/{sku}/replenishments",
  tags,
  summary: "List replenishments of a SKU, as they are now",
  request: { params: ofSku, query: z.strictObject(placedPage) },
  responses: {
    200: jsonAnswer(page, "By expected date, unknown ones last, then by id. Of closed ones the last 100."),
  },
  problems: ["sku_not_found"],
});

const read = defineRoute({
  method: "get",
  path: "/v1/admin/skus/{sku}/replenishments/{id}",
  tags,
  summary: "Read a replenishment",
  request: { params, query: noQuery },
  responses: { 200: jsonAnswer(replenishment, "As it is now.") },
  problems: ["sku_not_found", "replenishment_not_found"],
});

const put = defineRoute({
  method: "put",
  path: "/v1/admin/skus/{sku}/replenishments/{id}",
  tags,
  summary: "Put a replenishment as a whole: units that are expected, where and when",
  description:
    "What is still to come is incoming, never sold. While the date is ahead, a view of what is out of stock tells it. " +
    "Terms that were put before change nothing, however much of it came since.",
  request: { params, query: noQuery, body: jsonBody(replenishmentRequest) },
  responses: {
    200: jsonAnswer(replenishment, "As it is now."),
    201: jsonAnswer(replenishment, "It was made."),
  },
  problems: [
    "sku_not_found",
    "warehouse_not_found",
    "warehouse_closed",
    "too_many_warehouses",
    "too_many_replenishments",
    "replenishment_received",
    "figure_out_of_range",
  ],
});

const remove = defineRoute({
  method: "delete",
  path: "/v1/admin/skus/{sku}/replenishments/{id}",
  tags,
  summary: "Call off what is still to come of a replenishment",
  description: "It stays to be read as closed. Putting it again expects the rest again.",
  request: { params, query: noQuery },
  responses: { 204: { description: "Nothing more is expected of it." } },
  problems: ["sku_not_found", "replenishment_not_found"],
});

const receive = defineRoute({
  method: "post",
  path: "/v1/admin/skus/{sku}/replenishments/{id}/receive",
  tags,
  summary: "Receive goods of a replenishment: all that is outstanding, a part, or more",
  request: { params, query: noQuery, headers: idempotencyHeader, body: jsonBody(receiptRequest) },
  responses: {
    200: jsonAnswer(receipt, "The movement, the figures after it, and what is still to come."),
  },
  problems: [
    "sku_not_found",
    "replenishment_not_found",
    "replenishment_closed",
    "warehouse_closed",
    "figure_out_of_range",
  ],
});

/** Goods that are expected, and their coming. */
export function replenishmentRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (context) => {
    const { cursor, limit = PAGE_SIZE_DEFAULT, ...filter } = context.req.valid("query");
    const found = await listReplenishments(context.env.DB, filter, placeAt(cursor), limit + 1);
    return context.json(pageOf(found, limit), 200);
  });

  app.openapi(listOfSku, async (context) => {
    const { sku } = context.req.valid("param");
    const { cursor, limit = PAGE_SIZE_DEFAULT } = context.req.valid("query");
    const after = placeAt(cursor);
    const rest = (await replenishmentsOf(context, sku))
      .filter((each) => after === null || comparePlaces(placeOf(each), after) > 0)
      .toSorted((one, other) => comparePlaces(placeOf(one), placeOf(other)));
    return context.json(pageOf(rest, limit), 200);
  });

  app.openapi(read, async (context) => {
    const { sku, id } = context.req.valid("param");
    const found = (await replenishmentsOf(context, sku)).find((each) => each.id === id);
    if (found === undefined) throw skuProblem({ reason: "replenishment_not_found" }, sku);
    return context.json(found, 200);
  });

  app.openapi(put, async (context) => {
    const { sku, id } = context.req.valid("param");
    const terms = termsOf(context.req.valid("json"));
    await requireWarehouse(context, terms.warehouse, "/warehouse");
    const call = { replenishment: id, terms, actor: actorOf(context.var.caller), dryRun: false };
    const result = await changeSku(context, sku, (stub) => stub.replenish(call));
    if (!result.accepted) throw skuProblem(result.refusal, sku, { quantity: "/quantity", warehouse: "/warehouse" });
    return context.json(result.value.replenishment, result.value.outcome === "created" ? 201 : 200);
  });

  app.openapi(remove, async (context) => {
    const { sku, id } = context.req.valid("param");
    const result = await changeSku(context, sku, (stub) => stub.withdraw(id, actorOf(context.var.caller)));
    if (!result.accepted) throw skuProblem(result.refusal, sku);
    return context.body(null, 204);
  });

  app.openapi(receive, async (context) => {
    const { sku, id } = context.req.valid("param");
    const request = context.req.valid("json");
    const { key, body } = await idempotencyOf(context, "receive", JSON.stringify([sku, id]), request);
    const call = {
      replenishment: id,
      quantity: request.quantity ?? null,
      isLast: request.isLast ?? false,
      provenance: provenanceOf(context, request),
      key: { scope: key, body },
    };
    const result = await changeSku(context, sku, (stub) => stub.receive(call));
    if (!result.accepted) throw skuProblem(result.refusal, sku, { quantity: "/quantity" });
    return context.json(result.value, 200);
  });
}

async function replenishmentsOf(context: Context<AppEnv>, sku: string): Promise<Replenishment[]> {
  const found = await askSku(context, sku, (stub) => stub.replenishments());
  if (found === null) throw skuProblem({ reason: "sku_not_found" }, sku);
  return found;
}

/** `found` has one more than the page, where there is one. */
function pageOf(found: readonly Replenishment[], limit: number): Page<Replenishment> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (last === undefined || found.length <= limit) return { items, nextCursor: null };
  const { due, sku, id } = placeOf(last);
  return { items, nextCursor: cursorOf(JSON.stringify([due, sku, id])) };
}

const place = z.tuple([z.int(), z.string(), z.string()]);

function placeAt(cursor: string | undefined): ReplenishmentPlace | null {
  if (cursor === undefined) return null;
  const parsed = place.safeParse(parse(positionOf(cursor)));
  if (!parsed.success) throw ProblemError.field("cursor", "must be one that a list gave");
  const [due, sku, id] = parsed.data;
  return { due, sku, id };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
