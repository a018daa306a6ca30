import type { PingEvent, WebhookBody, WebhookReplayed } from "../../../sdk/index.ts";
import type { KeyedRequest } from "../../catalogue/bulk-requests.ts";
import { DELIVERIES_PER_REPLAY_MAX } from "../../core/bounds.ts";
import type { Env } from "../../env.ts";
import { BEGIN_ANEW, IS_CHOSEN, NEW_DELIVERY, sendDeliveries } from "./deliveries.ts";
import { type DeliveryRow, readDelivery } from "./delivery-rows.ts";
import { doOnce } from "./done-once.ts";

/** What was done for an idempotency key; `mismatch`: it came with another body before. */
export type Replay<Value> = { value: Value } | { mismatch: true };

/**
 * Sends a ping to an endpoint, once for an idempotency key: a repeat gives the same delivery. `null`: none was sent, as the
 * endpoint is not there, or not enabled any more.
 */
export async function sendPing(env: Env, webhook: string, key: string, nowMs: number): Promise<DeliveryRow | null> {
  const id = `dlv_${key.slice(0, 32)}`;
  const event: PingEvent = { id, type: "webhook.ping", at: new Date(nowMs).toISOString(), webhook };
  const { type, at, ...data } = event;
  const body: WebhookBody<PingEvent> = { type, timestamp: at, data };
  const made = await env.DB.prepare(
    `INSERT INTO delivery (id, webhook, event, type, body, state, next_at, created_at)
     SELECT ?1, id, NULL, ?3, ?4, 'pending', ?5, ?5 FROM webhook WHERE id = ?2 AND enabled = 1 ON CONFLICT DO NOTHING`,
  )
    .bind(id, webhook, type, JSON.stringify(body), nowMs)
    .run();
  if (made.meta.changes === 1) await sendDeliveries(env, [id]);
  return readDelivery(env.DB, id);
}

/** Sends one delivery again, whatever became of it: the same message, from the start of the schedule. */
export async function replayDelivery(
  env: Env,
  id: string,
  request: KeyedRequest,
  nowMs: number,
): Promise<Replay<DeliveryRow | null>> {
  const again = env.DB.prepare(`${BEGIN_ANEW} WHERE id = ?2`).bind(nowMs, id);
  const done = await doOnce(env.DB, request, [again], nowMs);
  if (done.outcome === "mismatch") return { mismatch: true };
  if (done.outcome === "done") await sendDeliveries(env, [id]);
  return { value: await readDelivery(env.DB, id) };
}

/** Recorded events of an endpoint's types, from ?2 until ?3 exclusive. */
const EVENTS_OF = `FROM webhook JOIN event ON event.at >= ?2 AND event.at < ?3 AND ${IS_CHOSEN} WHERE webhook.id = ?4`;

/**
 * Sends an endpoint what was recorded from `since` until `until` (RFC 3339, exclusive; `null`: now): deliveries that there
 * are once more, others anew. Of the oldest `DELIVERIES_PER_REPLAY_MAX`, and those of the same millisecond as the last of
 * them; `nextSince` is where the rest begins.
 */
export async function replaySince(
  env: Env,
  webhook: string,
  range: { since: string; until: string | null },
  request: KeyedRequest,
  nowMs: number,
): Promise<Replay<WebhookReplayed>> {
  const page = await pageOf(env.DB, webhook, range.since, range.until ?? new Date(nowMs).toISOString());
  const bound = [page.since, page.end, webhook] as const;
  const done = await doOnce(
    env.DB,
    request,
    [
      env.DB.prepare(`${BEGIN_ANEW} WHERE webhook = ?4 AND event IN (SELECT event.id ${EVENTS_OF})`).bind(
        nowMs,
        ...bound,
      ),
      env.DB.prepare(`${NEW_DELIVERY} ${EVENTS_OF} ON CONFLICT DO NOTHING`).bind(nowMs, ...bound),
    ],
    nowMs,
  );
  if (done.outcome === "mismatch") return { mismatch: true };
  if (done.outcome === "again") {
    // Told as it was then: without an end it was the time of the first request.
    const until = range.until ?? new Date(done.at).toISOString();
    return { value: toldPage(await pageOf(env.DB, webhook, range.since, until)) };
  }
  const due = await env.DB.prepare(
    `SELECT id FROM delivery WHERE webhook = ?4 AND state = 'pending' AND next_at <= ?1
     AND event IN (SELECT event.id ${EVENTS_OF})`,
  )
    .bind(nowMs, ...bound)
    .all<{ id: string }>();
  await sendDeliveries(
    env,
    due.results.map(({ id }) => id),
  );
  return { value: toldPage(page) };
}

/** What one replay sends: the events from `since` until `end`, exclusive. */
interface ReplayPage {
  since: string;
  end: string;
  events: number;
  isLast: boolean;
}

async function pageOf(db: D1Database, webhook: string, since: string, until: string): Promise<ReplayPage> {
  // ?1 is not needed, but the parameters are those of the statements above.
  const last = await db
    .prepare(`SELECT event.at, ?1 ${EVENTS_OF} ORDER BY event.at LIMIT 1 OFFSET ${DELIVERIES_PER_REPLAY_MAX - 1}`)
    .bind(null, since, until, webhook)
    .first<{ at: string }>();
  const end = last === null ? until : new Date(Date.parse(last.at) + 1).toISOString();
  const [within, beyond] = await db.batch<{ events: number }>(
    [
      [since, end],
      [end, until],
    ].map(([from, to]) =>
      db.prepare(`SELECT count(*) AS events, ?1 ${EVENTS_OF}`).bind(null, from ?? since, to ?? until, webhook),
    ),
  );
  return { since, end, events: within?.results[0]?.events ?? 0, isLast: (beyond?.results[0]?.events ?? 0) === 0 };
}

function toldPage({ end, events, isLast }: ReplayPage): WebhookReplayed {
  return { deliveries: events, nextSince: isLast ? null : end };
}
