import type { OpenAPIHono } from "@hono/zod-openapi";
import { consumeOutbox } from "./consume-outbox.ts";
import type { Deployment } from "./deployment.ts";
import type { Env } from "./env.ts";
import { consumeNotices } from "./notify/consume.ts";
import { consumeDead } from "./notify/dead-letters.ts";
import type { NoticeMessage } from "./notify/notice-message.ts";
import type { OutboxMessage } from "./objects/outbox-message.ts";
import { queuedMessage } from "./queue-kinds.ts";
import { makeRound } from "./round.ts";
import type { AppEnv } from "./routes/app-env.ts";

/** What the runtime calls of a Worker. */
export interface StockHandler {
  fetch(request: Request, env: Env, context: ExecutionContext): Response | Promise<Response>;
  /** The queues that are bound as `OUTBOX` and `NOTICES`, and the one of their dead letters, whose name ends with `-dead`. */
  queue(batch: MessageBatch<OutboxMessage | NoticeMessage>, env: Env): Promise<void>;
  /** The cron's round. */
  scheduled(controller: ScheduledController, env: Env): Promise<void>;
}

const DEAD_QUEUE = /-dead$/;

/** HTTP, the queues and the cron's round over an app. */
export function handlerOf(app: OpenAPIHono<AppEnv>, deployment: Deployment): StockHandler {
  return {
    fetch: app.fetch,
    queue: async (batch, env) => {
      if (DEAD_QUEUE.test(batch.queue)) await consumeDead(batch, env);
      else if (isOutbox(batch)) await consumeOutbox(batch, env, (name) => Object.hasOwn(deployment.listeners, name));
      // What is not of the one queue is of the other.
      else await consumeNotices(batch as MessageBatch<NoticeMessage>, env, deployment);
    },
    scheduled: (_, env) => makeRound(env, deployment),
  };
}

/** A queue carries messages of one kind of queue alone, whatever a deployment has named it. */
function isOutbox(batch: MessageBatch<OutboxMessage | NoticeMessage>): batch is MessageBatch<OutboxMessage> {
  return batch.messages.every(({ body }) => queuedMessage(body)?.queue === "outbox");
}
