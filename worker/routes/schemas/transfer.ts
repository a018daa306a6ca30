import { z } from "@hono/zod-openapi";
import type { StockTransfer, TransferRequest } from "../../../sdk/index.ts";
import { STOCK_TRANSFER } from "./examples.ts";
import { optional } from "./optional.ts";
import { level, movement } from "./sku.ts";
import { code, documentText, figureFromOne, note } from "./text.ts";

export const transferFields = {
  from: code,
  to: code,
  quantity: figureFromOne,
  note: optional(note),
  document: optional(documentText),
};

export const needsOtherWarehouse = { error: "must be another warehouse than from", path: ["to"] };

export function hasOtherWarehouse(request: { from: string; to: string }): boolean {
  return request.from !== request.to;
}

export const transferRequest = z
  .strictObject(transferFields)
  .refine(hasOtherWarehouse, needsOtherWarehouse)
  .openapi("TransferRequest", {
    example: { from: "main", to: "north", quantity: 4, document: "transfer 12" },
  }) satisfies z.ZodType<TransferRequest>;

export const stockTransfer = z
  .object({ sku: z.string(), movements: z.array(movement), levels: z.array(level) })
  .openapi("StockTransfer", { example: STOCK_TRANSFER }) satisfies z.ZodType<StockTransfer>;
