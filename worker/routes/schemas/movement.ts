import { z } from "@hono/zod-openapi";
import type { Movement, Page } from "../../../sdk/index.ts";
import { KEY_NAME_LENGTH_MAX } from "../../core/bounds.ts";
import { optional } from "./optional.ts";
import { pageOf } from "./page.ts";
import { movement, movementKind } from "./sku.ts";
import { code, documentText, orderId, skuText, time } from "./text.ts";

/** What movements are asked for by. */
export const movementQuery = {
  sku: optional(skuText),
  warehouse: optional(code),
  order: optional(orderId),
  document: optional(documentText),
  actor: optional(z.string().min(1).max(KEY_NAME_LENGTH_MAX).openapi({ example: "admin" })),
  kind: optional(movementKind),
  from: optional(time.openapi({ description: "Inclusive." })),
  to: optional(time.openapi({ description: "Exclusive." })),
};

export const movementPage = pageOf(movement) satisfies z.ZodType<Page<Movement>>;
