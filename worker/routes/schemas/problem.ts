import { z } from "@hono/zod-openapi";
import type { LineProblem } from "../../../sdk/index.ts";
import { MESSAGE_CODES } from "./availability.ts";
import { optional } from "./optional.ts";

export const lineProblem = z
  .object({
    pointer: z.string(),
    line: optional(z.int()).openapi({ description: "Of a line: its place in `lines` of the request, from 0." }),
    code: z.string(),
    detail: z.string(),
    sku: optional(z.string()),
    product: optional(z.string()),
    reason: optional(
      z.enum([...MESSAGE_CODES, "hidden", "below_min", "above_max", "not_allowed", "not_multiple"]),
    ).openapi({
      description:
        "The cause, with `not_purchasable` (the code of what the shopper is told, or `hidden`) and with `invalid_quantity` (the rule of the cart that is broken).",
    }),
    min: optional(z.int()).openapi({ description: "With `below_min`: the least that a cart may have." }),
    max: optional(z.int()).openapi({ description: "With `above_max`: the most that a cart may have." }),
    allowed: optional(z.array(z.int())).openapi({
      description: "With `not_allowed`: the quantities that a cart may have.",
    }),
    multiple: optional(z.int()).openapi({ description: "With `not_multiple`: of what it has to be a multiple." }),
    requested: optional(z.int()),
    available: optional(z.int()),
    current: optional(z.int()),
    shipments: optional(z.array(z.object({ order: z.string(), shipment: z.string(), units: z.int() }))),
  })
  .openapi("LineProblem") satisfies z.ZodType<LineProblem>;

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: optional(z.array(lineProblem)),
  })
  .openapi("Problem", {
    description: "RFC 9457",
    example: {
      type: "urn:onhand:problem:insufficient_stock",
      title: "Not enough stock",
      status: 409,
      detail: "1 line asks for more than there is. Nothing was held.",
      code: "insufficient_stock",
      requestId: "0b9f5a4e-8c1d-4c46-9d0e-3f6f8f6f1f11",
      errors: [
        {
          pointer: "/lines/0",
          line: 0,
          code: "insufficient_stock",
          detail: "Asked for 3 of MUG-BLUE, 2 can be had.",
          sku: "MUG-BLUE",
          requested: 3,
          available: 2,
        },
      ],
    },
  });
