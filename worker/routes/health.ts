import type { OpenAPIHono } from "@hono/zod-openapi";
import { DEFAULT_DEPLOYMENT, type Deployment } from "../deployment.ts";
import type { Env } from "../env.ts";
import { missingForMail, missingForTransport } from "../notify/mail/transport-of.ts";
import type { AppEnv } from "./app-env.ts";

/**
 * Whether the service can do its work: the database answers and an admin key is configured. `mail`: how mails leave, or
 * `null` while they do not, and then `missing` says what would have them leave. A service without mail is healthy.
 */
export function healthRoutes(app: OpenAPIHono<AppEnv>): void {
  app.get("/health", async (context) => {
    const database = await context.env.DB.prepare("SELECT 1 FROM settings")
      .first()
      .then((row) => row !== null)
      .catch(() => false);
    const adminKey = (context.env.ADMIN_KEY ?? "") !== "";
    const mail = context.var.deployment.transportOf(context.env)?.name ?? null;
    const missing = mail === null ? missingFor(context.env, context.var.deployment) : [];
    const status = database ? "ok" : "failing";
    return context.json({ status, checks: { database, adminKey, mail }, missing }, database ? 200 : 503, {
      "cache-control": "no-store",
    });
  });
}

function missingFor(env: Env, { transportOf }: Deployment): string[] {
  const missing = missingForMail(env);
  if (transportOf === DEFAULT_DEPLOYMENT.transportOf) return [...missing, ...missingForTransport(env)];
  // The deployment's own was asked, and gave none.
  return missing.length === 0 ? ["mailTransport"] : missing;
}
