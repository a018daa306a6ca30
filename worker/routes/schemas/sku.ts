import { z } from "@hono/zod-openapi";
import type {
  AdjustRequest,
  Audit,
  CountRequest,
  Level,
  Movement,
  Sku,
  SkuRequest,
  SkuSummary,
  StockWrite,
} from "../../../sdk/index.ts";
import { explainPolicy } from "../../core/policy.ts";
import { LEVEL, MOVEMENT, STOCK_WRITE } from "./examples.ts";
import { optional } from "./optional.ts";
import { policySettings, resolvedPolicy } from "./policy.ts";
import { code, documentText, figure, figureFromZero, note } from "./text.ts";

const reason = z.enum(["received", "damaged", "lost", "found", "correction", "other"]);

export const adjustFields = {
  warehouse: optional(code),
  delta: figure.refine((delta) => delta !== 0, "must not be 0"),
  reason,
  note: optional(note),
  document: optional(documentText),
};

export const countFields = {
  warehouse: optional(code),
  onHand: figureFromZero,
  expected: optional(figureFromZero),
  note: optional(note),
  document: optional(documentText),
};

const needsNote = { error: "says why, when the reason is other", path: ["note"] };

export function hasReason(request: { reason: string; note?: string }): boolean {
  return request.reason !== "other" || request.note !== undefined;
}

export const adjustRequest = z
  .strictObject(adjustFields)
  .refine(hasReason, needsNote)
  .openapi("AdjustRequest", {
    example: { delta: 10, reason: "received", document: "delivery note 4711" },
  }) satisfies z.ZodType<AdjustRequest>;

export const countRequest = z
  .strictObject(countFields)
  .openapi("CountRequest", { example: { onHand: 8, expected: 10 } }) satisfies z.ZodType<CountRequest>;

export const skuRequest = z
  .strictObject({ policy: optional(policySettings) })
  .openapi("SkuRequest", { example: { policy: { minStockQuantity: 2 } } }) satisfies z.ZodType<SkuRequest>;

export const level = z
  .object({
    warehouse: z.string(),
    onHand: z.int(),
    held: z.int(),
    allocated: z.int(),
    planned: z.int(),
    incoming: z.int(),
  })
  .openapi("Level", { example: LEVEL }) satisfies z.ZodType<Level>;

export const sku = z
  .object({
    sku: z.string(),
    revision: z.int(),
    policy: resolvedPolicy,
    levels: z.array(level),
    version: z.int(),
    createdAt: z.string(),
  })
  .openapi("Sku", {
    example: {
      sku: "MUG-BLUE",
      revision: 2,
      policy: explainPolicy({ sku: { minStockQuantity: 2 }, store: { displayStockQuantity: true } }),
      levels: [LEVEL],
      version: 16,
      createdAt: "2026-11-20T14:00:00.000Z",
    },
  }) satisfies z.ZodType<Sku>;

export const skuSummary = z
  .object({
    sku: z.string(),
    onHand: z.int(),
    held: z.int(),
    allocated: z.int(),
    planned: z.int(),
    incoming: z.int(),
    updatedAt: z.string(),
  })
  .openapi("SkuSummary", {
    example: {
      sku: "MUG-BLUE",
      onHand: 31,
      held: 1,
      allocated: 2,
      planned: 0,
      incoming: 15,
      updatedAt: "2026-11-22T09:00:00.000Z",
    },
  }) satisfies z.ZodType<SkuSummary>;

export const movementKind = z.enum([
  "adjust",
  "count",
  "transfer",
  "expect",
  "receive",
  "allocate",
  "cancel",
  "move",
  "plan",
  "unplan",
  "ship",
  "return",
]);

export const movement = z
  .object({
    sequence: z.int(),
    sku: z.string(),
    warehouse: z.string(),
    kind: movementKind,
    figure: z.enum(["onHand", "allocated", "planned", "incoming"]),
    change: z.int(),
    after: z.int(),
    reason: reason.nullable(),
    note: z.string().nullable(),
    order: z.string().nullable(),
    document: z.string().nullable(),
    actor: z.string(),
    at: z.string(),
  })
  .openapi("Movement", { example: MOVEMENT }) satisfies z.ZodType<Movement>;

export const stockWrite = z
  // A union: the generator of the API document would take `nullable()` for the movement itself.
  .object({ sku: z.string(), movement: z.union([movement, z.null()]), level })
  .openapi("StockWrite", { example: STOCK_WRITE }) satisfies z.ZodType<StockWrite>;

const drifted = z.union([z.int(), z.string()]).nullable();

export const audit = z
  .object({
    sku: z.string(),
    clean: z.boolean(),
    drift: z.array(
      z.object({
        what: z.string(),
        warehouse: z.string().nullable(),
        claim: z.string().nullable(),
        stored: drifted,
        recomputed: drifted,
      }),
    ),
    claims: z.int(),
    movements: z.int(),
    at: z.string(),
  })
  .openapi("Audit", {
    example: { sku: "MUG-BLUE", clean: true, drift: [], claims: 3, movements: 12, at: "2026-11-22T09:00:00.000Z" },
  }) satisfies z.ZodType<Audit>;
