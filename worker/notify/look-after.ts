import type { Deployment } from "../deployment.ts";
import type { Env } from "../env.ts";
import { lookAfterDeadLetters } from "./dead-letters.ts";
import { lookAfterMails } from "./mail/mails.ts";
import { lookAfterOwner } from "./owner/owner-notices.ts";
import { lookAfterEvents } from "./reactions.ts";
import { lookAfterSubscriptions } from "./subscriptions/subscriptions.ts";
import { lookAfterWaiting } from "./waiting/waiting.ts";
import { lookAfterDeliveries } from "./webhooks/deliveries.ts";

/** The cron's share: sends on what was lost on the way, gathers what is due, forgets what is old. One that fails stops no other. */
export async function lookAfterNotices(env: Env, nowMs: number, deployment: Deployment): Promise<void> {
  const tasks = [
    lookAfterEvents,
    lookAfterSubscriptions,
    lookAfterWaiting,
    lookAfterOwner,
    lookAfterMails,
    lookAfterDeliveries,
    lookAfterDeadLetters,
  ];
  for (const task of tasks) {
    await task(env, nowMs, deployment).catch((error) =>
      console.error(`The round of notices failed at ${task.name}`, error),
    );
  }
}
