import { CROSSINGS_GATHERED_MS, CROSSINGS_STALE_MS } from "../../core/bounds.ts";

// A crossing is noted when its event is recorded, gathered with all others that wait once the oldest of them has waited
// long enough, and told when the mails of its gathering are made. Told ones stay until they are stale, so that an event that
// is recorded again is known; from then on it would be forgotten before it is gathered. Gathering is one statement: of two
// rounds at the same time one has a crossing. What a crash leaves gathered and not told the next round tells, by the same
// mails.

/** What notes crossings that the owner is to be told of (`stock.notify_below`, `stock.out`); by the ids of recorded events. */
export function ownerNoticeStatements(db: D1Database, events: readonly string[]): D1PreparedStatement[] {
  return [
    db
      .prepare(
        `INSERT INTO owner_notice (event, at)
         SELECT id, CAST(round(unixepoch(at, 'subsec') * 1000) AS INTEGER) FROM event
         WHERE id IN (SELECT value FROM json_each(?)) AND type IN ('stock.notify_below', 'stock.out')
           AND (SELECT json_array_length(notices, '$.ownerAddresses') FROM settings) > 0
         ON CONFLICT DO NOTHING`,
      )
      .bind(JSON.stringify(events)),
  ];
}

/** Gathers all that waits, if the oldest has waited long enough. */
export async function gather(db: D1Database, nowMs: number): Promise<void> {
  await db
    .prepare(
      `UPDATE owner_notice SET gathering = ?1
       WHERE told = 0 AND gathering IS NULL
         AND EXISTS (SELECT 1 FROM owner_notice WHERE told = 0 AND gathering IS NULL AND at <= ?2)`,
    )
    .bind(crypto.randomUUID(), nowMs - CROSSINGS_GATHERED_MS)
    .run();
}

/** Gatherings that were not told yet. */
export async function untoldGatherings(db: D1Database): Promise<string[]> {
  const rows = await db
    .prepare("SELECT DISTINCT gathering FROM owner_notice WHERE told = 0 AND gathering IS NOT NULL ORDER BY gathering")
    .all<{ gathering: string }>();
  return rows.results.map(({ gathering }) => gathering);
}

/** What notes that a gathering was told; for a batch with its mails. */
export function toldStatement(db: D1Database, gathering: string): D1PreparedStatement {
  return db.prepare("UPDATE owner_notice SET told = 1 WHERE told = 0 AND gathering = ?").bind(gathering);
}

/** Where there is nobody to tell, nothing waits for the day when there is. */
export async function dropWaiting(db: D1Database): Promise<void> {
  await db.prepare("UPDATE owner_notice SET told = 1 WHERE told = 0").run();
}

/** Forgets crossings that are so old that they tell nothing new, told or not. */
export async function forgetStale(db: D1Database, nowMs: number): Promise<void> {
  await db
    .prepare("DELETE FROM owner_notice WHERE at <= ?")
    .bind(nowMs - CROSSINGS_STALE_MS)
    .run();
}
