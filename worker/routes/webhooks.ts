import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { PAGE_SIZE_DEFAULT, SECRET_OVERLAP_HOURS_DEFAULT, WEBHOOKS_MAX } from "../core/bounds.ts";
import { listEndpoints, removeEndpoint, toldEndpoint, writeEndpoint } from "../notify/webhooks/endpoints.ts";
import { refusalOfTarget } from "../notify/webhooks/forbidden-address.ts";
import { rotateSecrets } from "../notify/webhooks/rotate.ts";
import { toldSecrets } from "../notify/webhooks/secrets.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { revisionOf, revisionTag } from "./etag.ts";
import { idempotencyOf } from "./idempotency.ts";
import { namedWebhook, otherBody, unknownWebhook } from "./named-webhook.ts";
import { movedOn } from "./network-refusals.ts";
import { idempotencyHeader, ifMatchHeader, noQuery, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { pageOf } from "./schemas/page.ts";
import {
  endpointDefinitionOf,
  webhook,
  webhookId,
  webhookRequest,
  webhookRotation,
  webhookSecrets,
} from "./schemas/webhook.ts";
import { deliveryRoutes } from "./webhook-deliveries.ts";
import { documentMessages } from "./webhook-messages.ts";

const HOUR_MS = 3_600_000;

const params = z.object({ id: webhookId });
const tags = ["Webhooks"];

const list = defineRoute({
  method: "get",
  path: "/v1/admin/webhooks",
  tags,
  summary: "List webhook endpoints",
  request: { query: z.strictObject(pageQuery) },
  responses: { 200: jsonAnswer(pageOf(webhook), "By id.") },
});

const read = defineRoute({
  method: "get",
  path: "/v1/admin/webhooks/{id}",
  tags,
  summary: "Read a webhook endpoint",
  request: { params, query: noQuery },
  responses: { 200: jsonAnswer(webhook, "With its revision as ETag.") },
  problems: ["webhook_not_found"],
});

const put = defineRoute({
  method: "put",
  path: "/v1/admin/webhooks/{id}",
  tags,
  summary: "Put a webhook endpoint as a whole: where events are sent to, and which",
  description:
    "A new one gets a secret. It is told of what happens from then on; what is recorded only while an endpoint has chosen " +
    "it, within a minute. Neither an address nor a name of a private network is taken.",
  request: { params, query: noQuery, headers: ifMatchHeader, body: jsonBody(webhookRequest) },
  responses: {
    200: jsonAnswer(webhook, "The endpoint as it is now."),
    201: jsonAnswer(webhook, "The endpoint was made."),
  },
  problems: ["too_many_webhooks"],
});

const remove = defineRoute({
  method: "delete",
  path: "/v1/admin/webhooks/{id}",
  tags,
  summary: "Remove a webhook endpoint with its deliveries",
  request: { params, query: noQuery, headers: ifMatchHeader },
  responses: { 204: { description: "Removed." } },
  problems: ["webhook_not_found"],
});

const readSecrets = defineRoute({
  method: "get",
  path: "/v1/admin/webhooks/{id}/secrets",
  tags,
  summary: "Read the secrets by which an endpoint's messages are signed",
  request: { params, query: noQuery },
  responses: { 200: jsonAnswer(webhookSecrets, "Those that are valid, the newest first.") },
  problems: ["webhook_not_found"],
});

const rotate = defineRoute({
  method: "post",
  path: "/v1/admin/webhooks/{id}/secrets",
  tags,
  summary: "Make a new secret; the one before stays valid for a while",
  description:
    "Each message is signed by every valid secret, two at most. A repeat with the same key makes none, and is answered " +
    "with the secrets as they are then.",
  request: { params, query: noQuery, headers: idempotencyHeader, body: jsonBody(webhookRotation) },
  responses: { 200: jsonAnswer(webhookSecrets, "The secrets as they are now, the newest first.") },
  problems: ["webhook_not_found"],
});

/** Webhook endpoints, their secrets and deliveries. */
export function webhookRoutes(app: OpenAPIHono<AppEnv>): void {
  documentMessages(app.openAPIRegistry);

  app.openapi(list, async (context) => {
    const { cursor, limit } = context.req.valid("query");
    const { items, next } = await listEndpoints(context.env.DB, positionOf(cursor), limit ?? PAGE_SIZE_DEFAULT);
    return context.json({ items: items.map(toldEndpoint), nextCursor: next === null ? null : cursorOf(next) }, 200);
  });

  app.openapi(read, async (context) => {
    const found = await namedWebhook(context, context.req.valid("param").id);
    return context.json(toldEndpoint(found), 200, { etag: revisionTag(found.revision) });
  });

  app.openapi(put, async (context) => {
    const { id } = context.req.valid("param");
    const definition = endpointDefinitionOf(context.req.valid("json"));
    const refusal = refusalOfTarget(definition.url, context.env.WEBHOOKS_TO_LOOPBACK === "true");
    if (refusal !== null) throw ProblemError.field("/url", refusal);
    const written = await writeEndpoint(context.env.DB, id, definition, revisionOf(context), Date.now());
    if ("stale" in written) throw movedOn(written.stale);
    if ("full" in written) {
      throw new ProblemError("too_many_webhooks", `There are ${WEBHOOKS_MAX} of them already.`);
    }
    context.var.facts.forgetStore();
    const headers = { etag: revisionTag(written.endpoint.revision) };
    return context.json(toldEndpoint(written.endpoint), written.outcome === "created" ? 201 : 200, headers);
  });

  app.openapi(remove, async (context) => {
    const { id } = context.req.valid("param");
    const removal = await removeEndpoint(context.env.DB, id, revisionOf(context));
    if ("missing" in removal) throw unknownWebhook(id);
    if ("stale" in removal) throw movedOn(removal.stale);
    context.var.facts.forgetStore();
    return context.body(null, 204);
  });

  app.openapi(readSecrets, async (context) => {
    const { secrets } = await namedWebhook(context, context.req.valid("param").id);
    return context.json(toldSecrets(secrets, Date.now()), 200);
  });

  app.openapi(rotate, async (context) => {
    const { id } = context.req.valid("param");
    const request = context.req.valid("json");
    const key = await idempotencyOf(context, "webhook-secrets", id, request);
    const overlapMs = (request.overlapHours ?? SECRET_OVERLAP_HOURS_DEFAULT) * HOUR_MS;
    const rotation = await rotateSecrets(context.env.DB, id, overlapMs, key, Date.now());
    if ("missing" in rotation) throw unknownWebhook(id);
    if ("mismatch" in rotation) throw otherBody();
    return context.json(toldSecrets(rotation.secrets, Date.now()), 200);
  });

  deliveryRoutes(app);
}
