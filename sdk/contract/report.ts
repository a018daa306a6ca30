import type { Selection } from "./line.ts";

/** What the low-stock report is asked for. */
export interface LowStockFilter {
  /** Judge the level of one warehouse alone. Not with `channel`. */
  warehouse?: string;
  /** Judge the level of a channel; default `web`. */
  channel?: string;
  /** Only SKUs that are, or are not, published. */
  published?: boolean;
}

/** A SKU at or below its minimum. */
export interface LowStockRow {
  sku: string;
  channel: string | null;
  warehouse: string | null;
  stockLevel: number;
  minStockQuantity: number;
  /** How far below its minimum it is, ≥ 0. */
  below: number;
  published: boolean;
  /** What sells it; combinations with their selection. At most 10. */
  products: { product: string; title: string; selection?: Selection }[];
  /** Path of its settings. */
  policy: string;
}
