import { z } from "@hono/zod-openapi";
import type { AuditPage } from "../../../sdk/index.ts";
import { audit } from "./sku.ts";

export const auditPage = z
  .object({
    checked: z.int(),
    clean: z.boolean(),
    drifted: z.array(audit),
    unanswered: z.array(z.string()),
    nextCursor: z.string().nullable(),
  })
  .openapi("AuditPage", {
    example: { checked: 50, clean: true, drifted: [], unanswered: [], nextCursor: "TVVHLUJMVUU" },
  }) satisfies z.ZodType<AuditPage>;
