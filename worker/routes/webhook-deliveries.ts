import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { DELIVERIES_PER_REPLAY_MAX, PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import {
  type DeliveryPosition,
  type DeliveryRow,
  detailOf,
  listDeliveries,
  readDelivery,
  toldDelivery,
} from "../notify/webhooks/delivery-rows.ts";
import { replayDelivery, replaySince, sendPing } from "../notify/webhooks/replay.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, partsOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { idempotencyOf } from "./idempotency.ts";
import { disabledWebhook, enabledWebhook, namedWebhook, otherBody } from "./named-webhook.ts";
import { idempotencyHeader, noQuery, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { pageOf } from "./schemas/page.ts";
import {
  delivery,
  deliveryDetail,
  deliveryId,
  deliveryQuery,
  webhookId,
  webhookReplay,
  webhookReplayed,
} from "./schemas/webhook.ts";

const ofWebhook = z.object({ id: webhookId });
const params = z.object({ id: webhookId, delivery: deliveryId });
const tags = ["Webhooks"];

const ping = defineRoute({
  method: "post",
  path: "/v1/admin/webhooks/{id}/ping",
  tags,
  summary: "Send a webhook.ping, to try an endpoint",
  description: "Whatever types it has chosen. It is tried again like any other.",
  request: { params: ofWebhook, query: noQuery, headers: idempotencyHeader },
  responses: { 202: jsonAnswer(delivery, "On its way. A repeat with the same key gives the same delivery.") },
  problems: ["webhook_not_found", "webhook_disabled"],
});

const list = defineRoute({
  method: "get",
  path: "/v1/admin/webhooks/{id}/deliveries",
  tags,
  summary: "List deliveries to an endpoint, newest first",
  request: { params: ofWebhook, query: z.strictObject({ ...deliveryQuery, ...pageQuery }) },
  responses: { 200: jsonAnswer(pageOf(delivery), "Kept for 30 days.") },
  problems: ["webhook_not_found"],
});

const read = defineRoute({
  method: "get",
  path: "/v1/admin/webhooks/{id}/deliveries/{delivery}",
  tags,
  summary: "Read a delivery: what is sent, and every attempt",
  request: { params, query: noQuery },
  responses: { 200: jsonAnswer(deliveryDetail, "The attempts newest first.") },
  problems: ["webhook_not_found", "delivery_not_found"],
});

const replayOne = defineRoute({
  method: "post",
  path: "/v1/admin/webhooks/{id}/deliveries/{delivery}/replay",
  tags,
  summary: "Send a delivery again, whatever became of it",
  description: "The same message with the same `webhook-id`, from the start of the schedule.",
  request: { params, query: noQuery, headers: idempotencyHeader },
  responses: { 202: jsonAnswer(delivery, "On its way.") },
  problems: ["webhook_not_found", "webhook_disabled", "delivery_not_found"],
});

const replayAll = defineRoute({
  method: "post",
  path: "/v1/admin/webhooks/{id}/replay",
  tags,
  summary: "Send again what happened since a time",
  description:
    "Every recorded event of the endpoint's types, whatever became of its delivery, those included that happened while " +
    `the endpoint was disabled or not there. At most ${DELIVERIES_PER_REPLAY_MAX} at once, the oldest, and those of the ` +
    "same millisecond as the last: go on with `nextSince`.",
  request: { params: ofWebhook, query: noQuery, headers: idempotencyHeader, body: jsonBody(webhookReplay) },
  responses: { 202: jsonAnswer(webhookReplayed, "On their way.") },
  problems: ["webhook_not_found", "webhook_disabled"],
});

/** What is sent to webhook endpoints, and sending it again. */
export function deliveryRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(ping, async (context) => {
    const { id } = context.req.valid("param");
    await namedWebhook(context, id);
    const { key } = await idempotencyOf(context, "webhook-ping", id, null);
    const sent = await sendPing(context.env, id, key, Date.now());
    if (sent === null) throw disabledWebhook(id);
    return context.json(await toldDelivery(sent), 202);
  });

  app.openapi(list, async (context) => {
    const { id } = context.req.valid("param");
    const { cursor, limit = PAGE_SIZE_DEFAULT, ...filter } = context.req.valid("query");
    await namedWebhook(context, id);
    const { items, next } = await listDeliveries(context.env.DB, id, filter, afterOf(cursor), limit);
    return context.json(
      { items, nextCursor: next === null ? null : cursorOf(JSON.stringify([next.createdAt, next.id])) },
      200,
    );
  });

  app.openapi(read, async (context) => {
    const { id, delivery } = context.req.valid("param");
    await namedWebhook(context, id);
    return context.json(await detailOf(context.env.DB, await deliveryOf(context, id, delivery)), 200);
  });

  app.openapi(replayOne, async (context) => {
    const { id, delivery } = context.req.valid("param");
    await enabledWebhook(context, id);
    const found = await deliveryOf(context, id, delivery);
    const key = await idempotencyOf(context, "webhook-replay-one", JSON.stringify([id, delivery]), null);
    const replayed = await replayDelivery(context.env, found.id, key, Date.now());
    if ("mismatch" in replayed) throw otherBody();
    return context.json(await toldDelivery(replayed.value ?? found), 202);
  });

  app.openapi(replayAll, async (context) => {
    const { id } = context.req.valid("param");
    const request = context.req.valid("json");
    await enabledWebhook(context, id);
    const key = await idempotencyOf(context, "webhook-replay", id, request);
    const range = { since: request.since, until: request.until ?? null };
    const replayed = await replaySince(context.env, id, range, key, Date.now());
    if ("mismatch" in replayed) throw otherBody();
    return context.json(replayed.value, 202);
  });
}

async function deliveryOf(context: Context<AppEnv>, webhook: string, id: string): Promise<DeliveryRow> {
  const found = await readDelivery(context.env.DB, id);
  if (found?.webhook === webhook) return found;
  throw new ProblemError("delivery_not_found", `The endpoint ${webhook} has no delivery ${id}.`);
}

const position = z.tuple([z.int(), z.string()]);

function afterOf(cursor: string | undefined): DeliveryPosition | null {
  const parts = partsOf(cursor, position);
  if (parts === null) return null;
  const [createdAt, id] = parts;
  return { createdAt, id };
}
