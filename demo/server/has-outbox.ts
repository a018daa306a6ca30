import type { Env } from "../../worker/env.ts";
import { OutboxTransport } from "../../worker/notify/mail/outbox-transport.ts";
import { transportOf } from "../../worker/notify/mail/transport-of.ts";

/** Whether mails are kept here instead of being sent: nobody gets one then, and a visitor shall find them all the same. */
export function hasOutbox(env: Env): boolean {
  return transportOf(env) instanceof OutboxTransport;
}
