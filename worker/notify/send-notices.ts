import { MESSAGES_PER_SEND_MAX, QUEUE_DELAY_MS_MAX } from "../core/bounds.ts";
import type { Env } from "../env.ts";
import type { NoticeMessage } from "./notice-message.ts";

/**
 * Sends messages to the queue of notices, in batches that it takes. `delayMs`: not before then. A queue delays no longer than
 * `QUEUE_DELAY_MS_MAX`: what comes too early is sent on again by whoever gets it. A second too late rather than too early.
 */
export async function sendNotices(env: Env, messages: readonly NoticeMessage[], delayMs = 0): Promise<void> {
  const delay = delayMs <= 0 ? {} : { delaySeconds: Math.ceil(Math.min(delayMs, QUEUE_DELAY_MS_MAX) / 1_000) };
  for (const part of inParts(messages, MESSAGES_PER_SEND_MAX)) {
    await env.NOTICES.sendBatch(part.map((body) => ({ body, ...delay })));
  }
}

/** A list in parts of a size, the last of them shorter. */
export function inParts<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, part) =>
    values.slice(part * size, (part + 1) * size),
  );
}
