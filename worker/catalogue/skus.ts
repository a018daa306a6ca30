import type { Page, SkuSummary } from "../../sdk/index.ts";

/** Notes names of SKUs, before their objects are made: an object whose name is lost could not be found again. */
export async function registerSkus(db: D1Database, skus: readonly string[], nowMs: number): Promise<void> {
  await db
    .prepare("INSERT INTO sku (sku, created_at) SELECT value, ?2 FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING")
    .bind(JSON.stringify(skus), nowMs)
    .run();
}

/** Forgets the name of a SKU that was not made after all. */
export async function unregisterSku(db: D1Database, sku: string): Promise<void> {
  await db.prepare("DELETE FROM sku WHERE sku = ?").bind(sku).run();
}

/** Names of SKUs after one, in order. */
export async function skuNames(db: D1Database, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .prepare("SELECT sku FROM sku WHERE sku > ? ORDER BY sku LIMIT ?")
    .bind(after, limit)
    .all<{ sku: string }>();
  return rows.results.map((row) => row.sku);
}

/** The same of those that were named since some moment. */
export async function skuNamesSince(db: D1Database, sinceMs: number, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .prepare("SELECT sku FROM sku WHERE created_at >= ? AND sku > ? ORDER BY sku LIMIT ?")
    .bind(sinceMs, after, limit)
    .all<{ sku: string }>();
  return rows.results.map((row) => row.sku);
}

/** SKUs that have something at a warehouse, as the projection has them. */
export async function skusAt(db: D1Database, warehouse: string, limit: number): Promise<string[]> {
  const rows = await db
    .prepare(
      `SELECT sku FROM level
       WHERE warehouse = ? AND (on_hand <> 0 OR held <> 0 OR allocated <> 0 OR planned <> 0 OR incoming <> 0)
       ORDER BY sku LIMIT ?`,
    )
    .bind(warehouse, limit)
    .all<{ sku: string }>();
  return rows.results.map((row) => row.sku);
}

/** Those of some names that are no SKU. */
export async function missingSkus(db: D1Database, skus: readonly string[]): Promise<string[]> {
  const rows = await db
    .prepare("SELECT DISTINCT value AS sku FROM json_each(?) WHERE value NOT IN (SELECT sku FROM sku)")
    .bind(JSON.stringify(skus))
    .all<{ sku: string }>();
  return rows.results.map((row) => row.sku);
}

/** SKUs with their figures over all warehouses, as the projection has them. */
export async function listSkus(db: D1Database, after: string, limit: number): Promise<Page<SkuSummary>> {
  const rows = await db
    .prepare(
      `SELECT sku.sku, coalesce(sum(on_hand), 0) AS onHand, coalesce(sum(held), 0) AS held,
         coalesce(sum(allocated), 0) AS allocated, coalesce(sum(planned), 0) AS planned,
         coalesce(sum(incoming), 0) AS incoming, coalesce(max(updated_at), sku.created_at) AS updatedAt
       FROM sku LEFT JOIN level ON level.sku = sku.sku
       WHERE sku.sku > ? GROUP BY sku.sku ORDER BY sku.sku LIMIT ?`,
    )
    .bind(after, limit + 1)
    .all<Omit<SkuSummary, "updatedAt"> & { updatedAt: number }>();
  const items = rows.results
    .slice(0, limit)
    .map(({ updatedAt, ...row }) => ({ ...row, updatedAt: new Date(updatedAt).toISOString() }));
  return { items, nextCursor: rows.results.length > limit ? (items.at(-1)?.sku ?? null) : null };
}
