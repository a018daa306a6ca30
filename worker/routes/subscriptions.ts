import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import type { Availability, SubscriptionItem } from "../../sdk/index.ts";
import { selectionFault } from "../catalogue/resolve-lines.ts";
import { productView, skuView } from "../catalogue/views.ts";
import { requestedAt } from "../notify/subscriptions/requested-at.ts";
import { subscribe, type Wish } from "../notify/subscriptions/subscribe.ts";
import { subscriptionOf } from "../notify/subscriptions/subscription-row.ts";
import type { WaitTarget } from "../notify/waiting/waiting.ts";
import type { AppEnv } from "./app-env.ts";
import { isSecret } from "./caller.ts";
import { defineRoute } from "./define-route.ts";
import { idempotencyOf } from "./idempotency.ts";
import { idempotencyHeader, noQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { subscription, subscriptionAnswer, subscriptionRequest } from "./schemas/subscription.ts";
import { viewerOf } from "./viewer-of.ts";

/** Before anything else is judged: without mails nobody can be told, whatever they ask. */
const requireMail: MiddlewareHandler<AppEnv> = async (context, next) => {
  if (context.var.deployment.transportOf(context.env) === null) {
    throw new ProblemError(
      "mail_not_configured",
      "This installation has no way to send mail: /health says what is missing.",
    );
  }
  await next();
};

const create = defineRoute({
  method: "post",
  path: "/v1/subscriptions",
  tags: ["Subscriptions"],
  summary: "Ask for a mail when it can be bought again",
  description:
    "While a view says `subscribable`. For a shopper the answer is the same whether or not the address is known. With a secret key the subscription is active at once, and no mail asks for confirmation.",
  middleware: requireMail,
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(subscriptionRequest) },
  responses: {
    201: jsonAnswer(subscription, "With a secret key: subscribed."),
    202: jsonAnswer(subscriptionAnswer, "With a shopper's key: a mail asks for confirmation, where settings want one."),
  },
  problems: [
    "mail_not_configured",
    "sku_not_found",
    "product_not_found",
    "channel_not_found",
    "not_subscribable",
    "too_many_subscriptions",
  ],
});

/** Subscriptions, as a shop page and a shop's server make them. */
export function subscriptionRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(create, async (context) => {
    const body = context.req.valid("json");
    const scope = await idempotencyOf(context, "subscriptions", "", body);
    const target = await targetOf(context, body, body.channel);
    const nowMs = Date.now();
    const requestedAtMs = await requestedAt(context.env.DB, scope, nowMs);
    if (requestedAtMs === null) {
      throw new ProblemError("idempotency_mismatch", "The same key came with another body.");
    }
    const { notices } = await context.var.facts.settings();
    const vouched = isSecret(context.var.caller);
    const wish: Wish = {
      target,
      email: body.email,
      locale: body.locale ?? notices.locale,
      atOnce: vouched || !notices.doubleOptIn,
      requestedAtMs,
    };
    const { subscribed, tell } = await subscribe(context.env, wish, notices, nowMs);
    // Afterwards, so that the answer takes as long when there is nobody to tell. What is lost here is sent by the cron's round.
    context.executionCtx.waitUntil(tell().catch((error) => console.error("A subscription was not passed on", error)));
    // Of an address that has its most, a shopper is told what all are told.
    if (!vouched) return context.json({ state: notices.doubleOptIn ? "confirmation" : "subscribed" } as const, 202);
    if (subscribed.outcome === "full") {
      const most = notices.subscriptionsPerAddressMax;
      throw new ProblemError("too_many_subscriptions", `The address has ${most} open subscriptions.`);
    }
    return context.json(subscriptionOf(subscribed.row), 201);
  });
}

/** What is waited for: a combination by its own SKU, a kit by the product. */
async function targetOf(
  context: Context<AppEnv>,
  item: SubscriptionItem,
  channelCode: string | undefined,
): Promise<WaitTarget> {
  // A decision, so it is made from what is there now.
  const viewer = await viewerOf(context, { channel: channelCode, consistency: "strong" });
  const channel = viewer.channel.code;
  if ("sku" in item) {
    const view = await skuView(item.sku, viewer);
    if (view === null) throw new ProblemError("sku_not_found", `There is no SKU ${item.sku}.`);
    requireSubscribable(view);
    return { channel, sku: item.sku, product: null, selection: null };
  }
  const { product: id, selection = {} } = item;
  const product = await context.var.facts.product(id);
  if (product === null) throw new ProblemError("product_not_found", `There is no product ${id}.`);
  const fault = selectionFault(product, selection, "/selection");
  if (fault !== null) throw ProblemError.field(fault.pointer, fault.detail);
  const view = await productView(product, selection, viewer);
  requireSubscribable(view);
  return { channel, sku: view.sku, product: id, selection: Object.keys(selection).length === 0 ? null : selection };
}

function requireSubscribable(view: Availability): void {
  if (!view.subscribable) throw new ProblemError("not_subscribable", whyNot(view));
}

/** Says no more than the view itself. */
function whyNot({ purchasable, status }: Availability): string {
  if (purchasable) return "It can be bought now.";
  if (status === "choose_options") return "Options have to be chosen first.";
  return "It is not for want of stock alone that it cannot be bought, or its settings allow no subscriptions.";
}
