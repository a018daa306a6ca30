import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { type EventPosition, listEvents } from "../catalogue/events.ts";
import { PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, partsOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { pageQuery } from "./parameters.ts";
import { jsonAnswer } from "./responses.ts";
import { eventPage, eventQuery } from "./schemas/event.ts";

const list = defineRoute({
  method: "get",
  path: "/v1/admin/events",
  tags: ["Events"],
  summary: "List what happened to stock levels and orders, newest first",
  description: [
    "Each is told once, seconds after it happened, and kept for 90 days.",
    "Crossings of stock levels, `order.shortfall` and `order.covered` are always recorded. The others happen with every",
    "cart, order or write, and are recorded while an enabled webhook endpoint has chosen their type.",
  ].join(" "),
  request: { query: z.strictObject({ ...eventQuery, ...pageQuery }) },
  responses: { 200: jsonAnswer(eventPage, "By time.") },
});

/** What owners are to know of. */
export function eventRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (context) => {
    const { cursor, limit, ...filter } = context.req.valid("query");
    const { items, next } = await listEvents(context.env.DB, filter, afterOf(cursor), limit ?? PAGE_SIZE_DEFAULT);
    return context.json(
      { items, nextCursor: next === null ? null : cursorOf(JSON.stringify([next.at, next.id])) },
      200,
    );
  });
}

const position = z.tuple([z.string(), z.string()]);

function afterOf(cursor: string | undefined): EventPosition | null {
  const parts = partsOf(cursor, position);
  if (parts === null) return null;
  const [at, id] = parts;
  return { at, id };
}
