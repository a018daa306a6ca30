import { LOOKS_PER_MESSAGE_MAX } from "../../core/bounds.ts";
import type { Env } from "../../env.ts";
import { inParts, sendNotices } from "../send-notices.ts";

/** Has rows looked at, by messages to the queue; `delayMs` (≤ `QUEUE_DELAY_MS_MAX`): not before then. */
export async function sendLooks(env: Env, waiting: readonly string[], delayMs = 0): Promise<void> {
  const messages = inParts(waiting, LOOKS_PER_MESSAGE_MAX).map((part) => ({ kind: "look", waiting: part }) as const);
  await sendNotices(env, messages, delayMs);
}
