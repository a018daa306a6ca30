import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { LowStockRow } from "../../sdk/index.ts";
import { warehouseExists } from "../catalogue/channels.ts";
import { lowStockPage, type ReportPosition } from "../catalogue/low-stock.ts";
import type { PlaceKind } from "../core/standing.ts";
import type { AppEnv } from "./app-env.ts";
import { answerWithCsv, type Cell, csvOf, wantsCsv } from "./csv.ts";
import { cursorOf, partsOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { formatQuery, limitOf } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonOrCsvAnswer } from "./responses.ts";
import { lowStockQuery, lowStockPage as lowStockSchema } from "./schemas/report.ts";
import { channelOf } from "./stock-access.ts";

const lowStock = defineRoute({
  method: "get",
  path: "/v1/admin/reports/low-stock",
  tags: ["Reports"],
  summary: "Tracked SKUs at or below their minimum, the furthest below first",
  description:
    "By stock level, which carts do not move, as the projection has it: seconds old. A warehouse counts for the SKUs that it has had units of.",
  request: { query: z.strictObject({ ...lowStockQuery, ...formatQuery }) },
  responses: { 200: jsonOrCsvAnswer(lowStockSchema, "Then by SKU.") },
  problems: ["channel_not_found", "warehouse_not_found"],
});

/** What an owner looks at. */
export function reportRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(lowStock, async (context) => {
    const { warehouse, channel, published, cursor, limit, format } = context.req.valid("query");
    const isCsv = wantsCsv(context, format);
    const place = await placeOf(context, warehouse, channel);
    const after = afterOf(cursor);
    const { rows, next } = await lowStockPage(context.env.DB, place, published, after, limitOf(limit, isCsv));
    const nextCursor = next === null ? null : cursorOf(JSON.stringify([next.gap, next.sku]));
    if (!isCsv) return context.json({ items: rows, nextCursor }, 200);
    return answerWithCsv(context, "low-stock", csvOf(COLUMNS, rows.map(cellsOf)), nextCursor);
  });
}

async function placeOf(
  context: Context<AppEnv>,
  warehouse: string | undefined,
  channel: string | undefined,
): Promise<{ kind: PlaceKind; code: string }> {
  if (warehouse === undefined) return { kind: "channel", code: (await channelOf(context, channel)).code };
  if (channel !== undefined) throw ProblemError.field("channel", "does not go with warehouse");
  if (!(await warehouseExists(context.env.DB, warehouse))) {
    throw ProblemError.field("warehouse", `There is no warehouse ${warehouse}.`, "warehouse_not_found");
  }
  return { kind: "warehouse", code: warehouse };
}

const COLUMNS = [
  ...["sku", "channel", "warehouse", "stockLevel", "minStockQuantity", "below", "published", "products", "policy"],
] as const;

function cellsOf(row: LowStockRow): Cell[] {
  const { sku, channel, warehouse, stockLevel, minStockQuantity, below, published, products, policy } = row;
  const sold = products.map(({ title, selection }) =>
    selection === undefined ? title : `${title} (${Object.values(selection).join(", ")})`,
  );
  return [sku, channel, warehouse, stockLevel, minStockQuantity, below, published, sold.join("; "), policy];
}

const position = z.tuple([z.int(), z.string()]);

function afterOf(cursor: string | undefined): ReportPosition | null {
  const parts = partsOf(cursor, position);
  if (parts === null) return null;
  const [gap, sku] = parts;
  return { gap, sku };
}
