import { z } from "@hono/zod-openapi";
import type { Availability, AvailabilityList, MessageCode } from "../../../sdk/index.ts";
import { CHOICE_SKUS_MAX } from "../../core/bounds.ts";
import { optional } from "./optional.ts";

/** What a shopper can be told. */
export const MESSAGE_CODES = [
  "choose_options",
  "combination_unavailable",
  "not_yet_available",
  "no_longer_available",
  "preorder",
  "available_in",
  "in_stock",
  "in_stock_quantity",
  "low_stock",
  "low_stock_quantity",
  "backorder",
  "backorder_estimate",
  "discontinued",
  "out_of_stock",
] as const satisfies readonly MessageCode[];

const shownQuantity = z.object({ value: z.int(), capped: z.boolean() });

const figures = z
  .object({
    onHand: z.int(),
    held: z.int(),
    allocated: z.int(),
    planned: z.int(),
    incoming: z.int(),
    available: z.int().nullable(),
    stockLevel: z.int().nullable(),
  })
  .openapi("StockFigures", { description: "Only for a secret key." });

const attributeChoice = z
  .object({
    attribute: z.string(),
    required: z.boolean(),
    chosen: z.string().nullable(),
    values: z.array(
      z.object({
        value: z.string(),
        possible: z.boolean().openapi({
          description: "Whether the product has something to go with this value and what is chosen of the others.",
        }),
        purchasable: z
          .boolean()
          .nullable()
          .openapi({
            description: `Whether something of that can be bought now. \`null\`: not known, where more than ${CHOICE_SKUS_MAX} SKUs stand behind the choices.`,
          }),
      }),
    ),
  })
  .openapi("AttributeChoice", {
    example: {
      attribute: "Colour",
      required: true,
      chosen: null,
      values: [
        { value: "red", possible: true, purchasable: true },
        { value: "blue", possible: true, purchasable: false },
        { value: "green", possible: false, purchasable: false },
      ],
    },
  });

const view: Availability = {
  sku: "MUG-BLUE",
  channel: "web",
  status: "in_stock",
  message: { code: "in_stock_quantity", quantity: { value: 7, capped: false } },
  purchasable: true,
  quantity: { value: 7, capped: false },
  orderQuantity: { min: 1, max: 7, allowed: null, multiple: 1 },
  estimate: null,
  subscribable: false,
  returnable: true,
  shipsFrom: null,
  schemaOrg: { availability: "https://schema.org/InStock", inventoryLevel: 7 },
  merchantFeed: { availability: "in_stock" },
  version: 16,
  asOf: "2026-11-22T09:00:00.000Z",
};

export const availability = z
  .object({
    sku: z.string().nullable(),
    product: optional(z.string()),
    selection: optional(z.record(z.string(), z.string())),
    channel: z.string(),
    status: z.enum([
      "in_stock",
      "low_stock",
      "backorder",
      "preorder",
      "out_of_stock",
      "choose_options",
      "discontinued",
      "hidden",
    ]),
    message: z
      .object({
        code: z.enum(MESSAGE_CODES),
        date: optional(z.string()),
        quantity: optional(shownQuantity),
      })
      .nullable(),
    purchasable: z.boolean(),
    quantity: optional(shownQuantity),
    orderQuantity: z.object({
      min: z.int(),
      max: z.int(),
      allowed: z.array(z.int()).nullable(),
      multiple: z.int(),
    }),
    estimate: z
      .object({
        id: z.string(),
        minDays: z.int().nullable(),
        maxDays: z.int().nullable(),
        text: z.record(z.string(), z.string()),
      })
      .nullable(),
    subscribable: z.boolean(),
    returnable: z.boolean(),
    shipsFrom: z.string().nullable(),
    schemaOrg: z
      .object({
        availability: z.string(),
        availabilityStarts: optional(z.string()),
        inventoryLevel: optional(z.int()),
      })
      .nullable(),
    merchantFeed: z
      .object({
        availability: z.enum(["in_stock", "out_of_stock", "preorder", "backorder"]),
        availabilityDate: optional(z.string()),
      })
      .nullable(),
    version: z.int(),
    asOf: z.string(),
    figures: optional(figures),
    choices: optional(z.array(attributeChoice)),
  })
  .openapi("Availability", {
    example: view,
  }) satisfies z.ZodType<Availability>;

export const availabilityList = z
  .object({ items: z.array(availability), unknown: z.array(z.string()) })
  .openapi("AvailabilityList", {
    example: { items: [view], unknown: ["MUG-GREEN"] },
  }) satisfies z.ZodType<AvailabilityList>;
