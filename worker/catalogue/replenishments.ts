import type { Replenishment, ReplenishmentFilter } from "../../sdk/index.ts";
import { REPLENISHMENTS_PER_SKU_MAX } from "../core/bounds.ts";
import { comparePlaces, placeOf, type ReplenishmentPlace } from "../core/replenishment-view.ts";
import type { SkuMessage } from "../objects/outbox-message.ts";

const STATES: Replenishment["state"][] = ["open", "closed"];

/**
 * Takes over what a SKU says of its replenishments, each unless something newer was said of it, and forgets those closed
 * ones that the SKU has forgotten.
 */
export function replenishmentStatements(db: D1Database, { sku, replenishments }: SkuMessage): D1PreparedStatement[] {
  if (replenishments.length === 0) return [];
  const rows = replenishments.map(({ sequence, ...replenishment }) => {
    const { id, warehouse, state } = replenishment;
    const doc = JSON.stringify(replenishment);
    return { id, warehouse, state, due: placeOf(replenishment).due, sequence, doc };
  });
  return [
    db
      .prepare(
        `INSERT INTO replenishment (sku, id, warehouse, state, due, sequence, doc)
         SELECT ?1, value ->> 'id', value ->> 'warehouse', value ->> 'state', value ->> 'due', value ->> 'sequence',
           value ->> 'doc'
         FROM json_each(?2) WHERE true
         ON CONFLICT (sku, id) DO UPDATE SET warehouse = excluded.warehouse, state = excluded.state,
           due = excluded.due, sequence = excluded.sequence, doc = excluded.doc
         WHERE excluded.sequence >= replenishment.sequence`,
      )
      .bind(sku, JSON.stringify(rows)),
    db
      .prepare(
        `DELETE FROM replenishment WHERE sku = ?1 AND state = 'closed' AND id NOT IN (
           SELECT id FROM replenishment WHERE sku = ?1 AND state = 'closed' ORDER BY sequence DESC, id LIMIT ?2
         )`,
      )
      .bind(sku, REPLENISHMENTS_PER_SKU_MAX),
  ];
}

/** Before a rebuild: they stay to be read, and whatever their SKU says next is taken as newer. */
export async function distrustReplenishments(db: D1Database, skus: readonly string[]): Promise<void> {
  await db
    .prepare("UPDATE replenishment SET sequence = -1 WHERE sku IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(skus))
    .run();
}

/** Replenishments of all SKUs after a place, as the projection has them: `limit` at most. */
export async function listReplenishments(
  db: D1Database,
  filter: ReplenishmentFilter,
  after: ReplenishmentPlace | null,
  limit: number,
): Promise<Replenishment[]> {
  const states = filter.state === undefined ? STATES : [filter.state];
  const found = await db.batch<{ doc: string }>(
    // One state after the other, each in the order of the index, so that no page sorts them all.
    states.map((state) =>
      db
        .prepare(
          `SELECT doc FROM replenishment
           WHERE state = ?1 AND (?2 IS NULL OR sku = ?2) AND (?3 IS NULL OR warehouse = ?3)
             AND (due, sku, id) > (?4, ?5, ?6)
           ORDER BY due, sku, id LIMIT ?7`,
        )
        .bind(
          state,
          filter.sku ?? null,
          filter.warehouse ?? null,
          after?.due ?? Number.MIN_SAFE_INTEGER,
          after?.sku ?? "",
          after?.id ?? "",
          limit,
        ),
    ),
  );
  return (
    found
      .flatMap((rows) => rows.results)
      // Written by `replenishmentStatements` alone.
      .map((row) => JSON.parse(row.doc) as Replenishment)
      .toSorted((one, other) => comparePlaces(placeOf(one), placeOf(other)))
      .slice(0, limit)
  );
}
