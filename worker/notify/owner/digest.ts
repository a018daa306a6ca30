import { soldAs } from "../../catalogue/sold-as.ts";
import { DIGEST_ROWS_MAX } from "../../core/bounds.ts";
import type { DigestRow } from "../mail/mail-facts.ts";

interface StandingRow {
  sku: string;
  name: string;
  gap: number;
  min_stock_quantity: number;
}

/** The low-stock report of every channel, the furthest below their minimum first, and how many rows did not fit in. */
export async function digestOf(db: D1Database): Promise<{ rows: DigestRow[]; more: number }> {
  const standing = "FROM standing JOIN channel ON channel.code = standing.place WHERE standing.kind = 'channel'";
  const [found, count] = await db.batch<StandingRow & { count: number }>([
    db
      .prepare(
        `SELECT standing.sku, channel.name, standing.gap, standing.min_stock_quantity ${standing}
         ORDER BY standing.gap, standing.sku, channel.code LIMIT ?`,
      )
      .bind(DIGEST_ROWS_MAX),
    db.prepare(`SELECT count(*) AS count ${standing}`),
  ]);
  const low = found?.results ?? [];
  const sold = await soldAs(
    db,
    low.map(({ sku }) => sku),
  );
  const rows = low.map(({ sku, name, gap, min_stock_quantity: minStockQuantity }): DigestRow => {
    const product = sold.get(sku);
    return {
      sku,
      product: product?.title ?? null,
      place: name,
      stockLevel: minStockQuantity + gap,
      minStockQuantity,
      url: product?.url ?? null,
    };
  });
  return { rows, more: (count?.results[0]?.count ?? 0) - rows.length };
}

/** The last day whose digest was made, `2026-12-01`; empty: none was. */
export async function lastDigest(db: D1Database): Promise<string> {
  const row = await db.prepare("SELECT after FROM job WHERE name = 'digest'").first<{ after: string }>();
  return row?.after ?? "";
}

/** What notes that a day's digest was made; for a batch with its mails. */
export function digestStatement(db: D1Database, date: string): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO job (name, after) VALUES ('digest', ?)
       ON CONFLICT (name) DO UPDATE SET after = max(after, excluded.after)`,
    )
    .bind(date);
}
