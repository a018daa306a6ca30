import { z } from "@hono/zod-openapi";
import type {
  LineQuantity,
  Order,
  OrderCancellation,
  OrderLinesChange,
  OrderRequest,
  OrderStateReport,
  ReturnRequest,
  ShipmentNote,
  ShipmentRequest,
} from "../../../sdk/index.ts";
import { LINES_MAX } from "../../core/bounds.ts";
import { RESERVATION_ID } from "./examples.ts";
import { line, lineSku } from "./line.ts";
import { optional } from "./optional.ts";
import {
  channelCode,
  code,
  note,
  orderId,
  quantity,
  quantityFromZero,
  returnId,
  shipmentId,
  stateText,
} from "./text.ts";

const lineNumber = z
  .int()
  .min(0)
  .max(LINES_MAX - 1)
  .openapi({ description: "The line's place in the order, from 0." });

function lineQuantities<Quantity extends z.ZodType<number>>(each: Quantity) {
  return z
    .array(z.strictObject({ line: lineNumber, quantity: each }))
    .min(1)
    .max(LINES_MAX)
    .refine((lines) => new Set(lines.map((given) => given.line)).size === lines.length, "names a line twice");
}

const allocationChoice = {
  shortfall: optional(z.enum(["refuse", "allocate_available"])),
  allowNotPurchasable: optional(z.boolean()),
};

const fromLines = ["channel", "state", "shortfall", "allowNotPurchasable"] as const;

export const orderRequest = z
  .strictObject({
    id: orderId,
    reservation: optional(z.string().min(1).max(100)),
    lines: optional(z.array(line).min(1).max(LINES_MAX)),
    channel: optional(channelCode),
    state: optional(stateText),
    ...allocationChoice,
  })
  .refine((value) => (value.reservation === undefined) !== (value.lines === undefined), {
    error: "names either a reservation or lines",
    path: ["reservation"],
  })
  .superRefine((value, context) => {
    if (value.lines !== undefined) return;
    for (const key of fromLines) {
      if (value[key] !== undefined) context.addIssue({ code: "custom", path: [key], message: "goes with lines" });
    }
  })
  .openapi("OrderRequest", {
    example: { id: "2026-000117", reservation: RESERVATION_ID },
  }) satisfies z.ZodType<OrderRequest>;

export const orderStateReport = z
  .strictObject({ state: stateText, ...allocationChoice })
  .openapi("OrderStateReport", { example: { state: "PaymentAuthorized" } }) satisfies z.ZodType<OrderStateReport>;

export const orderLinesChange = z
  .strictObject({ lines: lineQuantities(quantityFromZero), ...allocationChoice })
  .openapi("OrderLinesChange", {
    example: { lines: [{ line: 0, quantity: 3 }] },
  }) satisfies z.ZodType<OrderLinesChange>;

export const orderCancellation = z
  .strictObject({ lines: optional(lineQuantities(quantity)), note: optional(note) })
  .openapi("OrderCancellation", {
    example: { lines: [{ line: 0, quantity: 1 }], note: "one was enough" },
  }) satisfies z.ZodType<OrderCancellation>;

export const shipmentRequest = z
  .strictObject({ id: shipmentId, lines: lineQuantities(quantity), warehouse: optional(code) })
  .openapi("ShipmentRequest", {
    example: { id: "S-1", lines: [{ line: 0, quantity: 2 }] },
  }) satisfies z.ZodType<ShipmentRequest>;

export const shipmentNote = z
  .strictObject({ note: optional(note) })
  .openapi("ShipmentNote", { example: { note: "parcel 00340434161094021501" } }) satisfies z.ZodType<ShipmentNote>;

export const returnRequest = z
  .strictObject({
    id: returnId,
    lines: lineQuantities(quantity),
    restock: optional(z.boolean()),
    warehouse: optional(code),
    note: optional(note),
  })
  .openapi("ReturnRequest", {
    example: { id: "R-1", lines: [{ line: 0, quantity: 1 }], restock: true },
  }) satisfies z.ZodType<ReturnRequest>;

const lineQuantity = z.object({ line: z.int(), quantity: z.int() }) satisfies z.ZodType<LineQuantity>;
const skuQuantity = z.object({ sku: z.string(), warehouse: z.string(), quantity: z.int() });

export const order = z
  .object({
    id: z.string(),
    state: z.enum(["pending", "placed", "shipped", "cancelled"]),
    channel: z.string(),
    reservation: z.string().nullable(),
    reported: z.string().nullable(),
    revision: z.int(),
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
        shortfall: z.int(),
        skus: z.array(lineSku),
      }),
    ),
    shipments: z.array(
      z.object({
        id: z.string(),
        state: z.enum(["planned", "shipped"]),
        lines: z.array(lineQuantity),
        skus: z.array(skuQuantity),
        plannedAt: z.string(),
        shippedAt: optional(z.string()),
      }),
    ),
    returns: z.array(
      z.object({
        id: z.string(),
        lines: z.array(lineQuantity),
        restock: z.boolean(),
        skus: z.array(skuQuantity),
        note: z.string().nullable(),
        at: z.string(),
      }),
    ),
    placedAt: z.string(),
    allocatedAt: optional(z.string()),
    cancelledAt: optional(z.string()),
  })
  .openapi("Order", {
    example: {
      id: "2026-000117",
      state: "placed",
      channel: "web",
      reservation: RESERVATION_ID,
      reported: "PaymentSettled",
      revision: 5,
      lines: [
        {
          sku: "MUG-BLUE",
          ordered: 3,
          allocated: 1,
          backordered: 0,
          planned: 0,
          shipped: 2,
          cancelled: 0,
          returned: 1,
          shortfall: 0,
          skus: [{ sku: "MUG-BLUE", quantity: 1, backordered: 0, shipsFrom: "main" }],
        },
      ],
      shipments: [
        {
          id: "S-1",
          state: "shipped",
          lines: [{ line: 0, quantity: 2 }],
          skus: [{ sku: "MUG-BLUE", warehouse: "main", quantity: 2 }],
          plannedAt: "2026-11-22T11:00:00.000Z",
          shippedAt: "2026-11-22T15:30:00.000Z",
        },
      ],
      returns: [
        {
          id: "R-1",
          lines: [{ line: 0, quantity: 1 }],
          restock: true,
          skus: [{ sku: "MUG-BLUE", warehouse: "main", quantity: 1 }],
          note: "one was enough",
          at: "2026-11-27T10:00:00.000Z",
        },
      ],
      placedAt: "2026-11-22T09:05:00.000Z",
      allocatedAt: "2026-11-22T09:05:00.000Z",
    },
  }) satisfies z.ZodType<Order>;
