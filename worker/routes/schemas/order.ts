import { z } from "@hono/zod-openapi";
import type { Order, OrderCancellation, OrderRequest } from "../../../sdk/index.ts";
import { lineSku } from "./line.ts";
import { optional } from "./optional.ts";
import { note, orderId } from "./text.ts";

export const orderRequest = z
  .strictObject({ id: orderId, reservation: z.string().min(1).max(100) })
  .openapi("OrderRequest", {
    example: { id: "2026-000117", reservation: "rsv_1fQ2x0y3Zb5Kc7Ld9Me1Nf3OgPq5Rr7Ss9Tt1Uu3Vv5Ww7Xx" },
  }) satisfies z.ZodType<OrderRequest>;

export const orderCancellation = z
  .strictObject({ note: optional(note) })
  .openapi("OrderCancellation", { example: { note: "paid too late" } }) satisfies z.ZodType<OrderCancellation>;

export const order = z
  .object({
    id: z.string(),
    state: z.enum(["placed", "cancelled"]),
    channel: z.string(),
    reservation: z.string(),
    lines: z.array(
      z.object({
        sku: optional(z.string()),
        product: optional(z.string()),
        selection: optional(z.record(z.string(), z.string())),
        ordered: z.int(),
        allocated: z.int(),
        backordered: z.int(),
        planned: z.int(),
        shipped: z.int(),
        cancelled: z.int(),
        returned: z.int(),
        skus: z.array(lineSku),
      }),
    ),
    placedAt: z.string(),
    cancelledAt: optional(z.string()),
  })
  .openapi("Order") satisfies z.ZodType<Order>;
