import type { StockAdjustedEvent } from "../../sdk/index.ts";
import { ADJUSTMENT_NEWS_MS_MAX } from "../core/bounds.ts";
import type { SkuMessage } from "../objects/outbox-message.ts";

const ADJUSTING = ["adjust", "count", "transfer", "receive"] as const;

/** What ledger lines tell of stock that an admin has changed, whether or not anybody wants to know. */
export function adjustmentsOf({ sku, lines }: Pick<SkuMessage, "sku" | "lines">): StockAdjustedEvent[] {
  return lines.flatMap((line): StockAdjustedEvent[] => {
    const kind = ADJUSTING.find((each) => each === line.kind);
    if (kind === undefined || line.figure !== "onHand") return [];
    const { warehouse, change, after, reason, document, actor, at } = line;
    // No SKU counts its own events with such an id, whatever it is called.
    const id = `adjusted ${JSON.stringify([sku, line.sequence])}`;
    return [{ id, type: "stock.adjusted", sku, at, warehouse, kind, change, after, reason, document, actor }];
  });
}

/**
 * Those of a message that are news, and so are passed on. A rebuild tells everything again: what was written long before was
 * passed on then, and nobody remembers that for ever.
 */
export function newsOf(message: Pick<SkuMessage, "sku" | "lines" | "at">): StockAdjustedEvent[] {
  return adjustmentsOf(message).filter(({ at }) => message.at - Date.parse(at) <= ADJUSTMENT_NEWS_MS_MAX);
}

/**
 * What records them, where an enabled webhook endpoint has chosen them; for a batch, before the lines themselves: a line that
 * is there already is a repeat or a rebuild, and tells nothing new, whoever has chosen what since.
 */
export function adjustmentStatements(db: D1Database, message: SkuMessage): D1PreparedStatement[] {
  const rows = message.lines.flatMap((line) =>
    adjustmentsOf({ sku: message.sku, lines: [line] }).map((event) => ({
      id: event.id,
      at: event.at,
      doc: JSON.stringify(event),
      sequence: line.sequence,
    })),
  );
  if (rows.length === 0) return [];
  return [
    db
      .prepare(
        `INSERT INTO event (id, at, type, sku, doc)
         SELECT told.value ->> 'id', told.value ->> 'at', 'stock.adjusted', ?1, told.value ->> 'doc'
         FROM json_each(?2) AS told
         WHERE EXISTS (
             SELECT 1 FROM webhook, json_each(webhook.types) AS chosen
             WHERE webhook.enabled = 1 AND chosen.value = 'stock.adjusted'
           )
           AND NOT EXISTS (
             SELECT 1 FROM movement
             WHERE movement.sku = ?1 AND movement.sequence = told.value ->> 'sequence'
           )
         ON CONFLICT DO NOTHING`,
      )
      .bind(message.sku, JSON.stringify(rows)),
  ];
}
