import { FIGURE_MAX } from "./bounds.ts";

/** Figures of one SKU at one warehouse: whole units, |n| ≤ `FIGURE_MAX` (DESIGN section 3). */
export interface Figures {
  onHand: number;
  held: number;
  allocated: number;
  planned: number;
  incoming: number;
}

/** Figures of one SKU by warehouse code. */
export type Levels = ReadonlyMap<string, Figures>;

export const NO_FIGURES: Figures = { onHand: 0, held: 0, allocated: 0, planned: 0, incoming: 0 };

/** The sum over some warehouses; one without a level counts as zero. */
export function sumOf(levels: Levels, warehouses: Iterable<string>): Figures {
  const sum = { ...NO_FIGURES };
  for (const warehouse of warehouses) {
    const level = levels.get(warehouse);
    if (level === undefined) continue;
    sum.onHand += level.onHand;
    sum.held += level.held;
    sum.allocated += level.allocated;
    sum.planned += level.planned;
    sum.incoming += level.incoming;
  }
  return sum;
}

/** P: units that are there and not promised. Negative where more is promised than there is. */
export function physical(figures: Figures): number {
  return figures.onHand - figures.held - figures.allocated - figures.planned;
}

/** A: what can be promised now. */
export function available(figures: Figures, outOfStockThreshold: number): number {
  return physical(figures) - outOfStockThreshold;
}

/** S: the stock level that owners are told about; carts do not move it. */
export function stockLevel(figures: Figures, outOfStockThreshold: number): number {
  return available(figures, outOfStockThreshold) + figures.held;
}

/** Units promised beyond stock, over all warehouses. */
export function soldBeyondStock(levels: Levels): number {
  let beyond = 0;
  for (const level of levels.values()) beyond += Math.max(0, -physical(level));
  return beyond;
}

/** Whether a figure may be stored. */
export function isFigure(value: number): boolean {
  return Number.isSafeInteger(value) && Math.abs(value) <= FIGURE_MAX;
}
