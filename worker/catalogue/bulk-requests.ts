/** A request by its idempotency key, both hashed. */
export interface KeyedRequest {
  key: string;
  body: string;
}

/** A request as it was noted, at a time in milliseconds since 1970. */
export interface NotedRequest {
  body: string;
  at: number;
}

/** Notes a request by its idempotency key; gives what is noted of that key, which may be another's or of long before. */
export async function noteRequest(db: D1Database, { key, body }: KeyedRequest, nowMs: number): Promise<NotedRequest> {
  await db
    .prepare("INSERT INTO bulk_request (key, body, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    .bind(key, body, nowMs)
    .run();
  return (await notedRequest(db, key)) ?? { body, at: nowMs };
}

/** What is noted of an idempotency key, or `null`. */
export async function notedRequest(db: D1Database, key: string): Promise<NotedRequest | null> {
  return db.prepare("SELECT body, at FROM bulk_request WHERE key = ?").bind(key).first<NotedRequest>();
}

/**
 * Notes a bulk request by its idempotency key. Says whether the key has come with another body before. What each row
 * answers is kept by its SKU, or can be done again without harm: only the key has to be remembered here.
 */
export async function isOtherRequest(db: D1Database, request: KeyedRequest, nowMs: number): Promise<boolean> {
  return (await noteRequest(db, request, nowMs)).body !== request.body;
}

/** Forgets what is older than idempotency keys are kept: bulk requests, and keys that were removed. */
export async function forgetOldRequests(db: D1Database, beforeMs: number): Promise<void> {
  await db.batch([
    db.prepare("DELETE FROM bulk_request WHERE at < ?").bind(beforeMs),
    db.prepare("DELETE FROM api_key WHERE removed_at < ?").bind(beforeMs),
  ]);
}
