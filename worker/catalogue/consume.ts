import { SKUS_PER_JOB_MAX } from "../core/bounds.ts";
import type { Env } from "../env.ts";
import type { JobMessage, OutboxMessage, SkuMessage } from "../objects/outbox-message.ts";
import { skuStub } from "../objects/stubs.ts";
import { distrustLevels, project } from "./projection.ts";
import { readSettings } from "./settings.ts";
import { skuNames } from "./skus.ts";

/** How long a message that failed waits before it is tried again. */
const RETRY_DELAY_S = 5;

/** Handles a batch from the outbox queue. Each message is acknowledged by itself: one that fails holds up no other. */
export async function consumeOutbox(batch: MessageBatch<OutboxMessage>, env: Env): Promise<void> {
  const { messages } = batch;
  const told = messages.map(({ body }) => body).filter((body) => body.kind === "sku");
  // All in one transaction; when that fails, one by one, to find the one that does.
  const isProjected = await project(env.DB, told).then(
    () => true,
    () => false,
  );
  await Promise.all(messages.map((message) => handle(message, isProjected, env)));
}

async function handle(message: Message<OutboxMessage>, isProjected: boolean, env: Env): Promise<void> {
  const { body } = message;
  try {
    if (body.kind === "job") await runJob(body, env);
    else {
      if (!isProjected) await project(env.DB, [body]);
      await acknowledge(body, env);
    }
    message.ack();
  } catch (error) {
    console.error("A message of the outbox failed", error);
    message.retry({ delaySeconds: RETRY_DELAY_S });
  }
}

/** Lost acknowledgements cost a repeat: the SKU sends again what it has not had acknowledged. */
async function acknowledge({ sku, lines }: SkuMessage, env: Env): Promise<void> {
  const first = lines[0];
  const last = lines.at(-1);
  if (first !== undefined && last !== undefined) await skuStub(env, sku).acknowledge(first.sequence, last.sequence);
}

/** One stretch of a job over all SKUs; it sends the next stretch only when it is done itself. */
async function runJob({ job, after }: JobMessage, env: Env): Promise<void> {
  const skus = await skuNames(env.DB, after, SKUS_PER_JOB_MAX);
  if (job === "tell_settings") {
    const { revision, policy } = await readSettings(env.DB);
    await Promise.all(skus.map((sku) => skuStub(env, sku).learn({ revision, policy })));
  } else {
    await distrustLevels(env.DB, skus);
    await Promise.all(skus.map((sku) => skuStub(env, sku).announceAll()));
  }
  const last = skus.at(-1);
  if (last === undefined || skus.length < SKUS_PER_JOB_MAX) return;
  const next: JobMessage = { kind: "job", job, after: last };
  await env.OUTBOX.send(next);
}
