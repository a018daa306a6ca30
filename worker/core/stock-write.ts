import type { AdjustReason } from "../../sdk/index.ts";
import { type Figures, isFigure, NO_FIGURES } from "./figures.ts";
import type { LedgerEntry } from "./ledger.ts";

/** A change of what is on hand: by a difference, or to a counted figure. */
export type StockChange =
  | { kind: "adjust"; delta: number; reason: AdjustReason }
  /** `expected`: the figure that was believed, or `null` for none. */
  | { kind: "count"; onHand: number; expected: number | null };

/** Who did it, why, on which paper. */
export interface Provenance {
  actor: string;
  note: string | null;
  document: string | null;
}

export type StockWriteRefusal =
  | { reason: "stale_write"; current: number }
  /** On hand is never below what is planned on shipments, so never negative. */
  | { reason: "on_hand_below_zero"; onHand: number; floor: number }
  | { reason: "figure_out_of_range" }
  | { reason: "too_many_warehouses"; bound: number };

export type StockWriteResult =
  | { accepted: true; level: Figures; entry: LedgerEntry | null }
  | { accepted: false; refusal: StockWriteRefusal };

/** Applies a change to the level of one warehouse. A count that finds the figure as it is moves nothing. */
export function writeStock(
  warehouse: string,
  level: Figures | undefined,
  change: StockChange,
  provenance: Provenance,
): StockWriteResult {
  const before = level ?? NO_FIGURES;
  if (change.kind === "count" && change.expected !== null && change.expected !== before.onHand) {
    return { accepted: false, refusal: { reason: "stale_write", current: before.onHand } };
  }
  const onHand = change.kind === "adjust" ? before.onHand + change.delta : change.onHand;
  if (!isFigure(onHand)) return { accepted: false, refusal: { reason: "figure_out_of_range" } };
  if (onHand < before.planned) {
    return {
      accepted: false,
      refusal: { reason: "on_hand_below_zero", onHand: before.onHand, floor: before.planned },
    };
  }
  if (onHand === before.onHand) return { accepted: true, level: before, entry: null };
  const entry: LedgerEntry = {
    warehouse,
    kind: change.kind,
    figure: "onHand",
    change: onHand - before.onHand,
    after: onHand,
    reason: change.kind === "adjust" ? change.reason : null,
    ...provenance,
  };
  return { accepted: true, level: { ...before, onHand }, entry };
}
