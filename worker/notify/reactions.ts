import { forgetEvents, pendingAmong, pendingBefore, pendingEvent, settleEvent } from "../catalogue/events.ts";
import {
  ERROR_LENGTH_MAX,
  EVENTS_FORGOTTEN_PER_CRON_MAX,
  EVENTS_KEPT_MS,
  REACTION_MS_MAX,
  REACTION_OVERDUE_MS,
  REACTION_TRIES_MAX,
  REACTIONS_PER_CRON_MAX,
} from "../core/bounds.ts";
import type { Env } from "../env.ts";
import type { CrossingListeners } from "../low-stock-activity.ts";
import type { CrossingMessage } from "./notice-message.ts";
import { sendNotices } from "./send-notices.ts";

const RETRY_DELAY_S = 10;

/** What became of one attempt. `again`: after so many seconds. */
export type Reaction = { outcome: "settled" } | { outcome: "again"; delayS: number };

/**
 * Has custom activities told of stored events, each by a message of its own: one that fails is tried again by itself, and
 * nothing waits for it. Those that are settled are left out, so that a repeat tells nobody twice.
 */
export async function sendReactions(env: Env, events: readonly string[]): Promise<void> {
  if (events.length === 0) return;
  const pending = await pendingAmong(env.DB, events);
  await sendNotices(
    env,
    pending.map((event) => ({ kind: "crossing", event })),
  );
}

/**
 * Tells the custom activity of an event, once as far as a queue allows. One that throws, or takes too long, is told again
 * later; after `REACTION_TRIES_MAX` attempts that is given up and recorded with the event.
 */
export async function react(
  { event: id }: CrossingMessage,
  attempts: number,
  env: Env,
  listeners: CrossingListeners,
): Promise<Reaction> {
  const pending = await pendingEvent(env.DB, id);
  if (pending === null) return { outcome: "settled" };
  const { event, activity } = pending;
  const listener = Object.hasOwn(listeners, activity) ? listeners[activity] : undefined;
  try {
    if (listener === undefined) throw new Error(`The activity ${activity} is not there any more`);
    await withinTime(async () => listener(event, env));
    await settleEvent(env.DB, id, "done", null);
  } catch (error) {
    console.error(`The low-stock activity ${activity} failed at ${event.type} of ${event.sku}`, error);
    if (attempts < REACTION_TRIES_MAX) return { outcome: "again", delayS: RETRY_DELAY_S * attempts };
    await settleEvent(env.DB, id, "failed", String(error).slice(0, ERROR_LENGTH_MAX));
  }
  return { outcome: "settled" };
}

/** The cron's share: tells again what was lost on the way, and forgets what is old. */
export async function lookAfterEvents(env: Env, nowMs: number): Promise<void> {
  const overdue = new Date(nowMs - REACTION_OVERDUE_MS).toISOString();
  await sendReactions(env, await pendingBefore(env.DB, overdue, REACTIONS_PER_CRON_MAX));
  await forgetEvents(env.DB, new Date(nowMs - EVENTS_KEPT_MS).toISOString(), EVENTS_FORGOTTEN_PER_CRON_MAX);
}

async function withinTime(run: () => Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took more than ${REACTION_MS_MAX} ms`)), REACTION_MS_MAX);
  });
  try {
    await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
