import { z } from "@hono/zod-openapi";
import type {
  BulkAdjustRequest,
  BulkCountRequest,
  BulkProductsRequest,
  BulkReceiptsRequest,
  BulkReceiptsResult,
  BulkReplenishmentsRequest,
  BulkReplenishmentsResult,
  BulkResult,
  BulkSkusRequest,
  BulkStockResult,
  BulkTransferRequest,
  BulkTransferResult,
} from "../../../sdk/index.ts";
import { ASSUMED_SKUS_MAX, BULK_ROWS_MAX, WAREHOUSES_PER_SKU_MAX } from "../../core/bounds.ts";
import { RECEIPT, REPLENISHMENT, STOCK_TRANSFER, STOCK_WRITE, UNKNOWN_SKU } from "./examples.ts";
import { optional } from "./optional.ts";
import { policySettings } from "./policy.ts";
import { lineProblem } from "./problem.ts";
import { checkProduct, productFields } from "./product.ts";
import { receipt, receiptFields, replenishment, replenishmentFields } from "./replenishment.ts";
import { adjustFields, countFields, hasReason, stockWrite } from "./sku.ts";
import { code, documentText, figureFromZero, productId, replenishmentId, skuText } from "./text.ts";
import { hasOtherWarehouse, needsOtherWarehouse, stockTransfer, transferFields } from "./transfer.ts";

const outcome = z.enum(["created", "changed", "unchanged", "refused"]);

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
        outcome,
        changes: z.array(z.string()),
        problem: optional(lineProblem),
      }),
    ),
  })
  .openapi("BulkResult", {
    example: {
      rows: [
        { id: "MUG-BLUE", outcome: "changed", changes: ["onHand@main"] },
        {
          id: "MUG-RED",
          outcome: "refused",
          changes: [],
          problem: {
            pointer: "/rows/1/levels/0/warehouse",
            code: "warehouse_not_found",
            detail: "There is no such warehouse.",
          },
        },
      ],
    },
  }) satisfies z.ZodType<BulkResult>;

export const bulkTransfer = z
  .strictObject({
    rows: z
      .array(z.strictObject({ sku: skuText, ...transferFields }).refine(hasOtherWarehouse, needsOtherWarehouse))
      .min(1)
      .max(BULK_ROWS_MAX),
  })
  .openapi("BulkTransferRequest", {
    example: { rows: [{ sku: "MUG-BLUE", from: "main", to: "north", quantity: 4 }] },
  }) satisfies z.ZodType<BulkTransferRequest>;

export const bulkReplenishments = z
  .strictObject({
    rows: z
      .array(z.strictObject({ sku: skuText, id: replenishmentId, ...replenishmentFields }))
      .min(1)
      .max(BULK_ROWS_MAX),
    dryRun: optional(z.boolean()),
  })
  .openapi("BulkReplenishmentsRequest", {
    example: { rows: [{ sku: "MUG-BLUE", id: "PO-88-1", quantity: 40, expectedAt: "2026-12-01T08:00:00.000Z" }] },
  }) satisfies z.ZodType<BulkReplenishmentsRequest>;

export const bulkReceipts = z
  .strictObject({
    rows: z
      .array(z.strictObject({ sku: skuText, id: replenishmentId, ...receiptFields }))
      .min(1)
      .max(BULK_ROWS_MAX),
  })
  .openapi("BulkReceiptsRequest", {
    example: { rows: [{ sku: "MUG-BLUE", id: "PO-88-1", quantity: 25, document: "delivery note 4711" }] },
  }) satisfies z.ZodType<BulkReceiptsRequest>;

export const bulkTransferResult = z
  .object({
    rows: z.array(z.object({ sku: z.string(), transfer: optional(stockTransfer), problem: optional(lineProblem) })),
  })
  .openapi("BulkTransferResult", {
    example: {
      rows: [
        { sku: "MUG-BLUE", transfer: STOCK_TRANSFER },
        { sku: "MUG-RED", problem: UNKNOWN_SKU },
      ],
    },
  }) satisfies z.ZodType<BulkTransferResult>;

export const bulkReplenishmentsResult = z
  .object({
    rows: z.array(
      z.object({
        sku: z.string(),
        id: z.string(),
        outcome,
        replenishment: optional(replenishment),
        problem: optional(lineProblem),
      }),
    ),
  })
  .openapi("BulkReplenishmentsResult", {
    example: {
      rows: [
        { sku: "MUG-BLUE", id: "PO-88-1", outcome: "changed", replenishment: REPLENISHMENT },
        { sku: "MUG-RED", id: "PO-88-2", outcome: "refused", problem: UNKNOWN_SKU },
      ],
    },
  }) satisfies z.ZodType<BulkReplenishmentsResult>;

export const bulkReceiptsResult = z
  .object({
    rows: z.array(
      z.object({ sku: z.string(), id: z.string(), receipt: optional(receipt), problem: optional(lineProblem) }),
    ),
  })
  .openapi("BulkReceiptsResult", {
    example: {
      rows: [
        { sku: "MUG-BLUE", id: "PO-88-1", receipt: RECEIPT },
        { sku: "MUG-RED", id: "PO-88-2", problem: UNKNOWN_SKU },
      ],
    },
  }) satisfies z.ZodType<BulkReceiptsResult>;

export const bulkStockResult = z
  .object({
    rows: z.array(z.object({ sku: z.string(), write: optional(stockWrite), problem: optional(lineProblem) })),
  })
  .openapi("BulkStockResult", {
    example: {
      rows: [
        { sku: "MUG-BLUE", write: STOCK_WRITE },
        { sku: "MUG-RED", problem: UNKNOWN_SKU },
      ],
    },
  }) satisfies z.ZodType<BulkStockResult>;
