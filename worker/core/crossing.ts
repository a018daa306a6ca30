import type { Policy, StockEventType } from "../../sdk/index.ts";

/** The lines that owners are told about, as the policy draws them. */
export type Lines = Pick<Policy, "minStockQuantity" | "notifyQuantityBelow">;

/** On which side of each line a stock level is. */
export interface Band {
  /** S ≤ `minStockQuantity`. */
  low: boolean;
  /** S ≤ 0. */
  out: boolean;
  /** S < `notifyQuantityBelow`. */
  below: boolean;
}

/** A line that was crossed. */
export interface Crossing {
  type: StockEventType;
  threshold: number;
}

/** Where a stock level is: S of DESIGN section 3, which carts do not move. */
export function bandOf(stockLevel: number, lines: Lines): Band {
  return {
    low: stockLevel <= lines.minStockQuantity,
    out: stockLevel <= 0,
    below: stockLevel < lines.notifyQuantityBelow,
  };
}

/**
 * The lines that lie between two bands, on the way down the highest kind first. From one band to the same there is none,
 * however often it is asked: each crossing is told once. Rising above `notifyQuantityBelow` is no event.
 */
export function crossingsOf(before: Band, after: Band, lines: Lines): Crossing[] {
  const crossed: (Crossing | null)[] = [
    before.out && !after.out ? { type: "stock.back", threshold: 0 } : null,
    before.low && !after.low ? { type: "stock.recovered", threshold: lines.minStockQuantity } : null,
    !before.low && after.low ? { type: "stock.low", threshold: lines.minStockQuantity } : null,
    !before.below && after.below ? { type: "stock.notify_below", threshold: lines.notifyQuantityBelow } : null,
    !before.out && after.out ? { type: "stock.out", threshold: 0 } : null,
  ];
  return crossed.filter((each) => each !== null);
}

export function isSameBand(one: Band, other: Band): boolean {
  return one.low === other.low && one.out === other.out && one.below === other.below;
}
