import type { Page, Product, ProductDefinition } from "../../sdk/index.ts";
import { lookSoonStatement } from "./look-soon.ts";
import { forgetProductSkus, productSkuStatements } from "./product-skus.ts";

interface ProductRow {
  id: string;
  definition: string;
  revision: number;
  updated_at: number;
}

export async function readProduct(db: D1Database, id: string): Promise<Product | null> {
  const row = await db.prepare("SELECT * FROM product WHERE id = ?").bind(id).first<ProductRow>();
  return row === null ? null : productOf(row);
}

/** Products by id, those that exist. */
export async function readProducts(db: D1Database, ids: readonly string[]): Promise<Map<string, Product>> {
  const rows = await db
    .prepare("SELECT * FROM product WHERE id IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(ids))
    .all<ProductRow>();
  return new Map(rows.results.map((row) => [row.id, productOf(row)]));
}

export async function listProducts(db: D1Database, after: string, limit: number): Promise<Page<Product>> {
  const rows = await db
    .prepare("SELECT * FROM product WHERE id > ? ORDER BY id LIMIT ?")
    .bind(after, limit + 1)
    .all<ProductRow>();
  const items = rows.results.slice(0, limit).map(productOf);
  return { items, nextCursor: rows.results.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** What writing a product did. `stale`: another revision than the one named is there (0: none). */
export type ProductWrite = { outcome: "created" | "changed" | "unchanged"; product: Product } | { stale: number };

/** Puts a product as a whole. `revision`: the one that was read, 0 for none, `null` to replace whatever is there. */
export async function writeProduct(
  db: D1Database,
  id: string,
  definition: ProductDefinition,
  revision: number | null,
  nowMs: number,
): Promise<ProductWrite> {
  const before = await readProduct(db, id);
  const found = before?.revision ?? 0;
  if (revision !== null && revision !== found) return { stale: found };
  if (before !== null && changedParts(before, definition).length === 0)
    return { outcome: "unchanged", product: before };
  const text = JSON.stringify(definition);
  const [written] = await db.batch([
    db
      .prepare(
        `INSERT INTO product (id, definition, revision, updated_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET definition = excluded.definition, revision = excluded.revision,
           updated_at = excluded.updated_at WHERE product.revision = ?3 - 1`,
      )
      .bind(id, text, found + 1, nowMs),
    ...productSkuStatements(db, id, definition, text),
    lookSoonStatement(db, id),
  ]);
  // Somebody else wrote it in between, so it is judged again. Every round but the last is another's.
  if (written?.meta.changes !== 1) return writeProduct(db, id, definition, revision, nowMs);
  const product: Product = { id, ...definition, revision: found + 1, updatedAt: new Date(nowMs).toISOString() };
  return { outcome: before === null ? "created" : "changed", product };
}

/** Says whether there was one. */
export async function removeProduct(db: D1Database, id: string): Promise<boolean> {
  const [removed] = await db.batch([
    db.prepare("DELETE FROM product WHERE id = ?").bind(id),
    forgetProductSkus(db, id),
    lookSoonStatement(db, id),
  ]);
  return removed?.meta.changes === 1;
}

/** Names of the parts in which a product differs from a definition. */
export function changedParts(before: ProductDefinition, after: ProductDefinition): string[] {
  const keys = Object.keys(after) as (keyof ProductDefinition)[];
  return keys.filter((key) => canonical(before[key]) !== canonical(after[key]));
}

/** JSON with the keys of objects in one order, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

function productOf(row: ProductRow): Product {
  // Written by `writeProduct` alone.
  const definition = JSON.parse(row.definition) as ProductDefinition;
  // Those of before there were such addresses have none.
  const url = definition.url ?? null;
  return { id: row.id, ...definition, url, revision: row.revision, updatedAt: new Date(row.updated_at).toISOString() };
}
