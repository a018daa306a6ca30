import { z } from "@hono/zod-openapi";
import type { Page, RecordedEvent } from "../../../sdk/index.ts";
import { optional } from "./optional.ts";
import { pageOf } from "./page.ts";
import { skuText, time } from "./text.ts";

const stockEventType = z.enum(["stock.low", "stock.recovered", "stock.out", "stock.back", "stock.notify_below"]);
const eventType = z.enum([...stockEventType.options, "order.shortfall"]);

/** What events are asked for by. */
export const eventQuery = {
  type: optional(eventType),
  sku: optional(skuText),
  from: optional(time.openapi({ description: "Inclusive." })),
  to: optional(time.openapi({ description: "Exclusive." })),
};

const base = { id: z.string(), sku: z.string(), at: z.string() };

const stockEvent = z
  .object({
    ...base,
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
      at: "2026-11-22T09:00:00.000Z",
      type: "stock.low",
      channel: "web",
      stockLevel: 2,
      threshold: 2,
    },
  });

const shortfallEvent = z
  .object({
    ...base,
    type: z.literal("order.shortfall"),
    order: z.string(),
    line: z.int(),
    shortfall: z.int(),
  })
  .openapi("ShortfallEvent", {
    example: {
      id: "2026-000117/0/1",
      sku: "MUG-BLUE",
      at: "2026-11-22T09:00:00.000Z",
      type: "order.shortfall",
      order: "2026-000117",
      line: 0,
      shortfall: 1,
    },
  });

export const eventPage = pageOf(z.union([stockEvent, shortfallEvent])) satisfies z.ZodType<Page<RecordedEvent>>;
