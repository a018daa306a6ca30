import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import { CatalogueFacts } from "../catalogue/facts.ts";
import { RecentLooks } from "../catalogue/recent-looks.ts";
import { BODY_BYTES_MAX } from "../core/bounds.ts";
import { DEFAULT_DEPLOYMENT, type Deployment } from "../deployment.ts";
import { adminSubscriptionRoutes } from "./admin-subscriptions.ts";
import type { AppEnv } from "./app-env.ts";
import { auditRoutes } from "./audit.ts";
import { authenticate } from "./authenticate.ts";
import { availabilityRoutes } from "./availability.ts";
import { bulkRoutes } from "./bulk.ts";
import { bulkReplenishmentRoutes } from "./bulk-replenishments.ts";
import { bulkStockRoutes } from "./bulk-stock.ts";
import { channelRoutes } from "./channels.ts";
import { dateHeader } from "./date-header.ts";
import { deadLetterRoutes } from "./dead-letters.ts";
import { elementRoutes } from "./element.ts";
import { estimateRoutes } from "./estimates.ts";
import { eventRoutes } from "./events.ts";
import { exportRoutes } from "./export.ts";
import { healthRoutes } from "./health.ts";
import { keyRoutes } from "./keys.ts";
import { movementRoutes } from "./movements.ts";
import { orderRoutes } from "./orders.ts";
import { outboxRoutes } from "./outbox.ts";
import { pageRoutes } from "./pages.ts";
import { ProblemError, problemResponse } from "./problem.ts";
import { productRoutes } from "./products.ts";
import { projectionRoutes } from "./projection.ts";
import { rateLimit } from "./rate-limit.ts";
import { replenishmentRoutes } from "./replenishments.ts";
import { reportRoutes } from "./reports.ts";
import { reservationRoutes } from "./reservations.ts";
import { settingsRoutes } from "./settings.ts";
import { skuRoutes } from "./skus.ts";
import { stockRoutes } from "./stock.ts";
import { subscriptionLinkRoutes } from "./subscription-links.ts";
import { subscriptionRoutes } from "./subscriptions.ts";
import { refuseInvalid } from "./validation.ts";
import { warehouseRoutes } from "./warehouses.ts";
import { webhookRoutes } from "./webhooks.ts";

const SHOPPER_PATHS = ["/v1/availability/*", "/v1/products/*", "/v1/reservations/*", "/v1/subscriptions/*"];

/** The HTTP edge: who may ask, whether it is well formed, and one file for each resource. */
export function createApp(deployment: Deployment = DEFAULT_DEPLOYMENT): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid });
  const entries: ConstructorParameters<typeof CatalogueFacts>[1] = new Map();
  const looks = new RecentLooks(() => Date.now());

  app.onError((error, context) => problemResponse(problemOf(error), context.var.requestId ?? crypto.randomUUID()));
  app.notFound((context) => {
    // Without the address: it may have a reservation's id in it, and details end up in messages and logs.
    const problem = new ProblemError("not_found", `Nothing is asked by ${context.req.method} at this address.`);
    return problemResponse(problem, context.var.requestId);
  });

  app.use("*", async (context, next) => {
    context.set("requestId", crypto.randomUUID());
    context.set("facts", new CatalogueFacts(context.env.DB, entries, Date.now));
    context.set("looks", looks);
    context.set("deployment", deployment);
    // Before the answer is made: a header that is added afterwards has the whole response copied.
    context.header("x-request-id", context.var.requestId);
    context.header("date", dateHeader().date);
    await next();
  });
  // Neither a publishable key nor an origin proves anything and no cookie is read, so every page may ask; whether it is
  // answered is said by the key or the origin of the request itself.
  const open = cors({
    origin: "*",
    allowMethods: ["GET", "POST"],
    allowHeaders: ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match"],
    exposeHeaders: ["date", "etag", "retry-after", "x-request-id"],
    maxAge: 86_400,
  });
  for (const path of SHOPPER_PATHS) {
    // A browser names the origin of every request that it would keep the answer of from the page.
    app.use(path, (context, next) => (context.req.header("origin") === undefined ? next() : open(context, next)));
  }
  app.use("*", (context, next) => {
    if (isWellEncoded(context.req.url)) return next();
    throw new ProblemError("invalid_request", "The path is not percent-encoded UTF-8.");
  });
  app.use("*", bodyLimit({ maxSize: BODY_BYTES_MAX, onError: refuseLargeBody }));
  app.use("*", authenticate);
  app.use("*", rateLimit);

  availabilityRoutes(app);
  reservationRoutes(app);
  orderRoutes(app);
  skuRoutes(app);
  stockRoutes(app);
  replenishmentRoutes(app);
  bulkRoutes(app);
  bulkStockRoutes(app);
  bulkReplenishmentRoutes(app);
  movementRoutes(app);
  eventRoutes(app);
  reportRoutes(app);
  auditRoutes(app);
  exportRoutes(app);
  productRoutes(app);
  estimateRoutes(app);
  warehouseRoutes(app);
  channelRoutes(app);
  settingsRoutes(app);
  keyRoutes(app);
  subscriptionRoutes(app);
  adminSubscriptionRoutes(app);
  webhookRoutes(app);
  deadLetterRoutes(app);
  projectionRoutes(app);
  healthRoutes(app);
  pageRoutes(app);
  elementRoutes(app);
  subscriptionLinkRoutes(app);
  outboxRoutes(app);

  app.openAPIRegistry.registerComponent("securitySchemes", "key", { type: "http", scheme: "bearer" });
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Onhand",
      version: "1",
      description:
        "How much is there, may this shopper have it, what do we tell them. Times are RFC 3339 in UTC. " +
        "Errors are RFC 9457 problems with a stable `code`. Changing POSTs need an `Idempotency-Key`.",
    },
    security: [{ key: [] }],
  });
  return app;
}

function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HTTPException && error.status === 415) {
    const pointer = "Content-Type";
    const detail = "must be application/json";
    return new ProblemError(
      "invalid_request",
      `${pointer}: ${detail}`,
      [{ pointer, code: "invalid_request", detail }],
      415,
    );
  }
  if (error instanceof HTTPException && error.status < 500) {
    return new ProblemError("invalid_request", error.message, [], error.status);
  }
  console.error("A request failed", error);
  return new ProblemError("internal", "It is not your fault. The request id finds it in the log.");
}

/** The router takes what it cannot decode as it stands: `%FF` would be another name of `%25FF`. */
function isWellEncoded(url: string): boolean {
  if (!url.includes("%")) return true;
  try {
    decodeURIComponent(new URL(url).pathname);
    return true;
  } catch {
    return false;
  }
}

function refuseLargeBody(): never {
  throw new ProblemError("body_too_large", `A body has at most ${BODY_BYTES_MAX} bytes.`);
}
