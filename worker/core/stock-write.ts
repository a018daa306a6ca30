import type { AdjustReason } from "../../sdk/index.ts";
import { type Figures, isFigure, NO_FIGURES } from "./figures.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { ShipmentUnits } from "./shipment-units.ts";

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

/** The warehouse at which stock is changed. */
export interface WritePlace {
  warehouse: string;
  /** `undefined`: the SKU has never had any there. */
  level: Figures | undefined;
  /** It is being closed, or was removed: nothing comes in any more. */
  closed: boolean;
  /** Shipments that need units there; asked for only when that is the refusal. */
  shipments: () => ShipmentUnits[];
}

export type StockWriteRefusal =
  | { reason: "stale_write"; current: number }
  /** On hand is never negative. */
  | { reason: "on_hand_below_zero"; onHand: number }
  /** On hand is never below what is planned on shipments. */
  | { reason: "on_hand_below_planned"; onHand: number; planned: number; shipments: ShipmentUnits[] }
  | { reason: "figure_out_of_range" }
  | { reason: "too_many_warehouses"; bound: number }
  | { reason: "warehouse_closed"; warehouse: string };

export type StockWriteResult =
  | { accepted: true; level: Figures; entry: LedgerEntry | null }
  | { accepted: false; refusal: StockWriteRefusal };

/** Applies a change to the level of one warehouse. A count that finds the figure as it is moves nothing. */
export function writeStock(place: WritePlace, change: StockChange, provenance: Provenance): StockWriteResult {
  const before = place.level ?? NO_FIGURES;
  if (change.kind === "count" && change.expected !== null && change.expected !== before.onHand) {
    return { accepted: false, refusal: { reason: "stale_write", current: before.onHand } };
  }
  const onHand = change.kind === "adjust" ? before.onHand + change.delta : change.onHand;
  const refusal = onHandRefusal(place, onHand);
  if (refusal !== null) return { accepted: false, refusal };
  if (onHand === before.onHand) return { accepted: true, level: before, entry: null };
  const entry: LedgerEntry = {
    warehouse: place.warehouse,
    kind: change.kind,
    figure: "onHand",
    change: onHand - before.onHand,
    after: onHand,
    reason: change.kind === "adjust" ? change.reason : null,
    order: null,
    ...provenance,
  };
  return { accepted: true, level: { ...before, onHand }, entry };
}

/** Why so much cannot be on hand at a warehouse, or `null` (DESIGN section 3). */
export function onHandRefusal(place: WritePlace, onHand: number): StockWriteRefusal | null {
  const { level = NO_FIGURES, warehouse, closed } = place;
  if (!isFigure(onHand)) return { reason: "figure_out_of_range" };
  if (onHand > level.onHand && closed) return { reason: "warehouse_closed", warehouse };
  if (onHand >= level.planned) return null;
  if (level.planned === 0) return { reason: "on_hand_below_zero", onHand: level.onHand };
  return {
    reason: "on_hand_below_planned",
    onHand: level.onHand,
    planned: level.planned,
    shipments: place.shipments(),
  };
}
