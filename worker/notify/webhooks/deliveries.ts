import {
  DELIVERIES_FORGOTTEN_PER_CRON_MAX,
  DELIVERIES_KEPT_MS,
  DELIVERIES_RESENT_PER_CRON_MAX,
  DELIVERY_OVERDUE_MS,
} from "../../core/bounds.ts";
import type { Env } from "../../env.ts";
import type { DeliveryMessage } from "../notice-message.ts";
import { sendNotices } from "../send-notices.ts";

/** The columns of a new delivery of the row `event` to the row `webhook`; ?1 is the time. A repeat is none (`delivery_once`). */
export const NEW_DELIVERY = `INSERT INTO delivery (id, webhook, event, type, body, state, next_at, created_at)
  SELECT 'dlv_' || lower(hex(randomblob(16))), webhook.id, event.id, event.type,
    json_object('type', event.type, 'timestamp', event.at,
      'data', json_remove(event.doc, '$.type', '$.at', '$.reaction')),
    'pending', ?1, ?1`;

/** Whether the row `webhook` is to be told of the row `event`. */
export const IS_CHOSEN = "event.type IN (SELECT chosen.value FROM json_each(webhook.types) AS chosen)";

/**
 * What makes a delivery of each of some recorded events for each enabled endpoint that has chosen its type; for a batch
 * after the events. A repeat changes nothing.
 */
export function deliveryStatements(
  db: D1Database,
  events: readonly string[],
  nowMs: number = Date.now(),
): D1PreparedStatement[] {
  if (events.length === 0) return [];
  return [
    db
      .prepare(
        // In this order, so that without an endpoint nothing is looked up.
        `${NEW_DELIVERY} FROM webhook CROSS JOIN json_each(?2) AS told CROSS JOIN event ON event.id = told.value
         WHERE webhook.enabled = 1 AND ${IS_CHOSEN} ON CONFLICT DO NOTHING`,
      )
      .bind(nowMs, JSON.stringify(events)),
  ];
}

/** Has the deliveries of some events sent that were not tried yet, by messages to the queue. */
export async function sendDeliveriesOf(env: Env, events: readonly string[]): Promise<void> {
  if (events.length === 0) return;
  const rows = await env.DB.prepare(
    `SELECT delivery.id FROM webhook CROSS JOIN json_each(?1) AS told
     CROSS JOIN delivery ON delivery.webhook = webhook.id AND delivery.event = told.value
     WHERE delivery.state = 'pending' AND delivery.attempts = 0`,
  )
    .bind(JSON.stringify(events))
    .all<{ id: string }>();
  await sendDeliveries(
    env,
    rows.results.map(({ id }) => id),
  );
}

/** Has deliveries tried, by messages to the queue. */
export async function sendDeliveries(env: Env, ids: readonly string[]): Promise<void> {
  await sendNotices(env, ids.map(messageOf));
}

/** Has a delivery tried after a time. What lies further ahead than a queue delays goes on in stages, by `attemptDelivery`. */
export async function sendLater(env: Env, id: string, delayMs: number): Promise<void> {
  await sendNotices(env, [messageOf(id)], delayMs);
}

/** Gives a delivery that was given up its tries again; for a replay. False: there is no such delivery any more. */
export async function reviveDelivery(env: Env, id: string, nowMs: number): Promise<boolean> {
  const row = await env.DB.prepare(`${BEGIN_ANEW} WHERE id = ?2 RETURNING id`).bind(nowMs, id).first();
  if (row === null) return false;
  await sendDeliveries(env, [id]);
  return true;
}

/**
 * What has deliveries tried from the start of the schedule; ?1 is the time. Of one that is just being tried it is seen first
 * what comes of that.
 */
export const BEGIN_ANEW = `UPDATE delivery SET state = 'pending', tries = 0,
  next_at = CASE WHEN sending_until > ?1 THEN next_at ELSE ?1 END`;

/** The cron's share: sends on what is overdue, forgets what is old. */
export async function lookAfterDeliveries(env: Env, nowMs: number): Promise<void> {
  // They go to the end of those that are overdue, so that many that stay so keep none of the others waiting.
  const overdue = await env.DB.prepare(
    `UPDATE delivery SET next_at = ?1, sending_until = NULL WHERE id IN (
       SELECT id FROM delivery WHERE state = 'pending' AND next_at <= ?2 ORDER BY next_at LIMIT ?3) RETURNING id`,
  )
    .bind(nowMs, nowMs - DELIVERY_OVERDUE_MS, DELIVERIES_RESENT_PER_CRON_MAX)
    .all<{ id: string }>();
  await sendDeliveries(
    env,
    overdue.results.map(({ id }) => id),
  );
  const old = `SELECT id FROM delivery WHERE created_at < ?1 AND state <> 'pending' ORDER BY created_at LIMIT ?2`;
  const before = nowMs - DELIVERIES_KEPT_MS;
  await env.DB.batch(
    [`DELETE FROM delivery_attempt WHERE delivery IN (${old})`, `DELETE FROM delivery WHERE id IN (${old})`].map(
      (sql) => env.DB.prepare(sql).bind(before, DELIVERIES_FORGOTTEN_PER_CRON_MAX),
    ),
  );
}

function messageOf(delivery: string): DeliveryMessage {
  return { kind: "delivery", delivery };
}
