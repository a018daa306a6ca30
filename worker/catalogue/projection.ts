import type { SkuMessage } from "../objects/outbox-message.ts";

/**
 * Brings the projection up to what a SKU said of itself. Repeats and disorder do no harm: figures are taken only when
 * they are newer than those that are there, and a ledger line is the same however often it comes.
 */
export async function project(db: D1Database, message: SkuMessage): Promise<void> {
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
  const name = db
    .prepare("INSERT INTO sku (sku, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
    .bind(message.sku, message.createdAt);
  const lines = db
    .prepare(
      `INSERT INTO movement (sku, sequence, warehouse, kind, figure, change, after, reason, note, document, actor, at)
       SELECT ?1, value ->> 'sequence', value ->> 'warehouse', value ->> 'kind', value ->> 'figure', value ->> 'change',
         value ->> 'after', value ->> 'reason', value ->> 'note', value ->> 'document', value ->> 'actor', value ->> 'at'
       FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING`,
    )
    .bind(message.sku, JSON.stringify(message.lines));
  await db.batch([name, ...levels, lines]);
}
