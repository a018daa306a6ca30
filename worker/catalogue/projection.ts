import type { SkuMessage, Standings } from "../objects/outbox-message.ts";
import { adjustmentStatements } from "./adjustments.ts";
import { eventStatements, type RecordableEvent } from "./events.ts";
import { replenishmentStatements } from "./replenishments.ts";

/**
 * Brings the projection up to what SKUs said of themselves, in one transaction. Repeats and disorder do no harm: figures
 * are taken only when they are newer than those that are there, and a ledger line or event is the same however often it
 * comes. The SKU is right: what stands here differently is overwritten, so that a rebuild repairs whatever became of the
 * rows. `hasListener` says which custom low-stock activities are to be told of events.
 */
export async function project(
  db: D1Database,
  messages: readonly SkuMessage[],
  hasListener: (activity: string) => boolean = () => false,
): Promise<void> {
  if (messages.length === 0) return;
  const events = messages.flatMap((message) =>
    message.events.map(({ event, activity }): RecordableEvent => {
      const isTold = activity !== null && hasListener(activity);
      return { event, activity: isTold ? activity : null };
    }),
  );
  await db.batch([
    // Before the lines: it is by them that a line is known to have been told before.
    ...messages.flatMap((message) => adjustmentStatements(db, message)),
    ...messages.flatMap((message) => statementsOf(db, message)),
    ...eventStatements(db, events),
  ]);
}

function statementsOf(db: D1Database, message: SkuMessage): D1PreparedStatement[] {
  const levels = message.levels.map((level) =>
    db
      .prepare(
        `INSERT INTO level (sku, warehouse, on_hand, held, allocated, planned, incoming, changes, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (sku, warehouse) DO UPDATE SET on_hand = excluded.on_hand, held = excluded.held,
           allocated = excluded.allocated, planned = excluded.planned, incoming = excluded.incoming,
           changes = excluded.changes, updated_at = excluded.updated_at
         WHERE excluded.changes > level.changes`,
      )
      .bind(
        message.sku,
        level.warehouse,
        level.onHand,
        level.held,
        level.allocated,
        level.planned,
        level.incoming,
        message.changes,
        message.at,
      ),
  );
  const others = db
    .prepare("DELETE FROM level WHERE sku = ?1 AND changes < ?2 AND warehouse NOT IN (SELECT value FROM json_each(?3))")
    .bind(message.sku, message.changes, JSON.stringify(message.levels.map((level) => level.warehouse)));
  const name = db
    .prepare("INSERT INTO sku (sku, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
    .bind(message.sku, message.createdAt);
  const standings = message.standings === null ? [] : standingStatements(db, message.sku, message.standings);
  const replenishments = replenishmentStatements(db, message);
  if (message.lines.length === 0) return [name, ...levels, others, ...standings, ...replenishments];
  const lines = db
    .prepare(
      `INSERT INTO movement
         (sku, sequence, warehouse, kind, figure, change, after, reason, note, "order", document, actor, at)
       SELECT ?1, value ->> 'sequence', value ->> 'warehouse', value ->> 'kind', value ->> 'figure', value ->> 'change',
         value ->> 'after', value ->> 'reason', value ->> 'note', value ->> 'order', value ->> 'document',
         value ->> 'actor', value ->> 'at'
       FROM json_each(?2) WHERE true
       ON CONFLICT DO UPDATE SET warehouse = excluded.warehouse, kind = excluded.kind, figure = excluded.figure,
         change = excluded.change, after = excluded.after, reason = excluded.reason, note = excluded.note,
         "order" = excluded."order", document = excluded.document, actor = excluded.actor, at = excluded.at`,
    )
    .bind(message.sku, JSON.stringify(message.lines));
  return [name, ...levels, others, lines, markStatement(db, message), ...standings, ...replenishments];
}

/**
 * Moves the mark of lines without a hole on to the end of those that are there one after the other. Lines that the SKU
 * has folded away are not waited for: they were here once, and come no more.
 */
function markStatement(db: D1Database, { sku, lines, linesGone }: SkuMessage): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE sku SET lines_up_to = coalesce(
         (SELECT min(sequence) FROM movement WHERE movement.sku = ?1 AND sequence > max(sku.lines_up_to, ?2)
            AND NOT EXISTS (
              SELECT 1 FROM movement AS next WHERE next.sku = ?1 AND next.sequence = movement.sequence + 1
            )),
         lines_up_to)
       WHERE sku = ?1 AND lines_up_to < ?3
         AND EXISTS (SELECT 1 FROM movement WHERE movement.sku = ?1 AND sequence = max(sku.lines_up_to, ?2) + 1)`,
    )
    .bind(sku, linesGone, lines.at(-1)?.sequence ?? 0);
}

/** Where the SKU is low, all places together, unless something newer has been said. */
function standingStatements(db: D1Database, sku: string, { version, low }: Standings): D1PreparedStatement[] {
  const isNewest = "(SELECT standings_version FROM sku WHERE sku = ?1) = ?2";
  return [
    db.prepare("UPDATE sku SET standings_version = ?2 WHERE sku = ?1 AND standings_version < ?2").bind(sku, version),
    db.prepare(`DELETE FROM standing WHERE sku = ?1 AND ${isNewest}`).bind(sku, version),
    db
      .prepare(
        `INSERT INTO standing (sku, kind, place, gap, min_stock_quantity, published)
         SELECT ?1, value ->> 'kind', value ->> 'place', (value ->> 'stockLevel') - (value ->> 'minStockQuantity'),
           value ->> 'minStockQuantity', value ->> 'published'
         FROM json_each(?3) WHERE ${isNewest}`,
      )
      .bind(sku, version, JSON.stringify(low)),
  ];
}

/** Before a rebuild: what is there stays to be read, and whatever its SKU says next is taken as newer. */
export async function distrustLevels(db: D1Database, skus: readonly string[]): Promise<void> {
  const list = JSON.stringify(skus);
  await db.batch([
    db.prepare("UPDATE level SET changes = -1 WHERE sku IN (SELECT value FROM json_each(?))").bind(list),
    db.prepare("UPDATE sku SET standings_version = -1 WHERE sku IN (SELECT value FROM json_each(?))").bind(list),
  ]);
}
