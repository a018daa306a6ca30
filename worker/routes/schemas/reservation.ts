import { z } from "@hono/zod-openapi";
import type { Reservation, ReservationChange, ReservationExtension, ReservationRequest } from "../../../sdk/index.ts";
import { LINES_MAX, TTL_MAX_MS, TTL_MIN_MS } from "../../core/bounds.ts";
import { RESERVATION_ID } from "./examples.ts";
import { line, lineSku } from "./line.ts";
import { optional } from "./optional.ts";
import { channelCode } from "./text.ts";

const ttlSeconds = z
  .int()
  .min(TTL_MIN_MS / 1000)
  .max(TTL_MAX_MS / 1000)
  .openapi({ description: "60 – 86,400; with a shopper's key at most 1,800.", example: 900 });

const lines = z.array(line).min(1).max(LINES_MAX);

export const reservationRequest = z
  .strictObject({
    lines,
    channel: optional(channelCode),
    ttlSeconds: optional(ttlSeconds),
    partial: optional(z.boolean()),
  })
  .openapi("ReservationRequest", {
    example: { lines: [{ sku: "MUG-BLUE", quantity: 2 }], ttlSeconds: 900 },
  }) satisfies z.ZodType<ReservationRequest>;

export const reservationChange = z.strictObject({ revision: z.int().min(1), lines }).openapi("ReservationChange", {
  example: { revision: 1, lines: [{ sku: "MUG-BLUE", quantity: 3 }] },
}) satisfies z.ZodType<ReservationChange>;

export const reservationExtension = z
  .strictObject({ ttlSeconds: optional(ttlSeconds) })
  .openapi("ReservationExtension", { example: { ttlSeconds: 900 } }) satisfies z.ZodType<ReservationExtension>;

export const reservation = z
  .object({
    id: z.string(),
    state: z.enum(["held", "ordered", "released", "expired"]),
    channel: z.string(),
    revision: z.int(),
    lines: z.array(
      z.object({
        sku: optional(z.string()),
        product: optional(z.string()),
        selection: optional(z.record(z.string(), z.string())),
        quantity: z.int(),
        requested: z.int(),
        backordered: z.int(),
        skus: z.array(lineSku),
      }),
    ),
    createdAt: z.string(),
    expiresAt: z.string(),
    asOf: z.string(),
    order: optional(z.string()),
  })
  .openapi("Reservation", {
    example: {
      id: RESERVATION_ID,
      state: "held",
      channel: "web",
      revision: 1,
      lines: [
        {
          sku: "MUG-BLUE",
          quantity: 2,
          requested: 2,
          backordered: 0,
          skus: [{ sku: "MUG-BLUE", quantity: 2, backordered: 0, shipsFrom: "main" }],
        },
      ],
      createdAt: "2026-11-22T09:00:00.000Z",
      expiresAt: "2026-11-22T09:15:00.000Z",
      asOf: "2026-11-22T09:00:00.000Z",
    },
  }) satisfies z.ZodType<Reservation>;
