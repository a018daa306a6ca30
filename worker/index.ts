import { demoRoutes } from "../demo/server/routes.ts";
import { consumeOutbox } from "./catalogue/consume.ts";
import { makeRound } from "./catalogue/rounds.ts";
import type { Env } from "./env.ts";
import type { OutboxMessage } from "./objects/outbox-message.ts";
import { createApp } from "./routes/app.ts";

export { SkuObject } from "./objects/sku-object.ts";
export { SlotObject } from "./objects/slot-object.ts";

const app = createApp();
demoRoutes(app);

/** The Worker: HTTP, the outbox queue, the cron's round. */
export default {
  fetch: app.fetch,
  queue: (batch, env) => consumeOutbox(batch, env),
  scheduled: (_, env) => makeRound(env),
} satisfies ExportedHandler<Env, OutboxMessage>;
