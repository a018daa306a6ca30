import { z } from "@hono/zod-openapi";
import type {
  AddressErasure,
  AddressRecord,
  AddressRequest,
  MailRecord,
  Subscription,
  SubscriptionAnswer,
  SubscriptionRequest,
} from "../../../sdk/index.ts";
import { NAMES, names, namingOne, selection } from "./line.ts";
import { optional } from "./optional.ts";
import { channelCode, email, locale, productId, skuText } from "./text.ts";

const recipient = email.openapi({ example: "shopper@example.com" });

export const subscriptionRequest = namingOne(
  z.strictObject({
    ...names,
    email: recipient,
    channel: optional(channelCode.openapi({ description: "Code of a channel; default `web`." })),
    locale: optional(
      locale.openapi({ description: "The language of the mails; default: the shop's own.", example: "de" }),
    ),
  }),
)
  // Exactly one name, by the check above.
  .transform((value) => value as SubscriptionRequest)
  .openapi("SubscriptionRequest", {
    type: "object",
    properties: {
      ...NAMES,
      email: { type: "string", format: "email", maxLength: 254 },
      channel: { type: "string", description: "Code of a channel; default `web`." },
      locale: { type: "string", description: "The language of the mails; default: the shop's own." },
    },
    required: ["email"],
    additionalProperties: false,
    example: { product: "shirt", selection: { Size: "M" }, email: "shopper@example.com", locale: "de" },
  }) satisfies z.ZodType<SubscriptionRequest>;

export const subscriptionAnswer = z
  .object({ state: z.enum(["confirmation", "subscribed"]) })
  .openapi("SubscriptionAnswer", { example: { state: "confirmation" } }) satisfies z.ZodType<SubscriptionAnswer>;

const state = z.enum(["pending", "active", "notified", "unsubscribed", "lapsed"]);

export const subscription = z
  .object({
    id: z.string(),
    state,
    email: z.string(),
    channel: z.string(),
    locale: z.string(),
    sku: z.string().nullable(),
    product: z.string().nullable(),
    selection: selection.nullable(),
    createdAt: z.string(),
    confirmedAt: z.string().nullable(),
    lapsesAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .openapi("Subscription", {
    example: {
      id: "sub_5Zk0mJr1n0yQ8c2mVbWx7A",
      state: "active",
      email: "shopper@example.com",
      channel: "web",
      locale: "de",
      sku: "SHIRT-M",
      product: "shirt",
      selection: { Size: "M" },
      createdAt: "2026-11-22T09:00:00.000Z",
      confirmedAt: "2026-11-22T09:04:00.000Z",
      lapsesAt: "2027-02-20T09:04:00.000Z",
      endedAt: null,
    },
  }) satisfies z.ZodType<Subscription>;

/** What subscriptions are asked for by. */
export const subscriptionQuery = {
  sku: optional(skuText),
  product: optional(productId),
  channel: optional(channelCode),
  state: optional(state),
};

export const addressRequest = z
  .strictObject({ email: recipient })
  .openapi("AddressRequest", { example: { email: "shopper@example.com" } }) satisfies z.ZodType<AddressRequest>;

const mailRecord = z
  .object({
    id: z.string(),
    kind: z.string(),
    subscription: z.string().nullable(),
    state: z.enum(["pending", "sending", "sent", "dropped", "dead"]),
    createdAt: z.string(),
    sentAt: z.string().nullable(),
  })
  .openapi("MailRecord", {
    example: {
      id: "confirm/sub_5Zk0mJr1n0yQ8c2mVbWx7A/1",
      kind: "confirm_subscription",
      subscription: "sub_5Zk0mJr1n0yQ8c2mVbWx7A",
      state: "sent",
      createdAt: "2026-11-22T09:00:00.000Z",
      sentAt: "2026-11-22T09:00:02.000Z",
    },
  }) satisfies z.ZodType<MailRecord>;

export const addressRecord = z
  .object({ email: z.string(), subscriptions: z.array(subscription), mails: z.array(mailRecord) })
  .openapi("AddressRecord", {
    example: {
      email: "shopper@example.com",
      subscriptions: [],
      mails: [
        {
          id: "confirm/sub_5Zk0mJr1n0yQ8c2mVbWx7A/1",
          kind: "confirm_subscription",
          subscription: "sub_5Zk0mJr1n0yQ8c2mVbWx7A",
          state: "sent",
          createdAt: "2026-11-22T09:00:00.000Z",
          sentAt: "2026-11-22T09:00:02.000Z",
        },
      ],
    },
  }) satisfies z.ZodType<AddressRecord>;

export const addressErasure = z
  .object({ subscriptions: z.int(), mails: z.int() })
  .openapi("AddressErasure", { example: { subscriptions: 2, mails: 3 } }) satisfies z.ZodType<AddressErasure>;
