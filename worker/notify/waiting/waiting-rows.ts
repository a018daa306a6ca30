import { NOT_FOR_SALE, type WaitState } from "../../core/waiting.ts";
import { skusStatement, type WaitTarget } from "./targets.ts";

/** What is waited for, as one read found it. */
export interface WaitingRow {
  id: string;
  target: WaitTarget;
  state: WaitState;
  lookAt: number;
  /** Whether there is an active subscription. */
  isAwaited: boolean;
  /** SKUs whose changes are known to concern it. */
  skus: string[];
}

interface StoredRow {
  id: string;
  channel: string;
  sku: string | null;
  product: string | null;
  selection: string | null;
  since: number | null;
  wave_at: number | null;
  look_at: number;
  awaited: number;
  skus: string;
}

/** Those of some rows that are there. */
export async function readRows(db: D1Database, ids: readonly string[]): Promise<WaitingRow[]> {
  const rows = await db
    .prepare(
      `SELECT waiting.*,
         EXISTS (SELECT 1 FROM subscription WHERE subscription.waiting = waiting.id AND state = 'active') AS awaited,
         (SELECT json_group_array(waiting_sku.sku) FROM waiting_sku WHERE waiting_sku.waiting = waiting.id) AS skus
       FROM waiting WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .bind(JSON.stringify(ids))
    .all<StoredRow>();
  return rows.results.map(rowOf);
}

/** What notes where a row stands and when to look again, where it still is as it was read; changes one row, or none. */
export function stateStatement(db: D1Database, row: WaitingRow, state: WaitState, lookAt: number): D1PreparedStatement {
  return db
    .prepare(`UPDATE waiting SET since = ?5, wave_at = ?6, look_at = ?7 WHERE ${IS_AS_READ}`)
    .bind(...asRead(row), state.since, state.waveAt, lookAt);
}

/** The condition that a row is as it was read; its parameters are those of `asRead`. */
export const IS_AS_READ = "id = ?1 AND since IS ?2 AND wave_at IS ?3 AND look_at = ?4";

export function asRead({ id, state, lookAt }: WaitingRow): (string | number | null)[] {
  return [id, state.since, state.waveAt, lookAt];
}

/** Has the SKUs be those that concern it now, as long as the product is the one that says so. */
export async function replaceSkus(db: D1Database, row: WaitingRow, skus: string[], productRevision: number) {
  const isSaid = "EXISTS (SELECT 1 FROM product WHERE id = ?3 AND revision = ?4)";
  await db.batch([
    db
      .prepare(
        `DELETE FROM waiting_sku WHERE waiting = ?1 AND sku NOT IN (SELECT value FROM json_each(?2)) AND ${isSaid}`,
      )
      .bind(row.id, JSON.stringify(skus), row.target.product, productRevision),
    skusStatement(db, row.id, skus),
  ]);
}

/** Forgets a row that nobody waits for. A subscription that becomes active at the same moment keeps it, or makes it anew. */
export async function forgetRow(db: D1Database, { id }: WaitingRow): Promise<void> {
  await db.batch([
    db
      .prepare(
        `DELETE FROM waiting WHERE id = ?1
           AND NOT EXISTS (SELECT 1 FROM subscription WHERE subscription.waiting = ?1 AND state = 'active')`,
      )
      .bind(id),
    db
      .prepare("DELETE FROM waiting_sku WHERE waiting = ?1 AND NOT EXISTS (SELECT 1 FROM waiting WHERE id = ?1)")
      .bind(id),
  ]);
}

/** Rows that should have been looked at by a time, those due for longest first; they are due again at `again`. */
export async function takeDue(db: D1Database, nowMs: number, again: number, limit: number): Promise<string[]> {
  const rows = await db
    .prepare(
      `UPDATE waiting SET look_at = ?2
       WHERE id IN (SELECT id FROM waiting WHERE look_at <= ?1 ORDER BY look_at, id LIMIT ?3) RETURNING id`,
    )
    .bind(nowMs, again, limit)
    .all<{ id: string }>();
  return rows.results.map(({ id }) => id);
}

function rowOf(row: StoredRow): WaitingRow {
  const { id, channel, sku, product, selection, since, wave_at: waveAt } = row;
  return {
    id,
    // Both written by `waitStatements` alone.
    target: { channel, sku, product, selection: selection === null ? null : JSON.parse(selection) },
    state: since === null || waveAt === null ? NOT_FOR_SALE : { since, waveAt },
    lookAt: row.look_at,
    isAwaited: row.awaited === 1,
    skus: JSON.parse(row.skus) as string[],
  };
}
