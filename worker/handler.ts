import type { OpenAPIHono } from "@hono/zod-openapi";
import { consumeOutbox } from "./catalogue/consume.ts";
import { makeRound } from "./catalogue/rounds.ts";
import type { Env } from "./env.ts";
import type { CrossingListeners } from "./low-stock-activity.ts";
import type { OutboxMessage } from "./objects/outbox-message.ts";
import type { AppEnv } from "./routes/app-env.ts";

/** What the runtime calls of a Worker. */
export interface StockHandler {
  fetch(request: Request, env: Env, context: ExecutionContext): Response | Promise<Response>;
  /** The outbox; it is bound as `OUTBOX`. */
  queue(batch: MessageBatch<OutboxMessage>, env: Env): Promise<void>;
  /** The cron's round. */
  scheduled(controller: ScheduledController, env: Env): Promise<void>;
}

/** HTTP, the outbox queue and the cron's round over an app. */
export function handlerOf(app: OpenAPIHono<AppEnv>, listeners: CrossingListeners = {}): StockHandler {
  return {
    fetch: app.fetch,
    queue: (batch, env) => consumeOutbox(batch, env, listeners),
    scheduled: (_, env) => makeRound(env),
  };
}
