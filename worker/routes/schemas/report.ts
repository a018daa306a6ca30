import { z } from "@hono/zod-openapi";
import type { LowStockRow, Page } from "../../../sdk/index.ts";
import { selection } from "./line.ts";
import { optional } from "./optional.ts";
import { pageOf } from "./page.ts";
import { code } from "./text.ts";

/** What the low-stock report is asked for. */
export const lowStockQuery = {
  warehouse: code.optional().openapi({ description: "Judge the level of one warehouse alone. Not with `channel`." }),
  channel: code.optional().openapi({ description: "Default `web`.", example: "web" }),
  published: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional()
    .openapi({ type: "boolean", description: "Only SKUs that are, or are not, published." }),
};

const lowStockRow = z
  .object({
    sku: z.string(),
    channel: z.string().nullable(),
    warehouse: z.string().nullable(),
    stockLevel: z.int(),
    minStockQuantity: z.int(),
    below: z.int(),
    published: z.boolean(),
    products: z.array(z.object({ product: z.string(), title: z.string(), selection: optional(selection) })),
    policy: z.string(),
  })
  .openapi("LowStockRow", {
    example: {
      sku: "MUG-BLUE",
      channel: "web",
      warehouse: null,
      stockLevel: 1,
      minStockQuantity: 5,
      below: 4,
      published: true,
      products: [{ product: "mug", title: "Mug", selection: { Colour: "Blue" } }],
      policy: "/v1/admin/skus/MUG-BLUE/policy",
    },
  }) satisfies z.ZodType<LowStockRow>;

export const lowStockPage = pageOf(lowStockRow) satisfies z.ZodType<Page<LowStockRow>>;
