/**
 * Notes a bulk request by its idempotency key. Says whether the key has come with another body before. What each row
 * answers is kept by its SKU, or can be done again without harm: only the key has to be remembered here.
 */
export async function isOtherRequest(
  db: D1Database,
  request: { key: string; body: string },
  nowMs: number,
): Promise<boolean> {
  await db
    .prepare("INSERT INTO bulk_request (key, body, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    .bind(request.key, request.body, nowMs)
    .run();
  const kept = await db
    .prepare("SELECT body FROM bulk_request WHERE key = ?")
    .bind(request.key)
    .first<{ body: string }>();
  return kept !== null && kept.body !== request.body;
}

/** Forgets what is older than idempotency keys are kept: bulk requests, and keys that were removed. */
export async function forgetOldRequests(db: D1Database, beforeMs: number): Promise<void> {
  await db.batch([
    db.prepare("DELETE FROM bulk_request WHERE at < ?").bind(beforeMs),
    db.prepare("DELETE FROM api_key WHERE removed_at < ?").bind(beforeMs),
  ]);
}
