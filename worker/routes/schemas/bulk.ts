import { z } from "@hono/zod-openapi";
import type {
  BulkAdjustRequest,
  BulkCountRequest,
  BulkProductsRequest,
  BulkResult,
  BulkSkusRequest,
  BulkStockResult,
} from "../../../sdk/index.ts";
import { ASSUMED_SKUS_MAX, BULK_ROWS_MAX, WAREHOUSES_PER_SKU_MAX } from "../../core/bounds.ts";
import { optional } from "./optional.ts";
import { policySettings } from "./policy.ts";
import { lineProblem } from "./problem.ts";
import { checkProduct, productFields } from "./product.ts";
import { adjustFields, countFields, hasReason, stockWrite } from "./sku.ts";
import { code, documentText, figureFromZero, productId, skuText } from "./text.ts";

export const bulkSkus = z
  .strictObject({
    rows: z
      .array(
        z.strictObject({
          sku: skuText,
          policy: optional(policySettings),
          levels: optional(
            z
              .array(
                z.strictObject({
                  warehouse: optional(code),
                  onHand: figureFromZero,
                  expected: optional(figureFromZero),
                }),
              )
              .max(WAREHOUSES_PER_SKU_MAX),
          ),
        }),
      )
      .min(1)
      .max(BULK_ROWS_MAX),
    document: optional(documentText),
    dryRun: optional(z.boolean()),
  })
  .openapi("BulkSkusRequest", {
    example: { rows: [{ sku: "MUG-BLUE", levels: [{ onHand: 10 }] }] },
  }) satisfies z.ZodType<BulkSkusRequest>;

export const bulkProducts = z
  .strictObject({
    rows: z
      .array(z.strictObject({ id: productId, ...productFields }).superRefine(checkProduct))
      .min(1)
      .max(BULK_ROWS_MAX),
    assumeSkus: optional(z.array(skuText).max(ASSUMED_SKUS_MAX)),
    dryRun: optional(z.boolean()),
  })
  .openapi("BulkProductsRequest", {
    example: { rows: [{ id: "mug", title: "Mug", inventoryMethod: "sku", sku: "MUG-BLUE" }] },
  }) satisfies z.ZodType<BulkProductsRequest>;

export const bulkAdjust = z
  .strictObject({
    rows: z
      .array(
        z
          .strictObject({ sku: skuText, ...adjustFields })
          .refine(hasReason, { error: "says why, when the reason is other", path: ["note"] }),
      )
      .min(1)
      .max(BULK_ROWS_MAX),
  })
  .openapi("BulkAdjustRequest", {
    example: { rows: [{ sku: "MUG-BLUE", delta: 10, reason: "received" }] },
  }) satisfies z.ZodType<BulkAdjustRequest>;

export const bulkCount = z
  .strictObject({
    rows: z
      .array(z.strictObject({ sku: skuText, ...countFields }))
      .min(1)
      .max(BULK_ROWS_MAX),
  })
  .openapi("BulkCountRequest", {
    example: { rows: [{ sku: "MUG-BLUE", onHand: 8, expected: 10 }] },
  }) satisfies z.ZodType<BulkCountRequest>;

export const bulkResult = z
  .object({
    rows: z.array(
      z.object({
        id: z.string(),
        outcome: z.enum(["created", "changed", "unchanged", "refused"]),
        changes: z.array(z.string()),
        problem: optional(lineProblem),
      }),
    ),
  })
  .openapi("BulkResult") satisfies z.ZodType<BulkResult>;

export const bulkStockResult = z
  .object({
    rows: z.array(z.object({ sku: z.string(), write: optional(stockWrite), problem: optional(lineProblem) })),
  })
  .openapi("BulkStockResult") satisfies z.ZodType<BulkStockResult>;
