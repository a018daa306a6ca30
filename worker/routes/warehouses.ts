import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { plainObstacles, sendClosing, tellEverySku } from "../catalogue/close-warehouse.ts";
import { toldWarehouse } from "../catalogue/network.ts";
import { beginRemoval } from "../catalogue/warehouse-closing.ts";
import { listWarehouses, readWarehouse, type WarehousePosition, writeWarehouse } from "../catalogue/warehouses.ts";
import { PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { revisionOf, revisionTag } from "./etag.ts";
import { unknownWarehouse, warehouseProblem } from "./network-refusals.ts";
import { actorOf } from "./orders.ts";
import { ifMatchHeader, noQuery, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { pageOf } from "./schemas/page.ts";
import { code } from "./schemas/text.ts";
import { warehouse, warehouseRequest } from "./schemas/warehouse.ts";

const params = z.object({ code });
const tags = ["Warehouses"];

const list = defineRoute({
  method: "get",
  path: "/v1/admin/warehouses",
  tags,
  summary: "List warehouses",
  request: { query: z.strictObject(pageQuery) },
  responses: {
    200: jsonAnswer(pageOf(warehouse), "By position, the lowest first, and then by code."),
  },
});

const read = defineRoute({
  method: "get",
  path: "/v1/admin/warehouses/{code}",
  tags,
  summary: "Read a warehouse, and how far closing it has come",
  request: { params, query: noQuery },
  responses: { 200: jsonAnswer(warehouse, "With its revision as ETag.") },
  problems: ["warehouse_not_found as 404"],
});

const put = defineRoute({
  method: "put",
  path: "/v1/admin/warehouses/{code}",
  tags,
  summary: "Put a warehouse as a whole",
  description: "Every SKU is told; other Workers see it within five seconds.",
  request: { params, query: noQuery, headers: ifMatchHeader, body: jsonBody(warehouseRequest) },
  responses: {
    200: jsonAnswer(warehouse, "The warehouse as it is now."),
    201: jsonAnswer(warehouse, "The warehouse was made."),
    202: jsonAnswer(warehouse, "It is sold from no more, and not active once no SKU has anything against it."),
  },
  problems: ["warehouse_closed", "last_warehouse", "too_many_warehouses_in_all"],
});

const remove = defineRoute({
  method: "delete",
  path: "/v1/admin/warehouses/{code}",
  tags,
  summary: "Close a warehouse at every SKU, and remove it",
  description:
    "At once nothing is promised or put there any more. It is removed when every SKU has nothing there, or has moved " +
    "all of it to the warehouse `moveTo`; only what is planned on shipments cannot be moved. If anything is in the way, " +
    "it is open again and `closing` says what. To ask once more while it is under way changes nothing.",
  request: {
    params,
    query: z.strictObject({
      moveTo: code.optional().openapi({
        description: "Code of an active warehouse: what is on hand, held, allocated and incoming goes there.",
        example: "main",
      }),
    }),
    headers: ifMatchHeader,
  },
  responses: {
    202: jsonAnswer(warehouse, "It is being closed. Once it is removed, it is not found."),
  },
  problems: [
    "warehouse_not_found as 404",
    "warehouse_not_found",
    "warehouse_closed",
    "last_warehouse",
    "warehouse_not_empty",
  ],
});

/** Places that have stock. */
export function warehouseRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (context) => {
    const { cursor, limit } = context.req.valid("query");
    const { items, next } = await listWarehouses(context.env.DB, placeOf(cursor), limit ?? PAGE_SIZE_DEFAULT);
    const nextCursor = next === null ? null : cursorOf(`${next.position} ${next.code}`);
    return context.json({ items: items.map(toldWarehouse), nextCursor }, 200);
  });

  app.openapi(read, async (context) => {
    const params = context.req.valid("param");
    const found = await readWarehouse(context.env.DB, params.code);
    if (found === null) throw unknownWarehouse(params.code);
    return context.json(toldWarehouse(found), 200, { etag: revisionTag(found.revision) });
  });

  app.openapi(put, async (context) => {
    const params = context.req.valid("param");
    const request = context.req.valid("json");
    const actor = actorOf(context.var.caller);
    const revision = revisionOf(context);
    const written = await writeWarehouse(context.env.DB, params.code, request, revision, actor, Date.now());
    if (!written.accepted) throw warehouseProblem(written.refusal, params.code, "/active");
    context.var.facts.forgetStore();
    const { outcome, warehouse: put } = written;
    if (outcome === "closing" && put.closing !== null) await sendClosing(context.env, put.code, put.closing.id);
    else if (outcome !== "unchanged") await tellEverySku(context.env);
    const headers = { etag: revisionTag(put.revision) };
    if (outcome === "closing") return context.json(toldWarehouse(put), 202, headers);
    return context.json(toldWarehouse(put), outcome === "created" ? 201 : 200, headers);
  });

  app.openapi(remove, async (context) => {
    const params = context.req.valid("param");
    const { moveTo = null } = context.req.valid("query");
    const actor = actorOf(context.var.caller);
    const started = await beginRemoval(
      context.env.DB,
      params.code,
      moveTo,
      revisionOf(context),
      actor,
      Date.now(),
      () => plainObstacles(context.env, params.code),
    );
    if (!started.accepted) throw warehouseProblem(started.refusal, params.code, "code");
    context.var.facts.forgetStore();
    const { warehouse: closed } = started;
    if (closed.closing !== null) await sendClosing(context.env, closed.code, closed.closing.id);
    return context.json(toldWarehouse(closed), 202, { etag: revisionTag(closed.revision) });
  });
}

function placeOf(cursor: string | undefined): WarehousePosition | null {
  if (cursor === undefined) return null;
  const [, position, place] = /^(-?\d{1,7}) (.+)$/su.exec(positionOf(cursor)) ?? [];
  if (position === undefined || place === undefined) throw ProblemError.field("cursor", "must be one that a list gave");
  return { position: Number(position), code: place };
}
