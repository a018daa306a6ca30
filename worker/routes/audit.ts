import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Audit, AuditPage } from "../../sdk/index.ts";
import { skuNames } from "../catalogue/skus.ts";
import { PAGE_SIZE_DEFAULT, SKUS_AUDITED_AT_ONCE_MAX } from "../core/bounds.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer } from "./responses.ts";
import { auditPage } from "./schemas/audit.ts";
import { askSku } from "./stock-access.ts";

const all = defineRoute({
  method: "get",
  path: "/v1/admin/audit",
  tags: ["SKUs"],
  summary: "Recompute the figures of many SKUs from their movements and claims, page by page",
  description:
    "Claims older than ten minutes are compared with the orders and reservations that they belong to as well.",
  request: { query: z.strictObject(pageQuery) },
  responses: {
    200: jsonAnswer(auditPage, "By SKU: those that drifted, and those that gave no answer."),
  },
});

/** Whether every figure is what it must be. */
export function auditRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(all, async (context) => {
    const { cursor, limit = PAGE_SIZE_DEFAULT } = context.req.valid("query");
    const named = await skuNames(context.env.DB, positionOf(cursor), limit + 1);
    const skus = named.slice(0, limit);
    const page: AuditPage = { checked: 0, clean: true, drifted: [], unanswered: [], nextCursor: null };
    for (let from = 0; from < skus.length; from += SKUS_AUDITED_AT_ONCE_MAX) {
      const some = skus.slice(from, from + SKUS_AUDITED_AT_ONCE_MAX);
      const audits = await Promise.all(some.map((sku) => auditOf(context, sku)));
      for (const [index, audit] of audits.entries()) note(page, audit, some[index] ?? "");
    }
    const last = skus.at(-1);
    page.clean = page.drifted.length === 0 && page.unanswered.length === 0;
    page.nextCursor = named.length > limit && last !== undefined ? cursorOf(last) : null;
    return context.json(page, 200);
  });
}

/** `null`: the name is there and the SKU was not made after all. */
async function auditOf(context: Context<AppEnv>, sku: string): Promise<Audit | null | "unanswered"> {
  try {
    return await askSku(context, sku, (stub) => stub.audit());
  } catch (error) {
    if (error instanceof ProblemError) return "unanswered";
    throw error;
  }
}

function note(page: AuditPage, audit: Audit | null | "unanswered", sku: string): void {
  if (audit === "unanswered") page.unanswered.push(sku);
  else if (audit !== null) {
    page.checked += 1;
    if (!audit.clean) page.drifted.push(audit);
  }
}
