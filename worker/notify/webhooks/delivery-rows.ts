import type {
  DeliveryFilter,
  DeliveryState,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEventType,
} from "../../../sdk/index.ts";
import { messageIdOf } from "./message-id.ts";

/** A delivery as it is kept. */
export interface DeliveryRow {
  id: string;
  webhook: string;
  /** `null` for a ping. */
  event: string | null;
  type: WebhookEventType;
  body: string;
  state: DeliveryState;
  /** Attempts that were begun, in all. */
  attempts: number;
  /** Attempts that were begun since the schedule was last begun anew. */
  tries: number;
  /** While an attempt is under way: when it has surely ended, in milliseconds since 1970. */
  sending_until: number | null;
  next_at: number;
  created_at: number;
}

interface AttemptRow {
  at: number;
  status: number | null;
  duration_ms: number;
  error: string | null;
  response_head: string | null;
}

/** Where a page of deliveries ends. */
export interface DeliveryPosition {
  createdAt: number;
  id: string;
}

export async function readDelivery(db: D1Database, id: string): Promise<DeliveryRow | null> {
  return db.prepare("SELECT * FROM delivery WHERE id = ?").bind(id).first<DeliveryRow>();
}

/** Deliveries to an endpoint, newest first, after a position. */
export async function listDeliveries(
  db: D1Database,
  webhook: string,
  filter: DeliveryFilter,
  after: DeliveryPosition | null,
  limit: number,
): Promise<{ items: WebhookDelivery[]; next: DeliveryPosition | null }> {
  const conditions: [condition: string, ...values: (string | number)[]][] = [["webhook = ?", webhook]];
  if (filter.state !== undefined) conditions.push(["state = ?", filter.state]);
  if (filter.type !== undefined) conditions.push(["type = ?", filter.type]);
  if (after !== null) conditions.push(["(created_at, id) < (?, ?)", after.createdAt, after.id]);
  const where = conditions.map(([condition]) => condition).join(" AND ");
  const rows = await db
    .prepare(`SELECT * FROM delivery WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ?`)
    .bind(...conditions.flatMap(([, ...values]) => values), limit + 1)
    .all<DeliveryRow>();
  const shown = rows.results.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.results.length > limit && last !== undefined ? { createdAt: last.created_at, id: last.id } : null;
  return { items: await Promise.all(shown.map(toldDelivery)), next };
}

/** A delivery with what is sent and every attempt, the newest first. */
export async function detailOf(db: D1Database, row: DeliveryRow): Promise<WebhookDeliveryDetail> {
  const attempts = await db
    .prepare("SELECT * FROM delivery_attempt WHERE delivery = ? ORDER BY number DESC")
    .bind(row.id)
    .all<AttemptRow>();
  const history = attempts.results.map(({ at, status, duration_ms, error, response_head }) => ({
    at: new Date(at).toISOString(),
    status,
    durationMs: duration_ms,
    error,
    responseHead: response_head,
  }));
  return { ...(await toldDelivery(row)), body: row.body, history };
}

/** As it is told. */
export async function toldDelivery(row: DeliveryRow): Promise<WebhookDelivery> {
  const { id, webhook, event, type, state, attempts, next_at, created_at } = row;
  return {
    id,
    webhook,
    messageId: await messageIdOf(event ?? id),
    event,
    type,
    state,
    attempts,
    nextAttemptAt: state === "pending" ? new Date(next_at).toISOString() : null,
    createdAt: new Date(created_at).toISOString(),
  };
}
