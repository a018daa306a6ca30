import { z } from "@hono/zod-openapi";
import type { Receipt, ReceiptRequest, Replenishment, ReplenishmentRequest } from "../../../sdk/index.ts";
import type { ReplenishmentTerms } from "../../core/replenishment.ts";
import { DEFAULT_WAREHOUSE } from "../stock-access.ts";
import { RECEIPT, REPLENISHMENT } from "./examples.ts";
import { optional } from "./optional.ts";
import { level, movement } from "./sku.ts";
import { code, documentText, figureFromOne, figureFromZero, note, time } from "./text.ts";

export const replenishmentFields = {
  warehouse: optional(code),
  quantity: figureFromZero,
  expectedAt: optional(time.nullable()),
  document: optional(documentText),
  note: optional(note),
};

export const replenishmentRequest = z.strictObject(replenishmentFields).openapi("ReplenishmentRequest", {
  example: { quantity: 40, expectedAt: "2026-12-01T08:00:00.000Z", document: "purchase order 88" },
}) satisfies z.ZodType<ReplenishmentRequest>;

export const receiptFields = {
  quantity: optional(figureFromOne),
  isLast: optional(z.boolean()),
  document: optional(documentText),
  note: optional(note),
};

export const receiptRequest = z.strictObject(receiptFields).openapi("ReceiptRequest", {
  example: { quantity: 25, document: "delivery note 4711" },
}) satisfies z.ZodType<ReceiptRequest>;

export const replenishment = z
  .object({
    id: z.string(),
    sku: z.string(),
    warehouse: z.string(),
    quantity: z.int(),
    received: z.int(),
    outstanding: z.int(),
    state: z.enum(["open", "closed"]),
    expectedAt: z.string().nullable(),
    document: z.string().nullable(),
    note: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("Replenishment", { example: REPLENISHMENT }) satisfies z.ZodType<Replenishment>;

export const receipt = z
  .object({ replenishment, movement, level })
  .openapi("Receipt", { example: RECEIPT }) satisfies z.ZodType<Receipt>;

/** The terms of a request with every default filled in. */
export function termsOf({
  warehouse,
  quantity,
  expectedAt,
  document,
  note: remark,
}: ReplenishmentRequest): ReplenishmentTerms {
  return {
    warehouse: warehouse ?? DEFAULT_WAREHOUSE,
    quantity,
    expectedAt: expectedAt ?? null,
    document: document ?? null,
    note: remark ?? null,
  };
}
