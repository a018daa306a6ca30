import type { Key, Page, Scope } from "../../sdk/index.ts";
import { KEYS_MAX } from "../core/bounds.ts";

interface KeyRow {
  id: string;
  name: string;
  scopes: string;
  created_at: number;
}

/** The key with this hash, or `null`. */
export async function findKey(db: D1Database, hash: string): Promise<Key | null> {
  const row = await db
    .prepare("SELECT id, name, scopes, created_at FROM api_key WHERE hash = ? AND removed_at IS NULL")
    .bind(hash)
    .first<KeyRow>();
  return row === null ? null : keyOf(row);
}

export async function listKeys(db: D1Database, after: string, limit: number): Promise<Page<Key>> {
  const rows = await db
    .prepare("SELECT id, name, scopes, created_at FROM api_key WHERE id > ? AND removed_at IS NULL ORDER BY id LIMIT ?")
    .bind(after, limit + 1)
    .all<KeyRow>();
  const items = rows.results.slice(0, limit).map(keyOf);
  return { items, nextCursor: rows.results.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** A key to be kept. */
export interface KeyToKeep extends Key {
  hash: string;
  idempotency: string;
  body: string;
}

/**
 * Keeps a key; `again` when the same idempotency key has made one (with its body, to be compared), `removed` when that
 * one was removed since, `full` at `KEYS_MAX`.
 */
export async function keepKey(
  db: D1Database,
  key: KeyToKeep,
): Promise<{ kept: true } | { again: Key; body: string } | { removed: true } | { full: true }> {
  const written = await db
    .prepare(
      `INSERT INTO api_key (id, name, scopes, hash, idempotency, body, created_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE (SELECT count(*) FROM api_key WHERE removed_at IS NULL) < ?8
       ON CONFLICT DO NOTHING`,
    )
    .bind(
      key.id,
      key.name,
      JSON.stringify(key.scopes),
      key.hash,
      key.idempotency,
      key.body,
      Date.parse(key.createdAt),
      KEYS_MAX,
    )
    .run();
  if (written.meta.changes === 1) return { kept: true };
  const row = await db
    .prepare("SELECT id, name, scopes, created_at, body, removed_at FROM api_key WHERE idempotency = ?")
    .bind(key.idempotency)
    .first<KeyRow & { body: string; removed_at: number | null }>();
  if (row === null) return { full: true };
  return row.removed_at === null ? { again: keyOf(row), body: row.body } : { removed: true };
}

/** Says whether there was one. */
export async function removeKey(db: D1Database, id: string, nowMs: number): Promise<boolean> {
  const removed = db.prepare("UPDATE api_key SET removed_at = ? WHERE id = ? AND removed_at IS NULL").bind(nowMs, id);
  return (await removed.run()).meta.changes === 1;
}

function keyOf(row: KeyRow): Key {
  // Written by `keepKey` alone.
  const scopes = JSON.parse(row.scopes) as Scope[];
  return { id: row.id, name: row.name, scopes, createdAt: new Date(row.created_at).toISOString() };
}
