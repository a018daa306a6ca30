import type { ChannelFacts } from "./limit.ts";
import type { Share } from "./shares.ts";

interface ClaimBase {
  /** The reservation's id; it stays the claim's id when the reservation becomes an order. */
  id: string;
  /** Number of the last step that was applied. */
  step: number;
}

interface OpenClaim extends ClaimBase {
  /** Fixed when the claim was made (DESIGN section 7.8). */
  channel: ChannelFacts;
  /** Oldest warehouse first: given back from the end. */
  shares: Share[];
  /** When it was made: older claims are covered first. */
  since: number;
  /** Units for which goods were not there at the last step that took some. */
  backordered: number;
}

export interface HeldClaim extends OpenClaim {
  phase: "held";
  /** Who holds it, when a shopper's key or origin does. */
  client: string | null;
  /** Overdue from then on, but counted until the slot has said that it is gone. */
  expiresAt: number;
}

export interface AllocatedClaim extends OpenClaim {
  phase: "allocated";
  order: string;
  /** Where the planned units of each shipment that has not left are taken. */
  shipments: PlannedShipment[];
}

/** Planned units of one claim that are on one shipment. */
export interface PlannedShipment {
  id: string;
  units: { warehouse: string; units: number }[];
}

/** Nothing is claimed, but it may be again: a SKU that was taken out of the cart. */
export interface EmptyClaim extends ClaimBase {
  phase: "empty";
}

/** Remembered until no message about it can be under way any more. */
export interface EndedClaim extends ClaimBase {
  phase: "ended";
  endedAt: number;
}

/** A claim that has units. */
export type UnitsClaim = HeldClaim | AllocatedClaim;

/** What one reservation or order has of one SKU. */
export type Claim = HeldClaim | AllocatedClaim | EmptyClaim | EndedClaim;

/** Units of a claim by warehouse; none once it is empty or ended. */
export function sharesOf(claim: Claim | null): Share[] {
  return claim === null || claim.phase === "empty" || claim.phase === "ended" ? [] : claim.shares;
}
