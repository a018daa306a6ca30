import type { Policy } from "./policy.ts";
import type { LineProblem } from "./problem.ts";
import type { ProductRequest } from "./product.ts";
import type { Receipt, ReceiptRequest, Replenishment, ReplenishmentRequest } from "./replenishment.ts";
import type { AdjustRequest, CountRequest, StockWrite } from "./sku.ts";
import type { StockTransfer, TransferRequest } from "./transfer.ts";

/** What became of a row. `unchanged`: it was so already. */
export type BulkOutcome = "created" | "changed" | "unchanged" | "refused";

/** What became of one row. Rows are independent: one refused row changes nothing for the others. */
export interface BulkRow {
  /** The SKU or product id of the row. */
  id: string;
  outcome: BulkOutcome;
  /** What changed, in words of the contract: `policy.backorders`, `onHand@main`, `combinations`. */
  changes: string[];
  problem?: LineProblem;
}

/** One answer for each row of the request, in its order. */
export interface BulkResult {
  rows: BulkRow[];
}

/** The state that SKUs shall have: created where missing, set where different. */
export interface BulkSkusRequest {
  rows: {
    sku: string;
    /** Keys to set; keys left out stay as they are. */
    policy?: Partial<Policy>;
    levels?: { warehouse?: string; onHand: number; expected?: number }[];
  }[];
  /** Kept with the movements. */
  document?: string;
  /** Judge every row and change nothing. Default false. */
  dryRun?: boolean;
}

/**
 * The products that shall be. A product's settings and `url`, `onlyExistingCombinations` and a combination's
 * `allowOutOfStock` stay as they are where they are left out; everything else becomes what is given.
 */
export interface BulkProductsRequest {
  rows: ({ id: string } & ProductRequest)[];
  /** SKUs to take as existing when judging a dry run. */
  assumeSkus?: string[];
  dryRun?: boolean;
}

/** Adjustments of many SKUs, 1 – 100; each is judged by itself. */
export interface BulkAdjustRequest {
  rows: ({ sku: string } & AdjustRequest)[];
}

/** Counts of many SKUs, 1 – 100; each is judged by itself. */
export interface BulkCountRequest {
  rows: ({ sku: string } & CountRequest)[];
}

/** What an adjustment or a count of one SKU did: `write`, or the `problem` that refused it. */
export interface BulkStockRow {
  sku: string;
  write?: StockWrite;
  problem?: LineProblem;
}

/** One answer for each row of the request, in its order. */
export interface BulkStockResult {
  rows: BulkStockRow[];
}

/** Transfers of many SKUs, 1 – 100; each is done as a whole or not at all. */
export interface BulkTransferRequest {
  rows: ({ sku: string } & TransferRequest)[];
}

/** What a transfer of one SKU did, or the `problem` that refused it. */
export interface BulkTransferRow {
  sku: string;
  transfer?: StockTransfer;
  problem?: LineProblem;
}

/** One answer for each row of the request, in its order. */
export interface BulkTransferResult {
  rows: BulkTransferRow[];
}

/** The replenishments that shall be: made where missing, changed where different. */
export interface BulkReplenishmentsRequest {
  rows: ({ sku: string; id: string } & ReplenishmentRequest)[];
  /** Judge every row and change nothing. Default false. */
  dryRun?: boolean;
}

/** What became of one replenishment. */
export interface BulkReplenishmentRow {
  sku: string;
  /** Of the replenishment. */
  id: string;
  outcome: BulkOutcome;
  /** As it is then. */
  replenishment?: Replenishment;
  problem?: LineProblem;
}

/** One answer for each row of the request, in its order. */
export interface BulkReplenishmentsResult {
  rows: BulkReplenishmentRow[];
}

/** Goods of many replenishments that came, 1 – 100; each is judged by itself. */
export interface BulkReceiptsRequest {
  rows: ({ sku: string; id: string } & ReceiptRequest)[];
}

/** What the receipt of one replenishment did, or the `problem` that refused it. */
export interface BulkReceiptRow {
  sku: string;
  /** Of the replenishment. */
  id: string;
  receipt?: Receipt;
  problem?: LineProblem;
}

/** One answer for each row of the request, in its order. */
export interface BulkReceiptsResult {
  rows: BulkReceiptRow[];
}
