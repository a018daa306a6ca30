import type { Deployment } from "../deployment.ts";
import type { Env } from "../env.ts";
import { attemptMail } from "./mail/mails.ts";
import type { NoticeMessage } from "./notice-message.ts";
import { react } from "./reactions.ts";
import { lookAt } from "./waiting/waiting.ts";
import { attemptDelivery } from "./webhooks/attempt.ts";

/** How long a message that failed waits before it is tried again. */
const RETRY_DELAY_S = 5;

/**
 * Messages of a batch that are handled at a time. A Worker has six requests to elsewhere under way at most (Cloudflare's
 * bound): what had to wait for one of them would lose the time that its endpoint has to answer.
 */
const LANES = 5;

/** Handles a batch from the queue of notices. Each message is acknowledged by itself: one that fails holds up no other. */
export async function consumeNotices(
  batch: MessageBatch<NoticeMessage>,
  env: Env,
  deployment: Deployment,
): Promise<void> {
  const messages = batch.messages.values();
  const lane = async (): Promise<void> => {
    for (const message of messages) await handle(message, env, deployment);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function handle(message: Message<NoticeMessage>, env: Env, deployment: Deployment): Promise<void> {
  try {
    const delayS = await run(message, env, deployment);
    if (delayS === null) message.ack();
    else message.retry({ delaySeconds: delayS });
  } catch (error) {
    console.error("A notice failed", error);
    message.retry({ delaySeconds: RETRY_DELAY_S });
  }
}

/** Seconds after which the message is to come again; `null`: it is done. */
async function run(
  { body, attempts }: Message<NoticeMessage>,
  env: Env,
  deployment: Deployment,
): Promise<number | null> {
  switch (body.kind) {
    case "crossing": {
      const reaction = await react(body, attempts, env, deployment.listeners);
      return reaction.outcome === "again" ? reaction.delayS : null;
    }
    case "mail":
      await attemptMail(body.mail, env, deployment);
      return null;
    case "delivery":
      await attemptDelivery(body.delivery, env, deployment);
      return null;
    case "look":
      await lookAt(body.waiting, env, deployment);
      return null;
  }
}
