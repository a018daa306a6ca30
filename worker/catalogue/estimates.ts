import type { NamedEstimate } from "../../sdk/index.ts";
import { ESTIMATES_MAX } from "../core/bounds.ts";
import type { EstimateFacts } from "../core/estimate.ts";
import { lookSoonStatement } from "./look-soon.ts";
import { canonical } from "./products.ts";

/** What an admin says of an estimate. */
export type EstimateDefinition = Pick<NamedEstimate, "priority" | "minDays" | "maxDays" | "text">;

/** A place in the list: after the estimate with this priority and id. */
export interface EstimatePosition {
  priority: number;
  id: string;
}

interface EstimateRow {
  id: string;
  priority: number;
  min_days: number | null;
  max_days: number | null;
  text: string;
  revision: number;
  updated_at: number;
}

/** Every estimate, with the revision that they have together. */
export async function readEstimates(db: D1Database): Promise<EstimateFacts> {
  // One transaction, so that the revision belongs to what is read.
  const [changes, rows] = await db.batch<EstimateRow>([
    db.prepare("SELECT revision FROM estimate_changes"),
    db.prepare("SELECT * FROM estimate"),
  ]);
  const revision = changes?.results[0]?.revision;
  if (revision === undefined)
    throw new Error("The database has no row of estimate changes: were the migrations applied?");
  const estimates = rows?.results.map(estimateOf) ?? [];
  return { revision, byId: new Map(estimates.map((estimate) => [estimate.id, estimate])) };
}

export async function readEstimate(db: D1Database, id: string): Promise<NamedEstimate | null> {
  const row = await db.prepare("SELECT * FROM estimate WHERE id = ?").bind(id).first<EstimateRow>();
  return row === null ? null : estimateOf(row);
}

/** Estimates by priority, the lowest first, and then by id. `after`: `null` for the start. */
export async function listEstimates(
  db: D1Database,
  after: EstimatePosition | null,
  limit: number,
): Promise<{ items: NamedEstimate[]; next: EstimatePosition | null }> {
  const rows = await db
    .prepare("SELECT * FROM estimate WHERE ?1 IS NULL OR (priority, id) > (?1, ?2) ORDER BY priority, id LIMIT ?3")
    .bind(after?.priority ?? null, after?.id ?? null, limit + 1)
    .all<EstimateRow>();
  const items = rows.results.slice(0, limit).map(estimateOf);
  const last = items.at(-1);
  const next = rows.results.length > limit && last !== undefined ? { priority: last.priority, id: last.id } : null;
  return { items, next };
}

/** What writing an estimate did. `stale`: another revision than the one named is there (0: none). */
export type EstimateWrite =
  | { outcome: "created" | "changed" | "unchanged"; estimate: NamedEstimate }
  | { stale: number }
  | { full: true };

/** Puts an estimate as a whole. `revision`: the one that was read, `null` to replace whatever is there. */
export async function writeEstimate(
  db: D1Database,
  id: string,
  definition: EstimateDefinition,
  revision: number | null,
  nowMs: number,
): Promise<EstimateWrite> {
  const { byId } = await readEstimates(db);
  const before = byId.get(id);
  const found = before?.revision ?? 0;
  if (revision !== null && revision !== found) return { stale: found };
  if (before === undefined && byId.size >= ESTIMATES_MAX) return { full: true };
  if (before !== undefined && isAsBefore(before, definition)) return { outcome: "unchanged", estimate: before };
  const isAsRead = `coalesce((SELECT revision FROM estimate WHERE id = ?1), 0) = ?2
    AND (?2 > 0 OR (SELECT count(*) FROM estimate) < ${ESTIMATES_MAX})`;
  const [, written] = await db.batch<EstimateRow>([
    db.prepare(`UPDATE estimate_changes SET revision = revision + 1 WHERE ${isAsRead}`).bind(id, found),
    db
      .prepare(
        `INSERT INTO estimate (id, priority, min_days, max_days, text, revision, updated_at)
         SELECT ?1, ?3, ?4, ?5, ?6, revision, ?7 FROM estimate_changes WHERE ${isAsRead}
         ON CONFLICT (id) DO UPDATE SET priority = excluded.priority, min_days = excluded.min_days,
           max_days = excluded.max_days, text = excluded.text, revision = excluded.revision,
           updated_at = excluded.updated_at
         RETURNING *`,
      )
      .bind(
        id,
        found,
        definition.priority,
        definition.minDays,
        definition.maxDays,
        JSON.stringify(definition.text),
        nowMs,
      ),
    lookSoonStatement(db),
  ]);
  const row = written?.results[0];
  // Somebody else wrote in between, so it is judged again. Every round but the last is another's.
  if (row === undefined) return writeEstimate(db, id, definition, revision, nowMs);
  return { outcome: before === undefined ? "created" : "changed", estimate: estimateOf(row) };
}

/** What removing an estimate did. */
export type EstimateRemoval = { removed: true } | { missing: true } | { stale: number };

/** Removes an estimate. Policies that name it are from then on as if they named none. `revision` as above. */
export async function removeEstimate(db: D1Database, id: string, revision: number | null): Promise<EstimateRemoval> {
  const before = await readEstimate(db, id);
  if (before === null) return { missing: true };
  if (revision !== null && revision !== before.revision) return { stale: before.revision };
  const [, removed] = await db.batch([
    db
      .prepare(
        `UPDATE estimate_changes SET revision = revision + 1
         WHERE EXISTS (SELECT 1 FROM estimate WHERE id = ?1 AND revision = ?2)`,
      )
      .bind(id, before.revision),
    db.prepare("DELETE FROM estimate WHERE id = ?1 AND revision = ?2").bind(id, before.revision),
    lookSoonStatement(db),
  ]);
  return removed?.meta.changes === 1 ? { removed: true } : removeEstimate(db, id, revision);
}

function isAsBefore(before: EstimateDefinition, { priority, minDays, maxDays, text }: EstimateDefinition): boolean {
  const same = before.priority === priority && before.minDays === minDays && before.maxDays === maxDays;
  return same && canonical(before.text) === canonical(text);
}

function estimateOf(row: EstimateRow): NamedEstimate {
  return {
    id: row.id,
    priority: row.priority,
    minDays: row.min_days,
    maxDays: row.max_days,
    // Written by `writeEstimate` alone.
    text: JSON.parse(row.text) as Record<string, string>,
    revision: row.revision,
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}
