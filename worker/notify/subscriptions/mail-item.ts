import type { Selection } from "../../../sdk/index.ts";
import type { MailItem } from "../mail/mail-facts.ts";
import type { WaitTarget } from "../waiting/waiting.ts";

interface SellerRow {
  title: string;
  url: string | null;
  selection: string | null;
}

const NAMED = "product.definition ->> '$.title' AS title, product.definition ->> '$.url' AS url";

/**
 * What is waited for, as a mail or page names it: the product by its title and with its page. A SKU that was asked for by
 * itself is named by the first product that sells it, and where none does it is its own name.
 */
export async function mailItemOf(
  db: D1Database,
  { sku, product, selection }: Pick<WaitTarget, "sku" | "product" | "selection">,
): Promise<MailItem> {
  const seller = product === null ? await sellerOf(db, sku ?? "") : await productNamed(db, product);
  if (seller === null) return { title: sku ?? product ?? "", selection, url: null };
  // Written by `productSkuStatements` alone.
  const sold = seller.selection === null ? null : (JSON.parse(seller.selection) as Selection);
  return { title: seller.title, selection: selection ?? sold, url: seller.url };
}

function productNamed(db: D1Database, id: string): Promise<SellerRow | null> {
  return db.prepare(`SELECT ${NAMED}, NULL AS selection FROM product WHERE id = ?`).bind(id).first<SellerRow>();
}

/** A kit has the SKU in it and is something else, so it does not sell the SKU itself. */
function sellerOf(db: D1Database, sku: string): Promise<SellerRow | null> {
  return db
    .prepare(
      `SELECT ${NAMED}, product_sku.selection FROM product_sku JOIN product ON product.id = product_sku.product
       WHERE product_sku.sku = ? AND product.definition ->> '$.inventoryMethod' <> 'kit'
       ORDER BY product_sku.product, product_sku.position LIMIT 1`,
    )
    .bind(sku)
    .first<SellerRow>();
}
