import { type KeyedRequest, notedRequest } from "../../catalogue/bulk-requests.ts";

/** `again`: the key came with this body before, at `at` (milliseconds since 1970). `mismatch`: with another one. */
export type DoneOnce =
  | { outcome: "done"; results: D1Result[] }
  | { outcome: "again"; at: number }
  | { outcome: "mismatch" };

/** What has to hold in the database for a request to be done; its values are bound from ?4 on. */
export interface Guard {
  condition: string;
  values: readonly string[];
}

/**
 * Does a batch once for an idempotency key: the key is noted in the same transaction, which a key that is there already
 * undoes. Where the guard does not hold the key is not noted; the statements have to see to the same themselves.
 */
export async function doOnce(
  db: D1Database,
  { key, body }: KeyedRequest,
  statements: readonly D1PreparedStatement[],
  nowMs: number,
  { condition, values }: Guard = { condition: "true", values: [] },
): Promise<DoneOnce> {
  const note = db
    .prepare(`INSERT INTO bulk_request (key, body, at) SELECT ?1, ?2, ?3 WHERE ${condition}`)
    .bind(key, body, nowMs, ...values);
  try {
    const [, ...results] = await db.batch([note, ...statements]);
    return { outcome: "done", results };
  } catch (error) {
    const kept = await notedRequest(db, key);
    if (kept === null) throw error;
    return kept.body === body ? { outcome: "again", at: kept.at } : { outcome: "mismatch" };
  }
}
