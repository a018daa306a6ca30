import { z } from "@hono/zod-openapi";
import type { ExportedSku } from "../../../sdk/index.ts";
import { policySettings } from "./policy.ts";
import { replenishment } from "./replenishment.ts";
import { level } from "./sku.ts";

export const exportedSku = z
  .object({
    sku: z.string(),
    policy: policySettings,
    levels: z.array(level),
    replenishments: z.array(replenishment),
    updatedAt: z.string(),
  })
  .openapi("ExportedSku", {
    example: {
      sku: "MUG-BLUE",
      policy: { backorders: "allow_and_notify", backorderLimit: 20 },
      levels: [{ warehouse: "main", onHand: 8, held: 1, allocated: 2, planned: 0, incoming: 0 }],
      replenishments: [],
      updatedAt: "2026-11-22T09:00:00.000Z",
    },
  }) satisfies z.ZodType<ExportedSku>;
