/** Why on-hand stock was adjusted. */
export type AdjustReason = "received" | "damaged" | "lost" | "found" | "correction" | "other";

/**
 * What a movement was. `expect`: a replenishment was made or changed; `receive`: goods of it came. `move`: a claim's units
 * were given to another warehouse, where goods are.
 */
export type MovementKind =
  | "adjust"
  | "count"
  | "transfer"
  | "expect"
  | "receive"
  | "allocate"
  | "cancel"
  | "move"
  | "plan"
  | "unplan"
  | "ship"
  | "return";

/**
 * The figure that a movement changed. Where a kind takes units from a second figure, that is implied: `allocate` takes
 * them from held, `plan` from allocated (`unplan` gives them back), `ship` from planned too, `receive` from incoming.
 */
export type MovementFigure = "onHand" | "allocated" | "planned" | "incoming";

/** One ledger line. */
export interface Movement {
  /** Counts the SKU's movements from 1, without a hole. */
  sequence: number;
  sku: string;
  warehouse: string;
  kind: MovementKind;
  figure: MovementFigure;
  /** Signed units; 0 for a return that was not restocked, and for a replenishment of which other things changed. */
  change: number;
  /** The figure after it, at this warehouse. */
  after: number;
  reason: AdjustReason | null;
  note: string | null;
  /** The order behind it. */
  order: string | null;
  /** The paper behind it: a delivery note, a shipment, a return, a replenishment, an order. */
  document: string | null;
  /** Name of the key that did it. */
  actor: string;
  at: string;
}

/** What movements are asked for by. All that are given must fit. */
export interface MovementFilter {
  sku?: string;
  warehouse?: string;
  order?: string;
  document?: string;
  actor?: string;
  kind?: MovementKind;
  /** RFC 3339, inclusive. */
  from?: string;
  /** RFC 3339, exclusive. */
  to?: string;
}
