import { type Levels, NO_FIGURES } from "./figures.ts";
import type { LedgerEntry } from "./ledger.ts";
import { onHandRefusal, type Provenance, type StockWriteRefusal, type WritePlace } from "./stock-write.ts";

/** Goods that go from one warehouse to another, 1 unit at least. */
export interface Transfer {
  from: WritePlace;
  to: WritePlace;
  quantity: number;
}

export type TransferResult =
  | { accepted: true; levels: Levels; entries: [LedgerEntry, LedgerEntry] }
  | { accepted: false; refusal: StockWriteRefusal; at: "from" | "to" };

/**
 * Moves units on hand: out of one level and into the other, with a ledger line each, or not at all. Refused like an
 * adjustment at either end. What is promised stays where it is promised; whether goods are there for it is judged anew.
 */
export function transferStock(
  { from, to, quantity }: Transfer,
  levels: Levels,
  provenance: Provenance,
): TransferResult {
  const [source, target] = [from.level ?? NO_FIGURES, to.level ?? NO_FIGURES];
  const [left, arrived] = [source.onHand - quantity, target.onHand + quantity];
  const atSource = onHandRefusal(from, left);
  if (atSource !== null) return { accepted: false, refusal: atSource, at: "from" };
  const atTarget = onHandRefusal(to, arrived);
  if (atTarget !== null) return { accepted: false, refusal: atTarget, at: "to" };
  const line = (warehouse: string, change: number, after: number): LedgerEntry => ({
    warehouse,
    kind: "transfer",
    figure: "onHand",
    change,
    after,
    reason: null,
    order: null,
    ...provenance,
  });
  const next = new Map(levels);
  next.set(from.warehouse, { ...source, onHand: left });
  next.set(to.warehouse, { ...target, onHand: arrived });
  return {
    accepted: true,
    levels: next,
    entries: [line(from.warehouse, -quantity, left), line(to.warehouse, quantity, arrived)],
  };
}
