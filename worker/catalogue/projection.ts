import type { SkuMessage } from "../objects/outbox-message.ts";

/**
 * Brings the projection up to what SKUs said of themselves, in one transaction. Repeats and disorder do no harm: figures are taken only when
 * they are newer than those that are there, and a ledger line is the same however often it comes. The SKU is right: what
 * stands here differently is overwritten, so that a rebuild repairs whatever became of the rows.
 */
export async function project(db: D1Database, messages: readonly SkuMessage[]): Promise<void> {
  if (messages.length > 0) await db.batch(messages.flatMap((message) => statementsOf(db, message)));
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
  if (message.lines.length === 0) return [name, ...levels, others];
  const lines = db
    .prepare(
      `INSERT INTO movement (sku, sequence, warehouse, kind, figure, change, after, reason, note, document, actor, at)
       SELECT ?1, value ->> 'sequence', value ->> 'warehouse', value ->> 'kind', value ->> 'figure', value ->> 'change',
         value ->> 'after', value ->> 'reason', value ->> 'note', value ->> 'document', value ->> 'actor', value ->> 'at'
       FROM json_each(?2) WHERE true
       ON CONFLICT DO UPDATE SET warehouse = excluded.warehouse, kind = excluded.kind, figure = excluded.figure,
         change = excluded.change, after = excluded.after, reason = excluded.reason, note = excluded.note,
         document = excluded.document, actor = excluded.actor, at = excluded.at`,
    )
    .bind(message.sku, JSON.stringify(message.lines));
  return [name, ...levels, others, lines];
}

/** Before a rebuild: the figures stay to be read, and whatever their SKU says next is taken as newer. */
export async function distrustLevels(db: D1Database, skus: readonly string[]): Promise<void> {
  await db
    .prepare("UPDATE level SET changes = -1 WHERE sku IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(skus))
    .run();
}
