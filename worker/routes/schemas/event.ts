import { z } from "@hono/zod-openapi";
import type { EventLine, EventType, Page, RecordedEvent } from "../../../sdk/index.ts";
import { optional } from "./optional.ts";
import { pageOf } from "./page.ts";
import { skuText, time } from "./text.ts";

const stockEventType = z.enum(["stock.low", "stock.recovered", "stock.out", "stock.back", "stock.notify_below"]);

/** Every kind of event, those first that are recorded always. */
export const eventType = z.enum([
  ...stockEventType.options,
  "order.shortfall",
  "order.covered",
  "stock.adjusted",
  "reservation.expired",
  "order.allocated",
  "shipment.shipped",
  "subscription.confirmed",
]) satisfies z.ZodType<EventType>;

/** What events are asked for by. */
export const eventQuery = {
  type: optional(eventType),
  sku: optional(skuText.openapi({ description: "Events of carts, shipments and whole orders are of no SKU." })),
  from: optional(time.openapi({ description: "Inclusive." })),
  to: optional(time.openapi({ description: "Exclusive." })),
};

const base = { id: z.string(), at: z.string() };
const ofSku = { ...base, sku: z.string() };
const at = "2026-11-22T09:00:00.000Z";

const line = z.object({
  sku: optional(z.string()),
  product: optional(z.string()),
  selection: optional(z.record(z.string(), z.string())),
  quantity: z.int(),
}) satisfies z.ZodType<EventLine>;

const stockEvent = z
  .object({
    ...ofSku,
    type: stockEventType,
    channel: z.string(),
    stockLevel: z.int(),
    threshold: z.int(),
    reaction: optional(
      z.object({ activity: z.string(), state: z.enum(["pending", "done", "failed"]), error: z.string().nullable() }),
    ),
  })
  .openapi("StockEvent", {
    example: {
      id: "MUG-BLUE/000000001",
      sku: "MUG-BLUE",
      at,
      type: "stock.low",
      channel: "web",
      stockLevel: 2,
      threshold: 2,
    },
  });

const stockAdjustedEvent = z
  .object({
    ...ofSku,
    type: z.literal("stock.adjusted"),
    warehouse: z.string(),
    kind: z.enum(["adjust", "count", "transfer", "receive"]),
    change: z.int(),
    after: z.int(),
    reason: z.string().nullable(),
    document: z.string().nullable(),
    actor: z.string(),
  })
  .openapi("StockAdjustedEvent", {
    example: {
      id: 'adjusted ["MUG-BLUE",12]',
      sku: "MUG-BLUE",
      at,
      type: "stock.adjusted",
      warehouse: "main",
      kind: "adjust",
      change: -1,
      after: 7,
      reason: "damaged",
      document: null,
      actor: "key 3f9c",
    },
  });

const reservationExpiredEvent = z
  .object({
    ...base,
    type: z.literal("reservation.expired"),
    reservation: z.string(),
    channel: z.string(),
    lines: z.array(line),
  })
  .openapi("ReservationExpiredEvent", {
    example: {
      id: 'expired ["rsv_1c0hYQ2vDkq3Jm8sT5wLrXaPbNcEuGfIzKoVyWdRtSxMlA"]',
      at,
      type: "reservation.expired",
      reservation: "rsv_1c0hYQ2vDkq3Jm8sT5wLrXaPbNcEuGfIzKoVyWdRtSxMlA",
      channel: "web",
      lines: [{ sku: "MUG-BLUE", quantity: 2 }],
    },
  });

const orderAllocatedEvent = z
  .object({
    ...base,
    type: z.literal("order.allocated"),
    order: z.string(),
    channel: z.string(),
    lines: z.array(line),
  })
  .openapi("OrderAllocatedEvent", {
    example: {
      id: 'allocated ["2026-000117"]',
      at,
      type: "order.allocated",
      order: "2026-000117",
      channel: "web",
      lines: [{ product: "MUG", selection: { Colour: "blue" }, quantity: 2 }],
    },
  });

const orderCoveredEvent = z
  .object({ ...ofSku, type: z.literal("order.covered"), order: z.string(), units: z.int() })
  .openapi("OrderCoveredEvent", {
    example: {
      id: "MUG-BLUE/000000002",
      sku: "MUG-BLUE",
      at,
      type: "order.covered",
      order: "2026-000117",
      units: 2,
    },
  });

const shortfallEvent = z
  .object({
    ...ofSku,
    type: z.literal("order.shortfall"),
    order: z.string(),
    line: z.int(),
    shortfall: z.int(),
  })
  .openapi("ShortfallEvent", {
    example: {
      id: 'shortfall ["2026-000117",1,0]',
      sku: "MUG-BLUE",
      at,
      type: "order.shortfall",
      order: "2026-000117",
      line: 0,
      shortfall: 1,
    },
  });

const shipmentShippedEvent = z
  .object({
    ...base,
    type: z.literal("shipment.shipped"),
    order: z.string(),
    shipment: z.string(),
    lines: z.array(z.object({ line: z.int(), quantity: z.int() })),
    skus: z.array(z.object({ sku: z.string(), warehouse: z.string(), quantity: z.int() })),
  })
  .openapi("ShipmentShippedEvent", {
    example: {
      id: 'shipped ["2026-000117","S-1"]',
      at,
      type: "shipment.shipped",
      order: "2026-000117",
      shipment: "S-1",
      lines: [{ line: 0, quantity: 2 }],
      skus: [{ sku: "MUG-BLUE", warehouse: "main", quantity: 2 }],
    },
  });

const subscriptionConfirmedEvent = z
  .object({
    ...base,
    type: z.literal("subscription.confirmed"),
    subscription: z.string(),
    channel: z.string(),
    locale: z.string(),
    sku: z.string().nullable(),
    product: z.string().nullable(),
    selection: z.record(z.string(), z.string()).nullable(),
  })
  .openapi("SubscriptionConfirmedEvent", {
    example: {
      id: "confirmed sub_7Jm8sT5wLrXaPbNcEuGfIz",
      at,
      type: "subscription.confirmed",
      subscription: "sub_7Jm8sT5wLrXaPbNcEuGfIz",
      channel: "web",
      locale: "en",
      sku: "MUG-BLUE",
      product: null,
      selection: null,
    },
  });

/** Any event, as it is listed and as webhooks tell of it. */
export const recordedEvent = z.union([
  stockEvent,
  shortfallEvent,
  orderCoveredEvent,
  stockAdjustedEvent,
  reservationExpiredEvent,
  orderAllocatedEvent,
  shipmentShippedEvent,
  subscriptionConfirmedEvent,
]) satisfies z.ZodType<RecordedEvent>;

export const eventPage = pageOf(recordedEvent) satisfies z.ZodType<Page<RecordedEvent>>;
