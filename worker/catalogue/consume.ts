import { SKUS_PER_JOB_MAX } from "../core/bounds.ts";
import type { Env } from "../env.ts";
import type { CrossingListeners } from "../low-stock-activity.ts";
import type { JobMessage, OutboxMessage, SkuMessage } from "../objects/outbox-message.ts";
import { skuStub } from "../objects/stubs.ts";
import { closeStretch } from "./close-warehouse.ts";
import { recordEvents } from "./events.ts";
import { distrustLevels, project } from "./projection.ts";
import { react, sendReactions } from "./reactions.ts";
import { distrustReplenishments } from "./replenishments.ts";
import { skuNames } from "./skus.ts";
import { readStore } from "./store-facts.ts";

/** How long a message that failed waits before it is tried again. */
const RETRY_DELAY_S = 5;

/**
 * Handles a batch from the outbox queue. Each message is acknowledged by itself: one that fails holds up no other.
 * `listeners` are those of the deployment's own low-stock activities.
 */
export async function consumeOutbox(
  batch: MessageBatch<OutboxMessage>,
  env: Env,
  listeners: CrossingListeners = {},
): Promise<void> {
  const { messages } = batch;
  const told = messages.map(({ body }) => body).filter((body) => body.kind === "sku");
  // All in one transaction; when that fails, one by one, to find the one that does.
  const isProjected = await project(env.DB, told, (activity) => Object.hasOwn(listeners, activity)).then(
    () => true,
    () => false,
  );
  await Promise.all(messages.map((message) => handle(message, isProjected, env, listeners)));
}

async function handle(
  message: Message<OutboxMessage>,
  isProjected: boolean,
  env: Env,
  listeners: CrossingListeners,
): Promise<void> {
  const { body } = message;
  try {
    switch (body.kind) {
      case "job":
        await runJob(body, env);
        break;
      case "closing":
        await closeStretch(body, env);
        break;
      case "events":
        await recordEvents(env.DB, body.events);
        break;
      case "crossing": {
        const reaction = await react(body, message.attempts, env, listeners);
        if (reaction.outcome === "again") return message.retry({ delaySeconds: reaction.delayS });
        break;
      }
      case "sku":
        if (!isProjected) await project(env.DB, [body], (activity) => Object.hasOwn(listeners, activity));
        await pass(body, env);
    }
    message.ack();
  } catch (error) {
    console.error("A message of the outbox failed", error);
    message.retry({ delaySeconds: RETRY_DELAY_S });
  }
}

/**
 * Hands on what is projected: events to whom they concern, then the acknowledgement to the SKU. A loss on the way costs a
 * repeat: the SKU sends again what it has not had acknowledged.
 */
async function pass({ sku, lines, events, standings }: SkuMessage, env: Env): Promise<void> {
  const told = events.filter(({ activity }) => activity !== null).map(({ event }) => event.id);
  await sendReactions(env, told);
  if (lines.length === 0 && events.length === 0 && standings === null) return;
  const [first, last] = [events[0], events.at(-1)];
  await skuStub(env, sku).acknowledge(lines[0]?.sequence ?? 0, lines.at(-1)?.sequence ?? 0, {
    events: first === undefined || last === undefined ? null : { from: first.sequence, to: last.sequence },
    revisions: standings?.revisions ?? null,
  });
}

/** One stretch of a job over all SKUs; it sends the next stretch only when it is done itself. */
async function runJob({ job, after }: JobMessage, env: Env): Promise<void> {
  const skus = await skuNames(env.DB, after, SKUS_PER_JOB_MAX);
  if (job === "tell_settings") {
    const store = await readStore(env.DB);
    await Promise.all(skus.map((sku) => skuStub(env, sku).learn(store)));
  } else {
    await distrustLevels(env.DB, skus);
    await distrustReplenishments(env.DB, skus);
    await Promise.all(skus.map((sku) => skuStub(env, sku).announceAll()));
  }
  const last = skus.at(-1);
  if (last === undefined || skus.length < SKUS_PER_JOB_MAX) return;
  const next: JobMessage = { kind: "job", job, after: last };
  await env.OUTBOX.send(next);
}
