import type { NoticeMessage } from "./notify/notice-message.ts";
import type { OutboxMessage } from "./objects/outbox-message.ts";

const OUTBOX_KINDS: Record<OutboxMessage["kind"], true> = { sku: true, events: true, job: true, closing: true };
const NOTICE_KINDS: Record<NoticeMessage["kind"], true> = { crossing: true, mail: true, delivery: true, look: true };

/** A message with the queue that carries its kind. */
export type QueuedMessage = { queue: "outbox"; message: OutboxMessage } | { queue: "notices"; message: NoticeMessage };

/** Which queue a message is of, whatever a deployment has named it. `null`: it is no message that this version knows. */
export function queuedMessage(body: unknown): QueuedMessage | null {
  const kind = kindOf(body);
  // By their kinds they are those: nothing but this Worker writes to its queues.
  if (Object.hasOwn(OUTBOX_KINDS, kind)) return { queue: "outbox", message: body as OutboxMessage };
  if (Object.hasOwn(NOTICE_KINDS, kind)) return { queue: "notices", message: body as NoticeMessage };
  return null;
}

/** What kind a message says it is; `unknown` where it says nothing. */
export function kindOf(body: unknown): string {
  if (typeof body !== "object" || body === null || !("kind" in body)) return "unknown";
  return typeof body.kind === "string" ? body.kind : "unknown";
}
