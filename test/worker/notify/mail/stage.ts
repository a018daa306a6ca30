import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { DEFAULT_DEPLOYMENT, type Deployment } from "../../../../worker/deployment.ts";
import type { Env } from "../../../../worker/env.ts";
import type { MailFacts } from "../../../../worker/notify/mail/mail-facts.ts";
import { mailStatements, type NewMail } from "../../../../worker/notify/mail/mails.ts";
import type { MailOutcome, OutgoingMail } from "../../../../worker/notify/mail/transport.ts";
import type { NoticeMessage } from "../../../../worker/notify/notice-message.ts";

/** The bindings as the Worker sees them, with others in their place. */
export const envWith = (more: Partial<Env>): Env => ({ ...env, ...more });

export const BACK: MailFacts = {
  kind: "back_in_stock",
  item: { title: "Bud vase", selection: null, url: "https://shop.example/bud-vase" },
  unsubscribeUrl: "https://onhand.test/subscriptions/unsubscribe?token=abc",
};

let made = 0;
export function newMail(more: Partial<NewMail> = {}): NewMail {
  made += 1;
  return {
    id: `back/${made}`,
    recipient: "somebody@x.example",
    locale: "en",
    facts: BACK,
    subscription: null,
    ...more,
  };
}

/** Makes mails as a change does that tells of them. */
export async function make(mails: readonly NewMail[], nowMs: number): Promise<void> {
  const statements = mailStatements(env.DB, mails, nowMs);
  if (statements.length > 0) await env.DB.batch(statements);
}

export interface MailRow {
  state: string;
  attempts: number;
  doubts: number;
  next_at: number;
  error: string | null;
  ended_at: number | null;
}

export async function rowOf(id: string): Promise<MailRow | null> {
  return env.DB.prepare("SELECT state, attempts, doubts, next_at, error, ended_at FROM mail WHERE id = ?")
    .bind(id)
    .first<MailRow>();
}

/** A way for mails to leave that answers as it is told; after the last answer it takes every mail. */
export function transportThat(...outcomes: (MailOutcome | (() => Promise<MailOutcome>))[]): {
  sent: OutgoingMail[];
  deployment: Deployment;
} {
  const sent: OutgoingMail[] = [];
  const send = async (mail: OutgoingMail): Promise<MailOutcome> => {
    sent.push(mail);
    const outcome = outcomes.shift() ?? { outcome: "sent" };
    return typeof outcome === "function" ? outcome() : outcome;
  };
  return { sent, deployment: { ...DEFAULT_DEPLOYMENT, transportOf: () => ({ name: "scripted", send }) } };
}

/** What is sent to the queue of notices from now on, until `vi.restoreAllMocks()`; nothing of it arrives. */
export function withholdNotices(): { message: NoticeMessage; delaySeconds: number }[] {
  const sent: { message: NoticeMessage; delaySeconds: number }[] = [];
  const answer = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  // The runtime gives each context a queue of its own, of one class.
  const queues = Object.getPrototypeOf(env.NOTICES) as Queue<NoticeMessage>;
  vi.spyOn(queues, "send").mockImplementation(async (message, options) => {
    sent.push({ message, delaySeconds: options?.delaySeconds ?? 0 });
    return answer;
  });
  vi.spyOn(queues, "sendBatch").mockImplementation(async (messages) => {
    sent.push(...[...messages].map(({ body, delaySeconds = 0 }) => ({ message: body, delaySeconds })));
    return answer;
  });
  return sent;
}
