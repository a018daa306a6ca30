import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { listChannels, readChannel, removeChannel, writeChannel } from "../catalogue/channels.ts";
import { tellEverySku } from "../catalogue/close-warehouse.ts";
import { toldChannel } from "../catalogue/network.ts";
import { PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import type { StockRules } from "../core/rules.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { revisionOf, revisionTag } from "./etag.ts";
import { channelProblem, movedOn, unknownChannel } from "./network-refusals.ts";
import { ifMatchHeader, noQuery, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { channel, channelRequest } from "./schemas/channel.ts";
import { pageOf } from "./schemas/page.ts";
import { channelCode } from "./schemas/text.ts";

const params = z.object({ code: channelCode });
const tags = ["Channels"];

const list = defineRoute({
  method: "get",
  path: "/v1/admin/channels",
  tags,
  summary: "List channels",
  request: { query: z.strictObject(pageQuery) },
  responses: {
    200: jsonAnswer(pageOf(channel), "By code."),
  },
});

const read = defineRoute({
  method: "get",
  path: "/v1/admin/channels/{code}",
  tags,
  summary: "Read a channel",
  request: { params, query: noQuery },
  responses: { 200: jsonAnswer(channel, "With its revision as ETag.") },
  problems: ["channel_not_found as 404"],
});

const put = defineRoute({
  method: "put",
  path: "/v1/admin/channels/{code}",
  tags,
  summary: "Put a channel as a whole",
  description:
    "Every SKU is told; other Workers see it within five seconds. What is claimed in it already stays where it is.",
  request: { params, query: noQuery, headers: ifMatchHeader, body: jsonBody(channelRequest) },
  responses: {
    200: jsonAnswer(channel, "The channel as it is now."),
    201: jsonAnswer(channel, "The channel was made."),
  },
  problems: ["warehouse_not_found", "warehouse_closed", "too_many_channels"],
});

const remove = defineRoute({
  method: "delete",
  path: "/v1/admin/channels/{code}",
  tags,
  summary: "Remove a channel",
  description: "Reservations and orders that were made in it stay, with its warehouses as they were then.",
  request: { params, query: noQuery, headers: ifMatchHeader },
  responses: { 204: { description: "Removed." } },
  problems: ["channel_not_found as 404"],
});

/** Where something is sold. */
export function channelRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (context) => {
    const { cursor, limit } = context.req.valid("query");
    const { items, next } = await listChannels(context.env.DB, positionOf(cursor), limit ?? PAGE_SIZE_DEFAULT);
    return context.json({ items: items.map(toldChannel), nextCursor: next === null ? null : cursorOf(next) }, 200);
  });

  app.openapi(read, async (context) => {
    const params = context.req.valid("param");
    const found = await readChannel(context.env.DB, params.code);
    if (found === null) throw unknownChannel(params.code);
    return context.json(toldChannel(found), 200, { etag: revisionTag(found.revision) });
  });

  app.openapi(put, async (context) => {
    const params = context.req.valid("param");
    const request = context.req.valid("json");
    requireStrategy(context.var.deployment.rules, request.strategy);
    const written = await writeChannel(context.env.DB, params.code, request, revisionOf(context), Date.now());
    if (!written.accepted) throw channelProblem(written.refusal);
    context.var.facts.forgetStore();
    if (written.outcome !== "unchanged") await tellEverySku(context.env);

    const headers = { etag: revisionTag(written.channel.revision) };
    return context.json(toldChannel(written.channel), written.outcome === "created" ? 201 : 200, headers);
  });

  app.openapi(remove, async (context) => {
    const params = context.req.valid("param");
    const removal = await removeChannel(context.env.DB, params.code, revisionOf(context));
    if ("missing" in removal) throw unknownChannel(params.code);
    if ("stale" in removal) throw movedOn(removal.stale);
    context.var.facts.forgetStore();
    await tellEverySku(context.env);
    return context.body(null, 204);
  });
}

/** Refuses the name of a strategy that the deployment does not have. */
function requireStrategy({ placing }: StockRules, name: string | undefined): void {
  if (name === undefined || Object.hasOwn(placing, name)) return;
  throw ProblemError.field("/strategy", `must be one of ${Object.keys(placing).join(", ")}`);
}
