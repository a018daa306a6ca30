import { z } from "@hono/zod-openapi";
import type {
  DeliveryAttempt,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEndpoint,
  WebhookEndpointRequest,
  WebhookReplay,
  WebhookReplayed,
  WebhookRotation,
  WebhookSecrets,
} from "../../../sdk/index.ts";
import {
  DELIVERIES_PER_REPLAY_MAX,
  SECRET_OVERLAP_HOURS_DEFAULT,
  SECRET_OVERLAP_HOURS_MAX,
  URL_LENGTH_MAX,
} from "../../core/bounds.ts";
import type { EndpointDefinition } from "../../notify/webhooks/endpoints.ts";
import { eventType } from "./event.ts";
import { optional } from "./optional.ts";
import { time, webhookDescription } from "./text.ts";

/** The shop's own name for an endpoint: it stands in paths. */
export const webhookId = z
  .string()
  .regex(/^[a-z0-9_-]{1,64}$/, "must have 1 – 64 characters of a-z, 0-9, - and _")
  .openapi({ example: "erp" });

export const deliveryId = z
  .string()
  .regex(/^dlv_[A-Za-z0-9_-]{32}$/, "must be the id of a delivery")
  .openapi({ example: "dlv_6f1c0b7f0d8e4a2b9c3d5e6f7a8b9c0d" });

const types = z
  .array(eventType)
  .min(1)
  .refine((list) => new Set(list).size === list.length, "has a type twice");

export const webhookRequest = z
  .strictObject({
    url: z
      .string()
      .max(URL_LENGTH_MAX)
      .openapi({
        description: `At most ${URL_LENGTH_MAX} characters. https, without user name, password and fragment; not into private networks.`,
      }),
    types,
    description: optional(webhookDescription.nullable()),
    enabled: optional(
      z.boolean().openapi({ description: "Default true. One that was disabled for its failures begins anew with it." }),
    ),
  })
  .openapi("WebhookEndpointRequest", {
    example: { url: "https://erp.shop.example/onhand", types: ["stock.out", "order.covered"], description: "ERP" },
  }) satisfies z.ZodType<WebhookEndpointRequest>;

export const webhook = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string().nullable(),
    types: z.array(eventType),
    enabled: z.boolean(),
    disabledReason: z.enum(["admin", "gone", "failing"]).nullable(),
    failingSince: z.string().nullable(),
    revision: z.int(),
    createdAt: z.string(),
  })
  .openapi("WebhookEndpoint", {
    example: {
      id: "erp",
      url: "https://erp.shop.example/onhand",
      description: "ERP",
      types: ["stock.out", "order.covered"],
      enabled: true,
      disabledReason: null,
      failingSince: null,
      revision: 3,
      createdAt: "2026-11-22T09:00:00.000Z",
    },
  }) satisfies z.ZodType<WebhookEndpoint>;

export const webhookSecrets = z
  .object({
    secrets: z.array(z.object({ secret: z.string(), createdAt: z.string(), validUntil: z.string().nullable() })),
  })
  .openapi("WebhookSecrets", {
    example: {
      secrets: [
        {
          secret: "whsec_c2VjcmV0IG9mIHRoZSBleGFtcGxlLCAzMiBieXRlcy4=",
          createdAt: "2026-11-22T09:00:00.000Z",
          validUntil: null,
        },
      ],
    },
  }) satisfies z.ZodType<WebhookSecrets>;

export const webhookRotation = z
  .strictObject({
    overlapHours: optional(
      z
        .int()
        .min(0)
        .max(SECRET_OVERLAP_HOURS_MAX)
        .openapi({ description: `Hours that the secret before stays valid, default ${SECRET_OVERLAP_HOURS_DEFAULT}.` }),
    ),
  })
  .openapi("WebhookRotation", { example: { overlapHours: 24 } }) satisfies z.ZodType<WebhookRotation>;

/** Every type that a delivery can have. */
const messageType = z.enum([...eventType.options, "webhook.ping"]);
const deliveryState = z.enum(["pending", "delivered", "dead"]);

/** What deliveries are asked for by. */
export const deliveryQuery = { state: optional(deliveryState), type: optional(messageType) };

const deliveryExample: WebhookDelivery = {
  id: "dlv_6f1c0b7f0d8e4a2b9c3d5e6f7a8b9c0d",
  webhook: "erp",
  messageId: "msg_2nZq8Yw1bV0rT5kXc3LmPa7dJfGhSeUi",
  event: "MUG-BLUE/000000001",
  type: "stock.out",
  state: "pending",
  attempts: 1,
  nextAttemptAt: "2026-11-22T09:00:05.400Z",
  createdAt: "2026-11-22T09:00:00.000Z",
};

export const delivery = z
  .object({
    id: z.string(),
    webhook: z.string(),
    messageId: z.string(),
    event: z.string().nullable(),
    type: messageType,
    state: deliveryState,
    attempts: z.int(),
    nextAttemptAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .openapi("WebhookDelivery", { example: deliveryExample }) satisfies z.ZodType<WebhookDelivery>;

const attempt = z.object({
  at: z.string(),
  status: z.int().nullable(),
  durationMs: z.int(),
  error: z.string().nullable(),
  responseHead: z.string().nullable(),
}) satisfies z.ZodType<DeliveryAttempt>;

export const deliveryDetail = delivery
  .extend({ body: z.string(), history: z.array(attempt) })
  .openapi("WebhookDeliveryDetail", {
    example: {
      ...deliveryExample,
      body: '{"type":"stock.out","timestamp":"2026-11-22T09:00:00.000Z","data":{"id":"MUG-BLUE/000000001","sku":"MUG-BLUE","channel":"web","stockLevel":0,"threshold":0}}',
      history: [
        {
          at: "2026-11-22T09:00:00.120Z",
          status: 500,
          durationMs: 38,
          error: "Answered 500",
          responseHead: "500\ncontent-type: text/plain\n\nout of order",
        },
      ],
    },
  }) satisfies z.ZodType<WebhookDeliveryDetail>;

export const webhookReplay = z
  .strictObject({
    since: time.openapi({ description: "Inclusive. Events are kept for 90 days." }),
    until: optional(time.openapi({ description: "Exclusive; default now." })),
  })
  .refine(({ since, until }) => until === undefined || until > since, { path: ["until"], error: "must be after since" })
  .openapi("WebhookReplay", { example: { since: "2026-11-22T00:00:00.000Z" } }) satisfies z.ZodType<WebhookReplay>;

export const webhookReplayed = z
  .object({
    deliveries: z.int(),
    nextSince: z
      .string()
      .nullable()
      .openapi({
        description: `Where there are more than ${DELIVERIES_PER_REPLAY_MAX}: the \`since\` to go on with.`,
      }),
  })
  .openapi("WebhookReplayed", { example: { deliveries: 17, nextSince: null } }) satisfies z.ZodType<WebhookReplayed>;

/** An endpoint with every default filled in. */
export function endpointDefinitionOf(request: WebhookEndpointRequest): EndpointDefinition {
  const { url, types: chosen, description = null, enabled = true } = request;
  return { url, types: chosen, description, enabled };
}
