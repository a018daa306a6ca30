import type { BulkProductsRequest, BulkSkusRequest } from "../../sdk/index.ts";
import type { SkippedRow } from "./drafts.ts";
import type { Refusal } from "./refusal.ts";
import type { Warning } from "./warning.ts";

/** One SKU as it shall be. */
export interface CatalogueSku {
  request: BulkSkusRequest["rows"][number];
  /** The rows that speak of it. */
  lines: number[];
  /** The file does not name it: it was derived from handle and option values. */
  derived: boolean;
}

/** One product as it shall be. */
export interface CatalogueProduct {
  request: BulkProductsRequest["rows"][number];
  /** Where it begins. */
  line: number;
  /** Rows of it were refused: what the server has of it beyond this must not be lost. */
  incomplete: boolean;
}

/** A row that was taken, and the SKU that it went into. */
export interface TakenRow {
  line: number;
  sku: string;
  product: string | null;
}

/** The whole file, compared and settled: what is to be sent, and what became of each row. */
export interface Catalogue {
  skus: CatalogueSku[];
  products: CatalogueProduct[];
  taken: TakenRow[];
  skipped: SkippedRow[];
  refusals: Refusal[];
  warnings: Warning[];
}

/** Rows of the file, the header and blank ones not counted. */
export function rowCount(catalogue: Catalogue): number {
  return catalogue.taken.length + catalogue.skipped.length + catalogue.refusals.length;
}
