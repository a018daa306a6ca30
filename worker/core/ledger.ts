import type { AdjustReason, MovementFigure, MovementKind } from "../../sdk/index.ts";

/** A ledger line before it has a number and a time. */
export interface LedgerEntry {
  warehouse: string;
  kind: MovementKind;
  figure: MovementFigure;
  /** Signed units. */
  change: number;
  /** The figure after it. */
  after: number;
  reason: AdjustReason | null;
  note: string | null;
  order: string | null;
  document: string | null;
  actor: string;
}

/** A ledger line as it is kept: numbered without a hole. */
export interface LedgerLine extends LedgerEntry {
  sequence: number;
  at: number;
}

/** Who did what nobody in particular asked for: claims that were moved to where goods are. */
export const SERVICE_ACTOR = "onhand";

/** What folded lines came to: the sum of their on-hand changes by warehouse, and the last number among them. */
export interface Checkpoint {
  sequence: number;
  onHand: Record<string, number>;
}

export const EMPTY_CHECKPOINT: Checkpoint = { sequence: 0, onHand: {} };

/** A checkpoint with the lines after it taken in. Lines come in order and without a hole. */
export function foldLines(checkpoint: Checkpoint, lines: readonly LedgerLine[]): Checkpoint {
  const onHand = { ...checkpoint.onHand };
  for (const line of lines) {
    if (line.figure === "onHand") onHand[line.warehouse] = (onHand[line.warehouse] ?? 0) + line.change;
  }
  return { sequence: lines.at(-1)?.sequence ?? checkpoint.sequence, onHand };
}
