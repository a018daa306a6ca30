import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { WebhookEventType, WebhookMessage } from "../../sdk/index.ts";
import { WEBHOOK_MS_MAX } from "../core/bounds.ts";
import type { AppEnv } from "./app-env.ts";
import { recordedEvent } from "./schemas/event.ts";

const timestamp = "2026-11-22T09:00:00.000Z";
const level = { sku: "MUG-BLUE", channel: "web" };

/** One message of each kind, as it is sent. */
const EXAMPLES: Record<WebhookEventType, WebhookMessage> = {
  "stock.low": {
    type: "stock.low",
    timestamp,
    data: { id: "MUG-BLUE/000000001", ...level, stockLevel: 2, threshold: 2 },
  },
  "stock.recovered": {
    type: "stock.recovered",
    timestamp,
    data: { id: "MUG-BLUE/000000004", ...level, stockLevel: 12, threshold: 2 },
  },
  "stock.out": {
    type: "stock.out",
    timestamp,
    data: { id: "MUG-BLUE/000000002", ...level, stockLevel: 0, threshold: 0 },
  },
  "stock.back": {
    type: "stock.back",
    timestamp,
    data: { id: "MUG-BLUE/000000003", ...level, stockLevel: 12, threshold: 0 },
  },
  "stock.notify_below": {
    type: "stock.notify_below",
    timestamp,
    data: { id: "MUG-BLUE/000000005", ...level, stockLevel: 4, threshold: 5 },
  },
  "stock.adjusted": {
    type: "stock.adjusted",
    timestamp,
    data: {
      id: 'adjusted ["MUG-BLUE",12]',
      sku: "MUG-BLUE",
      warehouse: "main",
      kind: "adjust",
      change: -1,
      after: 7,
      reason: "damaged",
      document: null,
      actor: "key 3f9c",
    },
  },
  "reservation.expired": {
    type: "reservation.expired",
    timestamp,
    data: {
      id: 'expired ["rsv_1c0hYQ2vDkq3Jm8sT5wLrXaPbNcEuGfIzKoVyWdRtSxMlA"]',
      reservation: "rsv_1c0hYQ2vDkq3Jm8sT5wLrXaPbNcEuGfIzKoVyWdRtSxMlA",
      channel: "web",
      lines: [{ sku: "MUG-BLUE", quantity: 2 }],
    },
  },
  "order.allocated": {
    type: "order.allocated",
    timestamp,
    data: {
      id: 'allocated ["2026-000117"]',
      order: "2026-000117",
      channel: "web",
      lines: [{ product: "MUG", selection: { Colour: "blue" }, quantity: 2 }],
    },
  },
  "order.covered": {
    type: "order.covered",
    timestamp,
    data: { id: "MUG-BLUE/000000006", order: "2026-000117", sku: "MUG-BLUE", units: 2 },
  },
  "order.shortfall": {
    type: "order.shortfall",
    timestamp,
    data: { id: 'shortfall ["2026-000117",1,0]', sku: "MUG-BLUE", order: "2026-000117", line: 0, shortfall: 1 },
  },
  "shipment.shipped": {
    type: "shipment.shipped",
    timestamp,
    data: {
      id: 'shipped ["2026-000117","S-1"]',
      order: "2026-000117",
      shipment: "S-1",
      lines: [{ line: 0, quantity: 2 }],
      skus: [{ sku: "MUG-BLUE", warehouse: "main", quantity: 2 }],
    },
  },
  "subscription.confirmed": {
    type: "subscription.confirmed",
    timestamp,
    data: {
      id: "confirmed sub_7Jm8sT5wLrXaPbNcEuGfIz",
      subscription: "sub_7Jm8sT5wLrXaPbNcEuGfIz",
      channel: "web",
      locale: "en",
      sku: "MUG-BLUE",
      product: null,
      selection: null,
    },
  },
  "webhook.ping": {
    type: "webhook.ping",
    timestamp,
    data: { id: "dlv_6f1c0b7f0d8e4a2b9c3d5e6f7a8b9c0d", webhook: "erp" },
  },
};

const headers = z.object({
  "webhook-id": z.string().openapi({ description: "The same for every attempt, and for a replay." }),
  "webhook-timestamp": z.string().openapi({ description: "When it was sent, in seconds since 1970." }),
  "webhook-signature": z
    .string()
    .openapi({ description: "`v1,` and base64, for each valid secret; a space between two (Standard Webhooks)." }),
});

/** Describes every message that an endpoint can get, in the document's `webhooks`. */
export function documentMessages(registry: OpenAPIHono<AppEnv>["openAPIRegistry"]): void {
  for (const { shape } of recordedEvent.options) {
    const { type, at: _, ...data } = shape;
    // Whether a custom activity was told is nobody's business but the shop's own.
    const told = Object.fromEntries(Object.entries(data).filter(([name]) => name !== "reaction"));
    for (const each of type instanceof z.ZodEnum ? type.options : [type.value]) {
      documentMessage(registry, each, z.object(told));
    }
  }
  documentMessage(registry, "webhook.ping", z.object({ id: z.string(), webhook: z.string() }));
}

function documentMessage(
  registry: OpenAPIHono<AppEnv>["openAPIRegistry"],
  type: WebhookEventType,
  data: z.ZodObject,
): void {
  const body = z.object({ type: z.literal(type), timestamp: z.string(), data });
  registry.registerWebhook({
    method: "post",
    path: type,
    tags: ["Webhooks"],
    summary: `What an endpoint is sent as ${type}`,
    request: {
      headers,
      body: { required: true, content: { "application/json": { schema: body, example: EXAMPLES[type] } } },
    },
    responses: {
      "2XX": { description: `Taken. Answer within ${WEBHOOK_MS_MAX / 1_000} seconds.` },
      410: { description: "Never again: the endpoint is disabled." },
      default: { description: "Tried again later; `Retry-After` is heeded." },
    },
  });
}
