import type { Level, Movement } from "../../sdk/index.ts";

/** What a SKU tells the projection. Figures are guarded by `changes`, lines by their number. */
export interface SkuMessage {
  kind: "sku";
  sku: string;
  createdAt: number;
  /** Grows with every change of a level. */
  changes: number;
  levels: Level[];
  /** Without a hole among themselves. */
  lines: Movement[];
  at: number;
}

/** One stretch of a job over all SKUs; each stretch sends the next. */
export interface JobMessage {
  kind: "job";
  job: "tell_settings" | "announce_all";
  /** The last SKU that is done; empty at the start. */
  after: string;
}

export type OutboxMessage = SkuMessage | JobMessage;
