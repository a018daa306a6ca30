import type { ProductDefinition, Selection } from "../../sdk/index.ts";

/** A SKU that a product sells; `selection` is that of a combination. */
interface SoldSku {
  position: number;
  sku: string;
  selection: Selection | null;
}

/**
 * What notes which SKUs a product sells, for a batch after the statement that writes its definition. It does nothing where
 * another definition is there by then: whoever wrote that one notes its own.
 */
export function productSkuStatements(
  db: D1Database,
  id: string,
  definition: ProductDefinition,
  text: string,
): D1PreparedStatement[] {
  const isWritten = "EXISTS (SELECT 1 FROM product WHERE id = ?1 AND definition = ?2)";
  return [
    db.prepare(`DELETE FROM product_sku WHERE product = ?1 AND ${isWritten}`).bind(id, text),
    db
      .prepare(
        `INSERT INTO product_sku (product, position, sku, selection)
         SELECT ?1, value ->> 'position', value ->> 'sku',
           CASE WHEN value ->> 'selection' IS NULL THEN NULL ELSE value -> 'selection' END
         FROM json_each(?3) WHERE ${isWritten}`,
      )
      .bind(id, text, JSON.stringify(soldSkusOf(definition))),
  ];
}

/** What forgets them with the product. */
export function forgetProductSkus(db: D1Database, id: string): D1PreparedStatement {
  return db.prepare("DELETE FROM product_sku WHERE product = ?").bind(id);
}

function soldSkusOf(definition: ProductDefinition): SoldSku[] {
  switch (definition.inventoryMethod) {
    case "none":
      return [];
    case "sku":
      return definition.sku === null ? [] : [{ position: 0, sku: definition.sku, selection: null }];
    case "combinations":
      return definition.combinations.flatMap(({ sku, selection }, position) =>
        sku === null ? [] : [{ position, sku, selection }],
      );
    case "kit":
      return definition.components.map(({ sku }, position) => ({ position, sku, selection: null }));
  }
}
