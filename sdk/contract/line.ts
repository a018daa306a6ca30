/** The values chosen for a product's attributes, by attribute name: `{ "Size": "M" }`. */
export type Selection = Record<string, string>;

/** A line that names the counted unit itself. */
export interface SkuLine {
  sku: string;
  /** Whole units, 1 – 1,000,000. */
  quantity: number;
}

/** A line that names what the shopper sees; the server finds the SKUs behind it. */
export interface ProductLine {
  product: string;
  /** Needed for a product with combinations. */
  selection?: Selection;
  /** Whole units (kits, for a kit), 1 – 1,000,000. */
  quantity: number;
}

/** What is asked for: one line of a reservation. */
export type Line = SkuLine | ProductLine;

/** What one line has of one SKU. */
export interface LineSku {
  sku: string;
  /** Units of this SKU (a kit's line: component quantity × kits). */
  quantity: number;
  /** Units for which no physical unit is there yet. */
  backordered: number;
  /** Code of the warehouse that a shop computes shipping from, or `null`. */
  shipsFrom: string | null;
}
