import type { Policy } from "./policy.ts";
import type { Replenishment } from "./replenishment.ts";
import type { Level } from "./sku.ts";

/** All that is kept of one SKU by itself: what a backup or another system needs. Nothing inherited is in it. */
export interface ExportedSku {
  sku: string;
  /** The SKU's own settings. A key that is not here is inherited; `null` is a value. */
  policy: Partial<Policy>;
  /** By warehouse code. */
  levels: Level[];
  /** Goods that are still to come, by id; those that are closed are history. */
  replenishments: Replenishment[];
  /** When lists last heard of its figures, at most seconds after they changed. */
  updatedAt: string;
}
