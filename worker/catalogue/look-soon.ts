/**
 * After a change that no SKU tells of (settings, channels, estimates; `product`: one product alone): all are looked at
 * soon, by the cron's next round.
 */
export async function lookSoon(db: D1Database, product?: string): Promise<void> {
  await lookSoonStatement(db, product).run();
}

/** The same, for a batch with the change. */
export function lookSoonStatement(db: D1Database, product?: string, nowMs: number = Date.now()): D1PreparedStatement {
  return product === undefined
    ? db.prepare(`UPDATE waiting SET ${DUE}`).bind(nowMs)
    : db.prepare(`UPDATE waiting SET ${DUE} WHERE product = ?2`).bind(nowMs, product);
}

/**
 * Due now (`?1`), and at another time than before: a look that is under way and has read the facts of before finds its row
 * changed when it writes, and looks again. What has been due for longer keeps its place before the others.
 */
export const DUE = "look_at = min(look_at - 1, ?1)";
