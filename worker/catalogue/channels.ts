import type { ChannelFacts } from "../core/limit.ts";

/** A channel with its active warehouses in order, or `null`. */
export async function readChannel(db: D1Database, code: string): Promise<ChannelFacts | null> {
  const [channel, warehouses] = await db.batch<{ code: string }>([
    db.prepare("SELECT code FROM channel WHERE code = ?").bind(code),
    db
      .prepare(
        `SELECT warehouse.code FROM channel_warehouse JOIN warehouse ON warehouse.code = channel_warehouse.warehouse
         WHERE channel_warehouse.channel = ? AND warehouse.active = 1
         ORDER BY channel_warehouse.position, warehouse.position, warehouse.code`,
      )
      .bind(code),
  ]);
  if (channel?.results.length !== 1) return null;
  return { code, warehouses: warehouses?.results.map((row) => row.code) ?? [] };
}

/** Whether there is such a warehouse. */
export async function warehouseExists(db: D1Database, code: string): Promise<boolean> {
  return (await db.prepare("SELECT 1 FROM warehouse WHERE code = ?").bind(code).first()) !== null;
}
