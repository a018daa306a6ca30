import type { BulkProductsRequest, BulkSkusRequest } from "../../sdk/index.ts";
import type { ReplenishmentStatement, SkippedRow } from "./drafts.ts";
import type { Refusal } from "./refusal.ts";
import type { Warning } from "./warning.ts";

/** One SKU as it shall be, or one figure of it. */
export interface CatalogueSku {
  /** What its outcome is kept under: the SKU; of a file whose figures stand by themselves, `figureId`. */
  id: string;
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
  /** Its rows define it part by part: it is sent whole or not at all, and they share its outcome. */
  isWhole: boolean;
}

/** A row that was taken, and what it went into. */
export interface TakenRow {
  line: number;
  sku: string | null;
  product: string | null;
  /** Whose outcome it shares, and under which id that is kept. */
  into: { kind: "sku" | "product" | "replenishment"; id: string };
}

/** One figure of a SKU, in a file whose figures stand by themselves. */
export function figureId(sku: string, warehouse: string): string {
  return JSON.stringify([sku, warehouse]);
}

/** Expected goods are named by the shop, once for a SKU. */
export function replenishmentId({ sku, id }: Pick<ReplenishmentStatement, "sku" | "id">): string {
  return JSON.stringify([sku, id]);
}

/** The whole file, compared and settled: what is to be sent, and what became of each row. */
export interface Catalogue {
  skus: CatalogueSku[];
  products: CatalogueProduct[];
  replenishments: ReplenishmentStatement[];
  isByFigure: boolean;
  taken: TakenRow[];
  skipped: SkippedRow[];
  refusals: Refusal[];
  warnings: Warning[];
}

/** Rows of the file, the header and blank ones not counted. */
export function rowCount(catalogue: Catalogue): number {
  return catalogue.taken.length + catalogue.skipped.length + catalogue.refusals.length;
}
