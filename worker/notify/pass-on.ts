import type { Env } from "../env.ts";
import { ownerNoticeStatements } from "./owner/gatherings.ts";
import { sendReactions } from "./reactions.ts";
import { sendLooks, waitingFor } from "./waiting/waiting.ts";
import { deliveryStatements, sendDeliveriesOf } from "./webhooks/deliveries.ts";

/** What was recorded, and concerns people and programs outside. */
export interface News {
  /** SKUs of which anything has changed, carts included. */
  skus: readonly string[];
  /** Ids of events that were recorded. */
  events: readonly string[];
}

/**
 * Hands recorded news on to whom they concern. Called before the news are acknowledged, so that a crash repeats it; a
 * repeat tells nobody twice. Nothing here waits for anybody outside.
 */
export async function passOn({ skus, events }: News, env: Env): Promise<void> {
  if (events.length > 0) {
    const statements = [...deliveryStatements(env.DB, events), ...ownerNoticeStatements(env.DB, events)];
    if (statements.length > 0) await env.DB.batch(statements);
    await sendReactions(env, events);
    await sendDeliveriesOf(env, events);
  }
  if (skus.length > 0) await sendLooks(env, await waitingFor(env.DB, skus));
}
