import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { consumeOutbox } from "../../worker/consume-outbox.ts";
import { DEFAULT_DEPLOYMENT, type Deployment } from "../../worker/deployment.ts";
import { consumeNotices } from "../../worker/notify/consume.ts";
import type { NoticeMessage } from "../../worker/notify/notice-message.ts";
import type { OutboxMessage, SkuMessage } from "../../worker/objects/outbox-message.ts";

const withheld = new Map<string, SkuMessage[]>();

/**
 * Keeps what a SKU tells from the queue, until `vi.restoreAllMocks()`: a test looks at it, and hands it on as often and in
 * whatever order it likes. Tests run in the objects' isolate.
 */
export function withholdOutbox(sku: string): void {
  withheld.set(sku, []);
  // The runtime gives each object a queue of its own, of one class.
  const queues = Object.getPrototypeOf(env.OUTBOX) as Queue<OutboxMessage>;
  const original = queues.send;
  if (vi.isMockFunction(original)) return;
  vi.spyOn(queues, "send").mockImplementation(function (this: Queue<OutboxMessage>, message, options) {
    const kept = message.kind === "sku" ? withheld.get(message.sku) : undefined;
    if (kept === undefined || message.kind !== "sku") return original.call(this, message, options);
    kept.push(message);
    return Promise.resolve({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
  });
}

/** What a SKU has told since it was withheld, in order. */
export function outboxOf(sku: string): SkuMessage[] {
  return withheld.get(sku) ?? [];
}

/** A message of a SKU that tells nothing but what is said here. */
export function skuMessage(sku: string, more: Partial<SkuMessage> = {}): SkuMessage {
  return {
    kind: "sku",
    sku,
    createdAt: 1_000,
    changes: 1,
    levels: [],
    lines: [],
    linesGone: 0,
    standings: null,
    events: [],
    replenishments: [],
    at: 2_000,
    ...more,
  };
}

/** Hands a message to the consumer, as the queue does. */
export async function consumed(
  body: OutboxMessage,
  hasListener?: (activity: string) => boolean,
): Promise<{ acked: number; retried: number }> {
  const messages = [{ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body }];
  const batch = createMessageBatch<OutboxMessage>("onhand-outbox", messages);
  await consumeOutbox(batch, env, hasListener);
  return outcomeOf(batch);
}

/** Hands a message to the consumer of notices, as the queue does. */
export async function noticed(
  body: NoticeMessage,
  deployment: Partial<Deployment> = {},
  attempts = 1,
): Promise<{ acked: number; retried: number }> {
  const messages = [{ id: crypto.randomUUID(), timestamp: new Date(), attempts, body }];
  const batch = createMessageBatch<NoticeMessage>("onhand-notices", messages);
  await consumeNotices(batch, env, { ...DEFAULT_DEPLOYMENT, ...deployment });
  return outcomeOf(batch);
}

async function outcomeOf(batch: MessageBatch<unknown>): Promise<{ acked: number; retried: number }> {
  const result = await getQueueResult(batch, createExecutionContext());
  return { acked: result.explicitAcks.length, retried: result.retryMessages.length };
}
