import type { LowStockRow, Selection } from "../../sdk/index.ts";
import { SELLERS_NAMED_MAX } from "../core/bounds.ts";
import type { PlaceKind } from "../core/standing.ts";

/** Where a page of the report ends. */
export interface ReportPosition {
  /** Stock level less minimum. */
  gap: number;
  sku: string;
}

interface StandingRow extends ReportPosition {
  min_stock_quantity: number;
  published: number;
}

type Seller = LowStockRow["products"][number];

/** SKUs that are low at a place, the furthest below their minimum first and then by SKU, after a position. */
export async function lowStockPage(
  db: D1Database,
  place: { kind: PlaceKind; code: string },
  published: boolean | undefined,
  after: ReportPosition | null,
  limit: number,
): Promise<{ rows: LowStockRow[]; next: ReportPosition | null }> {
  const conditions: [condition: string, ...values: (string | number)[]][] = [
    ["kind = ? AND place = ?", place.kind, place.code],
  ];
  if (published !== undefined) conditions.push(["published = ?", Number(published)]);
  if (after !== null) conditions.push(["(gap, sku) > (?, ?)", after.gap, after.sku]);
  const found = await db
    .prepare(
      `SELECT sku, gap, min_stock_quantity, published FROM standing
       WHERE ${conditions.map(([condition]) => condition).join(" AND ")} ORDER BY gap, sku LIMIT ?`,
    )
    .bind(...conditions.flatMap(([, ...values]) => values), limit + 1)
    .all<StandingRow>();
  const shown = found.results.slice(0, limit);
  const sellers = await sellersOf(
    db,
    shown.map(({ sku }) => sku),
  );
  const last = shown.at(-1);
  return {
    rows: shown.map(({ sku, gap, min_stock_quantity: minStockQuantity, published: isPublished }) => ({
      sku,
      channel: place.kind === "channel" ? place.code : null,
      warehouse: place.kind === "warehouse" ? place.code : null,
      stockLevel: minStockQuantity + gap,
      minStockQuantity,
      // `0 - 0`: a gap of nothing is not told as `-0`.
      below: 0 - gap,
      published: isPublished === 1,
      products: sellers.get(sku) ?? [],
      policy: `/v1/admin/skus/${encodeURIComponent(sku)}/policy`,
    })),
    next: found.results.length > limit && last !== undefined ? { gap: last.gap, sku: last.sku } : null,
  };
}

/** What sells each SKU, at most `SELLERS_NAMED_MAX` of each, by product. */
async function sellersOf(db: D1Database, skus: readonly string[]): Promise<Map<string, Seller[]>> {
  const rows = await db
    .prepare(
      `SELECT seller.sku, seller.product, seller.selection, product.definition ->> '$.title' AS title
       FROM (
         SELECT *, row_number() OVER (PARTITION BY sku ORDER BY product, position) AS place
         FROM product_sku WHERE sku IN (SELECT value FROM json_each(?))
       ) AS seller
       JOIN product ON product.id = seller.product WHERE place <= ? ORDER BY seller.sku, place`,
    )
    .bind(JSON.stringify(skus), SELLERS_NAMED_MAX)
    .all<{ sku: string; product: string; selection: string | null; title: string }>();
  const sellers = new Map<string, Seller[]>();
  for (const { sku, product, title, selection } of rows.results) {
    // Written by `soldSkusOf` alone.
    const chosen = selection === null ? {} : { selection: JSON.parse(selection) as Selection };
    sellers.set(sku, [...(sellers.get(sku) ?? []), { product, title, ...chosen }]);
  }
  return sellers;
}
