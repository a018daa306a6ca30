import type { StockEvent } from "../../../sdk/index.ts";
import { soldAs } from "../../catalogue/sold-as.ts";
import { CROSSINGS_PER_MAIL_MAX } from "../../core/bounds.ts";
import type { CrossingRow } from "../mail/mail-facts.ts";

/** The table of one mail, oldest first, and how many crossings did not fit in. */
export interface Crossings {
  rows: CrossingRow[];
  more: number;
}

interface WarehouseRow {
  sku: string;
  channel: string;
  name: string;
  on_hand: number;
}

/** What fell below its line by the same change that left nothing is told once, as that there is nothing left. */
const SHOWN = `
  FROM owner_notice JOIN event ON event.id = owner_notice.event
  WHERE owner_notice.told = 0 AND owner_notice.gathering = ?1 AND NOT (
    event.type = 'stock.notify_below' AND EXISTS (
      SELECT 1 FROM event AS other WHERE other.sku = event.sku AND other.at = event.at AND other.type = 'stock.out'
        AND other.doc ->> '$.channel' = event.doc ->> '$.channel'
    )
  )`;

/** What the SKU is to have there at least, where it has no more than that. */
const MINIMUM = `(SELECT min_stock_quantity FROM standing
  WHERE standing.sku = event.sku AND kind = 'channel' AND place = event.doc ->> '$.channel')`;

/** What a gathering tells, with what the catalogue and the projection know of it now. */
export async function crossingsOf(db: D1Database, gathering: string): Promise<Crossings> {
  const [found, count] = await db.batch<{ doc: string; minimum: number | null } & { count: number }>([
    db
      .prepare(`SELECT event.doc, ${MINIMUM} AS minimum ${SHOWN} ORDER BY owner_notice.at, owner_notice.event LIMIT ?2`)
      .bind(gathering, CROSSINGS_PER_MAIL_MAX),
    db.prepare(`SELECT count(*) AS count ${SHOWN}`).bind(gathering),
  ]);
  // Crossings alone are noted.
  const told = (found?.results ?? []).map(({ doc, minimum }) => ({ event: JSON.parse(doc) as StockEvent, minimum }));
  const events = told.map(({ event }) => event);
  const skus = [...new Set(events.map(({ sku }) => sku))];
  const [sold, warehouses] = [await soldAs(db, skus), await warehousesOf(db, events)];
  const rows = told.map(({ event, minimum }): CrossingRow => {
    const { type, sku, channel, stockLevel, threshold, at } = event;
    const product = sold.get(sku);
    return {
      // By the statement that noted it.
      type: type as CrossingRow["type"],
      sku,
      product: product?.title ?? null,
      channel,
      warehouses: warehouses
        .filter((each) => each.sku === sku && each.channel === channel)
        .map((each) => ({ name: each.name, onHand: each.on_hand })),
      stockLevel,
      threshold: type === "stock.out" ? (minimum ?? threshold) : threshold,
      url: product?.url ?? null,
      at,
    };
  });
  return { rows, more: (count?.results[0]?.count ?? 0) - rows.length };
}

/** Of the active warehouses of each channel, those that the SKU has had units at, in the channel's order. */
async function warehousesOf(db: D1Database, events: readonly StockEvent[]): Promise<WarehouseRow[]> {
  const pairs = new Map(events.map(({ sku, channel }) => [JSON.stringify([sku, channel]), { sku, channel }]));
  const rows = await db
    .prepare(
      `SELECT level.sku, channel_warehouse.channel, warehouse.name, level.on_hand FROM json_each(?) AS pair
       JOIN channel_warehouse ON channel_warehouse.channel = pair.value ->> '$.channel'
       JOIN warehouse ON warehouse.code = channel_warehouse.warehouse AND warehouse.active = 1
       JOIN level ON level.sku = pair.value ->> '$.sku' AND level.warehouse = warehouse.code
       ORDER BY channel_warehouse.position, warehouse.code`,
    )
    .bind(JSON.stringify([...pairs.values()]))
    .all<WarehouseRow>();
  return rows.results;
}
