import { z } from "@hono/zod-openapi";
import type { Line, LineSku, Selection } from "../../../sdk/index.ts";
import { ATTRIBUTE_TEXT_LENGTH_MAX, ATTRIBUTES_MAX } from "../../core/bounds.ts";
import { optional } from "./optional.ts";
import { productId, quantity, skuText } from "./text.ts";

const attributeText = z.string().min(1).max(ATTRIBUTE_TEXT_LENGTH_MAX);

export const selection: z.ZodType<Selection> = z
  .record(attributeText, attributeText)
  .refine((chosen) => Object.keys(chosen).length <= ATTRIBUTES_MAX, `at most ${ATTRIBUTES_MAX} attributes`)
  .openapi("Selection", { example: { Size: "M" } });

/** By which something is named: as a SKU, or as a product with the options that were chosen. */
export const names = { sku: optional(skuText), product: optional(productId), selection: optional(selection) };

/** The same in the API document. */
export const NAMES = {
  sku: { type: "string" },
  product: { type: "string" },
  selection: { $ref: "#/components/schemas/Selection" },
} as const;

/** One object with either name, so that what is wrong is said of its fields. */
export function namingOne<Schema extends z.ZodType<{ sku?: string; product?: string; selection?: Selection }>>(
  schema: Schema,
): Schema {
  return schema
    .refine((value) => (value.sku === undefined) !== (value.product === undefined), {
      error: "names either a sku or a product",
      path: ["sku"],
    })
    .refine((value) => value.selection === undefined || value.product !== undefined, {
      error: "goes with a product",
      path: ["selection"],
    });
}

export const line = namingOne(z.strictObject({ ...names, quantity }))
  // Exactly one name, by the check above.
  .transform((value) => value as Line)
  .openapi("Line", {
    type: "object",
    properties: {
      ...NAMES,
      quantity: { type: "integer", minimum: 1, maximum: 1_000_000 },
    },
    required: ["quantity"],
    additionalProperties: false,
    example: { sku: "MUG-BLUE", quantity: 2 },
  });

export const lineSku = z.object({
  sku: z.string(),
  quantity: z.int(),
  backordered: z.int(),
  shipsFrom: z.string().nullable(),
}) satisfies z.ZodType<LineSku>;
