import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Subscription } from "../../sdk/index.ts";
import { eraseAddress, recordOf } from "../notify/subscriptions/address-records.ts";
import { listSubscriptions, type SubscriptionPosition } from "../notify/subscriptions/list-subscriptions.ts";
import { requestedAt } from "../notify/subscriptions/requested-at.ts";
import { readSubscription, subscriptionOf } from "../notify/subscriptions/subscription-row.ts";
import { unsubscribe } from "../notify/subscriptions/unsubscribe.ts";
import type { AppEnv } from "./app-env.ts";
import { answerWithCsv, type Cell, csvOf, wantsCsv } from "./csv.ts";
import { cursorOf, partsOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { idempotencyOf } from "./idempotency.ts";
import { formatQuery, idempotencyHeader, limitOf, noQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody, jsonOrCsvAnswer } from "./responses.ts";
import { pageOf } from "./schemas/page.ts";
import {
  addressErasure,
  addressRecord,
  addressRequest,
  subscription,
  subscriptionQuery,
} from "./schemas/subscription.ts";

const tags = ["Subscriptions"];
const idParam = z.object({ id: z.string().min(1).max(100).openapi({ example: "sub_5Zk0mJr1n0yQ8c2mVbWx7A" }) });

const list = defineRoute({
  method: "get",
  path: "/v1/admin/subscriptions",
  tags,
  summary: "List who waits for what, newest first",
  request: { query: z.strictObject({ ...subscriptionQuery, ...formatQuery }) },
  responses: { 200: jsonOrCsvAnswer(pageOf(subscription), "By the time they were first asked for.") },
});

const read = defineRoute({
  method: "get",
  path: "/v1/admin/subscriptions/{id}",
  tags,
  summary: "Read a subscription",
  request: { params: idParam, query: noQuery },
  responses: { 200: jsonAnswer(subscription, "The subscription as it is.") },
  problems: ["subscription_not_found"],
});

const remove = defineRoute({
  method: "delete",
  path: "/v1/admin/subscriptions/{id}",
  tags,
  summary: "End a subscription: no mail will come",
  request: { params: idParam, query: noQuery },
  responses: { 204: { description: "Ended; it is kept as `unsubscribed` for a while." } },
  problems: ["subscription_not_found"],
});

const ofAddress = defineRoute({
  method: "post",
  path: "/v1/admin/subscriptions/of-address",
  tags,
  summary: "Read everything that is kept of an address",
  description: "Changes nothing. A POST, as paths end up in logs and addresses must not.",
  request: { query: noQuery, body: jsonBody(addressRequest) },
  responses: { 200: jsonAnswer(addressRecord, "Subscriptions and mails, newest first.") },
});

const erase = defineRoute({
  method: "post",
  path: "/v1/admin/subscriptions/erase",
  tags,
  summary: "Erase everything that is kept of an address",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(addressRequest) },
  responses: { 200: jsonAnswer(addressErasure, "How much it was. A repeat finds nothing more.") },
});

/** Subscriptions, as an admin sees them. */
export function adminSubscriptionRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (context) => {
    const { cursor, limit, format, ...filter } = context.req.valid("query");
    const isCsv = wantsCsv(context, format);
    const found = await listSubscriptions(context.env.DB, filter, afterOf(cursor), limitOf(limit, isCsv));
    const { items, next } = found;
    const nextCursor = next === null ? null : cursorOf(JSON.stringify([next.createdAtMs, next.id]));
    if (!isCsv) return context.json({ items, nextCursor }, 200);
    return answerWithCsv(context, "subscriptions", csvOf(COLUMNS, items.map(cellsOf)), nextCursor);
  });

  app.openapi(read, async (context) => {
    const { id } = context.req.valid("param");
    const row = await readSubscription(context.env.DB, id);
    if (row === null) throw unknownSubscription();
    return context.json(subscriptionOf(row), 200);
  });

  app.openapi(remove, async (context) => {
    const { id } = context.req.valid("param");
    if ((await unsubscribe(context.env.DB, id, Date.now())) === null) throw unknownSubscription();
    return context.body(null, 204);
  });

  app.openapi(ofAddress, async (context) => {
    const { email } = context.req.valid("json");
    return context.json(await recordOf(context.env.DB, email), 200);
  });

  app.openapi(erase, async (context) => {
    const body = context.req.valid("json");
    const scope = await idempotencyOf(context, "erase-address", "", body);
    if ((await requestedAt(context.env.DB, scope, Date.now())) === null) {
      throw new ProblemError("idempotency_mismatch", "The same key came with another body.");
    }
    return context.json(await eraseAddress(context.env.DB, body.email), 200);
  });
}

const COLUMNS = [
  ...(["id", "state", "email", "channel", "locale", "sku", "product", "selection"] as const),
  ...(["createdAt", "confirmedAt", "lapsesAt", "endedAt"] as const),
] satisfies (keyof Subscription)[];

function cellsOf(row: Subscription): Cell[] {
  return COLUMNS.map((column) => {
    const value = row[column];
    return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
  });
}

const position = z.tuple([z.int(), z.string()]);

function afterOf(cursor: string | undefined): SubscriptionPosition | null {
  const parts = partsOf(cursor, position);
  if (parts === null) return null;
  const [createdAtMs, id] = parts;
  return { createdAtMs, id };
}

function unknownSubscription(): ProblemError {
  return new ProblemError("subscription_not_found", "There is no subscription with this id.");
}
