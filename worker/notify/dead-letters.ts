import type { DeadLetter, DeadLetterFilter, DeadLetterKind } from "../../sdk/index.ts";
import { DEAD_LETTERS_FORGOTTEN_PER_CRON_MAX, DEAD_LETTERS_KEPT_MS, ERROR_LENGTH_MAX } from "../core/bounds.ts";
import type { Env } from "../env.ts";
import { base64Url, sha256 } from "../objects/slot-number.ts";
import { kindOf, queuedMessage } from "../queue-kinds.ts";

/** Something that is given up. */
export interface NewDeadLetter {
  kind: Exclude<DeadLetterKind, "message">;
  /** Id of the mail or delivery: there is one dead letter of each, however often it dies. */
  subject: string;
  error: string;
}

/** What died, as its row has it. */
export interface KeptDeadLetter {
  letter: DeadLetter;
  /** Of a message: its body as JSON. */
  body: string | null;
}

interface DeadLetterRow {
  id: string;
  kind: DeadLetterKind;
  subject: string;
  error: string;
  body: string | null;
  at: number;
  replayed_at: number | null;
}

/** The consumer's own log has more; here nobody knows it any more. */
const NOT_HANDLED = "Its consumer failed at every try. Its log says why.";

/**
 * What records a dead letter; for a batch with the row that it is about. What dies again after a replay is the same letter,
 * with its newest error and time, and not replayed.
 */
export function deadLetterStatements(
  db: D1Database,
  { kind, subject, error }: NewDeadLetter,
  nowMs: number,
): D1PreparedStatement[] {
  return [record(db, { id: `${kind}_${subject}`, kind, subject, error, queue: null, body: null }, nowMs)];
}

/**
 * Consumes the queue of messages that could not be handled: records each. One that is told twice, or dies again after a
 * replay, is one letter: its id is made of what it says.
 */
export async function consumeDead(batch: MessageBatch<unknown>, env: Env, nowMs: number = Date.now()): Promise<void> {
  await Promise.all(batch.messages.map((message) => keepDead(message, env, nowMs)));
}

async function keepDead(message: Message<unknown>, env: Env, nowMs: number): Promise<void> {
  try {
    // What has no JSON is nothing that this Worker ever sent.
    const body = JSON.stringify(message.body) ?? "null";
    const id = `message_${base64Url(await sha256(body)).slice(0, 22)}`;
    const queue = queuedMessage(message.body)?.queue ?? null;
    await record(
      env.DB,
      { id, kind: "message", subject: kindOf(message.body), error: NOT_HANDLED, queue, body },
      nowMs,
    ).run();
    message.ack();
  } catch (error) {
    console.error("A dead letter could not be recorded", error);
    message.retry();
  }
}

function record(
  db: D1Database,
  letter: Pick<DeadLetter, "id" | "kind" | "subject" | "error"> & { queue: string | null; body: string | null },
  nowMs: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO dead_letter (id, kind, subject, error, queue, body, at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET error = excluded.error, at = excluded.at, replayed_at = NULL`,
    )
    .bind(
      letter.id,
      letter.kind,
      letter.subject,
      letter.error.slice(0, ERROR_LENGTH_MAX),
      letter.queue,
      letter.body,
      nowMs,
    );
}

/** Where a page of dead letters ends. */
export interface DeadLetterPosition {
  at: number;
  id: string;
}

/** Dead letters, newest first, after a position. */
export async function listDeadLetters(
  db: D1Database,
  filter: DeadLetterFilter,
  after: DeadLetterPosition | null,
  limit: number,
): Promise<{ items: DeadLetter[]; next: DeadLetterPosition | null }> {
  const conditions: [condition: string, ...values: (string | number)[]][] = [["true"]];
  if (filter.kind !== undefined) conditions.push(["kind = ?", filter.kind]);
  if (after !== null) conditions.push(["(at, id) < (?, ?)", after.at, after.id]);
  const rows = await db
    .prepare(
      `SELECT * FROM dead_letter WHERE ${conditions.map(([condition]) => condition).join(" AND ")}
       ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .bind(...conditions.flatMap(([, ...values]) => values), limit + 1)
    .all<DeadLetterRow>();
  const shown = rows.results.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.results.length > limit && last !== undefined ? { at: last.at, id: last.id } : null;
  return { items: shown.map(letterOf), next };
}

/** A dead letter, or `null`. */
export async function readDeadLetter(db: D1Database, id: string): Promise<KeptDeadLetter | null> {
  const row = await db.prepare("SELECT * FROM dead_letter WHERE id = ?").bind(id).first<DeadLetterRow>();
  return row === null ? null : { letter: letterOf(row), body: row.body };
}

/** The cron's share: forgets what is old. */
export async function lookAfterDeadLetters(env: Env, nowMs: number): Promise<void> {
  await env.DB.prepare(
    "DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE at < ? ORDER BY at, id LIMIT ?)",
  )
    .bind(nowMs - DEAD_LETTERS_KEPT_MS, DEAD_LETTERS_FORGOTTEN_PER_CRON_MAX)
    .run();
}

function letterOf({ id, kind, subject, error, at, replayed_at: replayedAt }: DeadLetterRow): DeadLetter {
  return {
    id,
    kind,
    subject,
    error,
    at: new Date(at).toISOString(),
    replayedAt: replayedAt === null ? null : new Date(replayedAt).toISOString(),
  };
}
