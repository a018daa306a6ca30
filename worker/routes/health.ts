import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "./app-env.ts";

/** Whether the service can do its work: the database answers and an admin key is configured. */
export function healthRoutes(app: OpenAPIHono<AppEnv>): void {
  app.get("/health", async (context) => {
    const database = await context.env.DB.prepare("SELECT 1 FROM settings")
      .first()
      .then((row) => row !== null)
      .catch(() => false);
    const adminKey = (context.env.ADMIN_KEY ?? "") !== "";
    const status = database ? "ok" : "failing";
    return context.json({ status, checks: { database, adminKey } }, database ? 200 : 503, {
      "cache-control": "no-store",
    });
  });
}
