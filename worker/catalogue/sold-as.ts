import type { Selection } from "../../sdk/index.ts";

/** What a SKU is sold as, for people to read. */
export interface SoldAs {
  /** The product's title, with the values of a combination: `T-shirt (Red, M)`. */
  title: string;
  /** The product's page, where the catalogue knows it. */
  url: string | null;
}

interface SellerRow {
  sku: string;
  title: string;
  url: string | null;
  selection: string | null;
}

/**
 * What each of some SKUs is sold as; of several products one that sells it by itself goes before a kit, then the first by
 * id. SKUs that nothing sells are left out.
 */
export async function soldAs(db: D1Database, skus: readonly string[]): Promise<Map<string, SoldAs>> {
  const rows = await db
    .prepare(
      `SELECT sku, title, url, selection FROM (
         SELECT product_sku.sku, product_sku.selection,
           product.definition ->> '$.title' AS title, product.definition ->> '$.url' AS url,
           row_number() OVER (
             PARTITION BY product_sku.sku
             ORDER BY product.definition ->> '$.inventoryMethod' = 'kit', product.id, product_sku.position
           ) AS place
         FROM product_sku JOIN product ON product.id = product_sku.product
         WHERE product_sku.sku IN (SELECT value FROM json_each(?))
       ) WHERE place = 1`,
    )
    .bind(JSON.stringify(skus))
    .all<SellerRow>();
  return new Map(rows.results.map(({ sku, title, url, selection }) => [sku, { title: named(title, selection), url }]));
}

function named(title: string, selection: string | null): string {
  if (selection === null) return title;
  // Written by `productSkuStatements` alone.
  const values = Object.values(JSON.parse(selection) as Selection);
  return values.length === 0 ? title : `${title} (${values.join(", ")})`;
}
