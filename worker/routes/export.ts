import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ExportedSku } from "../../sdk/index.ts";
import { listSkus } from "../catalogue/skus.ts";
import { PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { pageQuery } from "./parameters.ts";
import { jsonAnswer } from "./responses.ts";
import { exportedSku } from "./schemas/export.ts";
import { pageOf } from "./schemas/page.ts";
import { askSku } from "./stock-access.ts";

const list = defineRoute({
  method: "get",
  path: "/v1/admin/export",
  tags: ["SKUs"],
  summary: "Read SKUs as they are kept: own settings, figures by warehouse, expected goods",
  request: { query: z.strictObject(pageQuery) },
  responses: {
    200: jsonAnswer(
      pageOf(exportedSku),
      "By SKU, each read at one moment. A page may have fewer items than asked for and not be the last.",
    ),
  },
});

/** What a backup or another system needs of the SKUs, without one request for each. */
export function exportRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (context) => {
    const { cursor, limit } = context.req.valid("query");
    const page = await listSkus(context.env.DB, positionOf(cursor), limit ?? PAGE_SIZE_DEFAULT);
    // Side by side: a page is bounded, and so are the calls. Names whose SKU was not made after all are left out.
    const states = await Promise.all(
      page.items.map(async ({ sku, updatedAt }): Promise<ExportedSku | null> => {
        const kept = await askSku(context, sku, (stub) => stub.kept());
        return kept === null ? null : { sku, ...kept, updatedAt };
      }),
    );
    const items = states.filter((state) => state !== null);
    return context.json({ items, nextCursor: page.nextCursor === null ? null : cursorOf(page.nextCursor) }, 200);
  });
}
