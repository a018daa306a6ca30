import type { EventFilter, EventReaction, RecordedEvent, StockEvent } from "../../sdk/index.ts";

/** An event with the custom low-stock activity that is to be told of it, or `null`. */
export interface RecordableEvent {
  event: RecordedEvent;
  activity: string | null;
}

interface EventRow {
  id: string;
  at: string;
  doc: string;
  activity: string | null;
  state: EventReaction["state"] | null;
  error: string | null;
}

/** What records events; for a batch with other statements. A repeat changes nothing, whatever became of the event since. */
export function eventStatements(db: D1Database, events: readonly RecordableEvent[]): D1PreparedStatement[] {
  if (events.length === 0) return [];
  const rows = events.map(({ event, activity }) => ({ ...event, activity, doc: JSON.stringify(event) }));
  return [
    db
      .prepare(
        `INSERT INTO event (id, at, type, sku, doc, activity, state)
         SELECT value ->> 'id', value ->> 'at', value ->> 'type', coalesce(value ->> 'sku', ''), value ->> 'doc', value ->> 'activity',
           CASE WHEN value ->> 'activity' IS NULL THEN NULL ELSE 'pending' END
         FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(JSON.stringify(rows)),
  ];
}

/** Records events that no custom activity is told of. */
export async function recordEvents(db: D1Database, events: readonly RecordedEvent[]): Promise<void> {
  const statements = eventStatements(
    db,
    events.map((event) => ({ event, activity: null })),
  );
  if (statements.length > 0) await db.batch(statements);
}

/** Where a page of events ends. */
export interface EventPosition {
  at: string;
  id: string;
}

/** Events, newest first, after a position. */
export async function listEvents(
  db: D1Database,
  filter: EventFilter,
  after: EventPosition | null,
  limit: number,
): Promise<{ items: RecordedEvent[]; next: EventPosition | null }> {
  const conditions: [condition: string, ...values: string[]][] = [];
  if (filter.type !== undefined) conditions.push(["type = ?", filter.type]);
  if (filter.sku !== undefined) conditions.push(["sku = ?", filter.sku]);
  if (filter.from !== undefined) conditions.push(["at >= ?", filter.from]);
  if (filter.to !== undefined) conditions.push(["at < ?", filter.to]);
  if (after !== null) conditions.push(["(at, id) < (?, ?)", after.at, after.id]);
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.map(([condition]) => condition).join(" AND ")}`;
  const rows = await db
    .prepare(`SELECT id, at, doc, activity, state, error FROM event ${where} ORDER BY at DESC, id DESC LIMIT ?`)
    .bind(...conditions.flatMap(([, ...values]) => values), limit + 1)
    .all<EventRow>();
  const shown = rows.results.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.results.length > limit && last !== undefined ? { at: last.at, id: last.id } : null;
  return { items: shown.map(eventOf), next };
}

/** Which of some events a custom activity is still to be told of. */
export async function pendingAmong(db: D1Database, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .prepare("SELECT id FROM event WHERE state = 'pending' AND id IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(ids))
    .all<{ id: string }>();
  return rows.results.map(({ id }) => id);
}

/** Events before a time that a custom activity has still not been told of, the oldest first. */
export async function pendingBefore(db: D1Database, before: string, limit: number): Promise<string[]> {
  const rows = await db
    .prepare("SELECT id FROM event WHERE state = 'pending' AND at < ? ORDER BY at LIMIT ?")
    .bind(before, limit)
    .all<{ id: string }>();
  return rows.results.map(({ id }) => id);
}

/** An event that a custom activity is still to be told of, or `null`. */
export async function pendingEvent(
  db: D1Database,
  id: string,
): Promise<{ event: StockEvent; activity: string } | null> {
  const row = await db.prepare("SELECT * FROM event WHERE id = ? AND state = 'pending'").bind(id).first<EventRow>();
  if (row === null || row.activity === null) return null;
  // Crossings alone are recorded with an activity.
  return { event: JSON.parse(row.doc) as StockEvent, activity: row.activity };
}

/** What came of telling a custom activity. */
export async function settleEvent(db: D1Database, id: string, state: "done" | "failed", error: string | null) {
  await db
    .prepare("UPDATE event SET state = ?2, error = ?3 WHERE id = ?1 AND state = 'pending'")
    .bind(id, state, error)
    .run();
}

/** Forgets the oldest events before a time, at most so many. */
export async function forgetEvents(db: D1Database, before: string, limit: number): Promise<void> {
  await db
    .prepare("DELETE FROM event WHERE id IN (SELECT id FROM event WHERE at < ? ORDER BY at LIMIT ?)")
    .bind(before, limit)
    .run();
}

function eventOf({ doc, activity, state, error }: EventRow): RecordedEvent {
  // Written by `eventStatements` alone.
  const event = JSON.parse(doc) as RecordedEvent;
  if (activity === null || state === null) return event;
  // Crossings alone are recorded with an activity.
  return { ...(event as StockEvent), reaction: { activity, state, error } };
}
