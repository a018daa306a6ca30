import { newsOf } from "./catalogue/adjustments.ts";
import { closeStretch } from "./catalogue/close-warehouse.ts";
import { recordEvents } from "./catalogue/events.ts";
import { distrustLevels, project } from "./catalogue/projection.ts";
import { distrustReplenishments } from "./catalogue/replenishments.ts";
import { skuNames } from "./catalogue/skus.ts";
import { readStore } from "./catalogue/store-facts.ts";
import { SKUS_PER_JOB_MAX } from "./core/bounds.ts";
import type { Env } from "./env.ts";
import { passOn } from "./notify/pass-on.ts";
import type { JobMessage, OutboxMessage, SkuMessage } from "./objects/outbox-message.ts";
import { skuStub } from "./objects/stubs.ts";

/** How long a message that failed waits before it is tried again. */
const RETRY_DELAY_S = 5;

/** Whether the deployment has a custom low-stock activity of this name that is told of crossings. */
type HasListener = (activity: string) => boolean;

/**
 * Handles a batch from the outbox queue. Each message is acknowledged by itself: one that fails holds up no other. Nothing
 * here waits for anybody outside: that is the queue of notices.
 */
export async function consumeOutbox(
  batch: MessageBatch<OutboxMessage>,
  env: Env,
  hasListener: HasListener = () => false,
): Promise<void> {
  const { messages } = batch;
  const told = messages.map(({ body }) => body).filter((body) => body.kind === "sku");
  // All in one transaction; when that fails, one by one, to find the one that does.
  const isDone = await projectAndPassOn(told, env, hasListener).then(
    () => true,
    () => false,
  );
  await Promise.all(messages.map((message) => handle(message, isDone, env, hasListener)));
}

async function handle(
  message: Message<OutboxMessage>,
  isProjected: boolean,
  env: Env,
  hasListener: HasListener,
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
        await passOn({ skus: [], events: body.events.map(({ id }) => id) }, env);
        break;
      case "sku":
        if (!isProjected) await projectAndPassOn([body], env, hasListener);
        await acknowledge(body, env);
    }
    message.ack();
  } catch (error) {
    console.error("A message of the outbox failed", error);
    message.retry({ delaySeconds: RETRY_DELAY_S });
  }
}

/** Once it is acknowledged nobody tells it again, so whom it concerns is told before. */
async function projectAndPassOn(told: readonly SkuMessage[], env: Env, hasListener: HasListener): Promise<void> {
  if (told.length === 0) return;
  await project(env.DB, told, hasListener);
  const skus = [...new Set(told.map(({ sku }) => sku))];
  await passOn({ skus, events: told.flatMap(eventsOf) }, env);
}

/** Ids of the events that a message is about, whether or not they were wanted. */
function eventsOf(message: SkuMessage): string[] {
  return [...message.events.map(({ event }) => event), ...newsOf(message)].map(({ id }) => id);
}

/** A loss on the way costs a repeat: the SKU sends again what it has not had acknowledged. */
async function acknowledge({ sku, lines, events, standings }: SkuMessage, env: Env): Promise<void> {
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
