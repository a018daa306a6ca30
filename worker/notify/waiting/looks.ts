import { LOOKS_PER_MESSAGE_MAX, MESSAGES_PER_SEND_MAX } from "../../core/bounds.ts";
import type { Env } from "../../env.ts";
import type { LookMessage } from "../notice-message.ts";

/** Has rows looked at, by messages to the queue; `delayMs` (≤ `QUEUE_DELAY_MS_MAX`): not before then. */
export async function sendLooks(env: Env, waiting: readonly string[], delayMs = 0): Promise<void> {
  // A second too late rather than too early: what is not due yet would be left to the cron.
  const delay = delayMs <= 0 ? {} : { delaySeconds: Math.ceil(delayMs / 1_000) };
  const messages = inParts(waiting, LOOKS_PER_MESSAGE_MAX).map((part) => ({
    body: { kind: "look", waiting: part } satisfies LookMessage,
    ...delay,
  }));
  for (const batch of inParts(messages, MESSAGES_PER_SEND_MAX)) await env.NOTICES.sendBatch(batch);
}

function inParts<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, part) =>
    values.slice(part * size, (part + 1) * size),
  );
}
