/** Why on-hand stock was adjusted. */
export type AdjustReason = "received" | "damaged" | "lost" | "found" | "correction" | "other";

/** What a movement changed. */
export type MovementKind = "adjust" | "count" | "allocate" | "cancel";

/** The figure that a movement changed. */
export type MovementFigure = "onHand" | "allocated";

/** One ledger line. */
export interface Movement {
  /** Counts the SKU's movements from 1, without a hole. */
  sequence: number;
  sku: string;
  warehouse: string;
  kind: MovementKind;
  figure: MovementFigure;
  /** Signed units. */
  change: number;
  /** The figure after it, at this warehouse. */
  after: number;
  reason: AdjustReason | null;
  note: string | null;
  /** The paper behind it: a delivery note, an order id. */
  document: string | null;
  /** Name of the key that did it. */
  actor: string;
  at: string;
}
