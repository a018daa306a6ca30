import type { Movement } from "./movement.ts";
import type { Level } from "./sku.ts";

/** Goods of one SKU go from one warehouse to another. */
export interface TransferRequest {
  from: string;
  /** Another one than `from`. */
  to: string;
  /** Units, 1 – 1,000,000,000. What is planned on shipments stays. */
  quantity: number;
  /** Up to 500 characters. */
  note?: string;
  /** Up to 128 characters. */
  document?: string;
}

/** What a transfer did: both ends or nothing. */
export interface StockTransfer {
  sku: string;
  /** Out of `from`, then into `to`. */
  movements: Movement[];
  /** Figures after it, in the same order. */
  levels: Level[];
}
