import type { AvailabilityStatus, Movement } from "../../sdk/index.ts";

/** A SKU as it is seen from behind the counter. */
export interface CounterView {
  sku: string;
  name: string;
  /** What shoppers are told, in one word. */
  status: AvailabilityStatus;
  onHand: number;
  held: number;
  allocated: number;
  /** What can be promised now; `null`: without limit. */
  available: number | null;
  /** The newest first, at most `MOVEMENTS_SHOWN`. */
  movements: Movement[];
}

/** Goods that arrive. */
export interface Receipt {
  /** Whole units, 1 – 1,000. */
  units: number;
}

/** What was counted on the shelf. */
export interface Count {
  /** Whole units, 0 – 100,000. */
  onHand: number;
  /** The figure that the counter showed. */
  expected: number;
}

/** How many movements the counter shows. */
export const MOVEMENTS_SHOWN = 5;
