import type { BulkProductsRequest, Policy } from "../../sdk/index.ts";
import type { SourceRow } from "./column.ts";
import type { Refusal, RefusalReason } from "./refusal.ts";
import type { Warning } from "./warning.ts";

/** On hand at one warehouse, as a row states it. */
export interface LevelStatement {
  warehouse: string;
  onHand: number;
  /** The figure that is believed to be there; another one is refused. */
  expected?: number;
}

/** What one row says of one SKU. */
export interface Statement {
  line: number;
  /** `null`: the file names none, one is derived. */
  sku: string | null;
  product: string | null;
  level: LevelStatement | null;
  policy: Partial<Policy>;
}

/** One choice of a product: a row, its option values in the order of the product's options. */
export interface Variant {
  values: string[];
  statement: Statement;
}

/** A product as the file has it, before its rows are compared with each other. */
export interface ProductDraft {
  id: string;
  title: string;
  /** Where it begins. */
  line: number;
  /** Names of its options; none: one SKU. */
  options: string[];
  /** `null`: the file says nothing about it. */
  published: boolean | null;
  variants: Variant[];
}

/** A product whose rows define it part by part, as the server takes it. */
export interface ProductDefinition {
  request: BulkProductsRequest["rows"][number];
  /** Where it begins. */
  line: number;
  /** Its rows, with the SKU that each names. */
  rows: { line: number; sku: string | null }[];
}

/** Goods that are awaited, as a row states them. */
export interface ReplenishmentStatement {
  line: number;
  sku: string;
  id: string;
  warehouse: string;
  quantity: number;
  /** Units that came already, in all; `null`: the file says nothing about it. */
  received: number | null;
  expectedAt: string | null;
  document: string | null;
  note: string | null;
}

/** Why a row was left alone. */
export type SkipReason = "no_stock" | "no_new_figure" | "not_stocked";

/** A row that changes nothing: a further image, a blank follow-up, no figure to set. */
export interface SkippedRow {
  line: number;
  sku: string | null;
  product: string | null;
  reason: SkipReason;
}

/** Everything a reader found, in the order of the file. */
export interface Drafts {
  products: ProductDraft[];
  /** Rows that are of no product. */
  statements: Statement[];
  /** Each statement is about one figure, and taken or refused by itself. */
  isByFigure: boolean;
  definitions: ProductDefinition[];
  replenishments: ReplenishmentStatement[];
  skipped: SkippedRow[];
  refusals: Refusal[];
  warnings: Warning[];
}

/** Takes the rows of one file in order and forgets nothing; pure, and used once. */
export interface RowReader {
  read(row: SourceRow): void;
  /** A row whose cells cannot be trusted to stand in their columns. */
  readBroken(row: SourceRow, reason: RefusalReason): void;
  finish(): Drafts;
}

/** What the command line adds to the file. */
export interface ReaderOptions {
  /** For rows that name no warehouse. */
  warehouse: string;
}

export function emptyDrafts(): Drafts {
  return {
    products: [],
    statements: [],
    isByFigure: false,
    definitions: [],
    replenishments: [],
    skipped: [],
    refusals: [],
    warnings: [],
  };
}
