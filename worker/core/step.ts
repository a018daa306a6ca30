import type { AskScope } from "./ask.ts";
import type { Ask } from "./demand.ts";
import type { ChannelFacts } from "./limit.ts";
import type { Refusal } from "./refusal.ts";

/** Every step names its number, and the number that must have been applied before it. */
interface Numbered {
  n: number;
  /** Numbers between `after` and `n` were tried and decided against: they are skipped. */
  after: number;
}

/** Who did it and why, for the ledger. */
interface Told {
  actor: string;
  note: string | null;
}

/**
 * Holds what the ask comes to in all. On a claim that is there already it holds the difference, and the claim keeps its
 * channel, client and expiry; on an order's claim they are allocated with the next step.
 */
export interface HoldStep extends Numbered {
  kind: "hold";
  ask: Ask;
  channel: ChannelFacts;
  client: string | null;
  expiresAt: number;
}

/** Puts allocated units for which goods are there on a shipment. */
export interface PlanStep extends Numbered, Told {
  kind: "plan";
  shipment: string;
  units: number;
  /** Where all of them leave from; `null`: from where the claim has them. */
  warehouse: string | null;
}

/** The steps that a SKU may refuse (DESIGN section 7.4). */
export type TriedStep = HoldStep | PlanStep;

/** Steps that are decided already: no bound or figure may refuse them. All of them state the result, not a difference. */
export type DrivenStep =
  | (Numbered & { kind: "decrease"; units: number })
  | (Numbered & { kind: "extend"; expiresAt: number })
  | (Numbered & { kind: "release" })
  /** `backordered`: units that whoever ordered was told goods are missing for. Absent: none. */
  | (Numbered & { kind: "allocate"; order: string; actor: string; backordered?: number })
  /** `units`: what is left of the claim, planned ones included. `ends`: nothing will be claimed for it any more. */
  | (Numbered & Told & { kind: "cancel"; units: number; ends: boolean })
  | (Numbered & Told & { kind: "unplan"; shipment: string })
  | (Numbered & Told & { kind: "ship"; shipment: string; ends: boolean })
  /** Shipped units come back. A claim of its own for each return, which is released once this has got through. */
  | (Numbered & Told & GiveBack);

/** Units that come back to a warehouse. */
export interface GiveBack {
  kind: "giveBack";
  units: number;
  warehouse: string;
  /** Where they go when that warehouse was closed in the meantime: the first of these that is not. */
  instead: readonly string[];
  /** False: they are not on hand again. */
  restock: boolean;
  order: string;
  /** The return's id. */
  document: string;
}

/** One step of a claim at a SKU (DESIGN section 7.3). */
export type Step = TriedStep | DrivenStep;

/** Questions, which change nothing. */
export type Inquiry =
  /** May this be in a cart. */
  | { kind: "inquire"; ask: Ask; scope: AskScope; channel: ChannelFacts }
  /** For how many units of the claim are goods there now. */
  | { kind: "coverage" };

/** What a slot sends about one claim: the steps that the SKU has not acknowledged yet, in order. */
export interface StepsOfClaim {
  claim: string;
  steps: (Step | Inquiry)[];
}

/** What a SKU answers to the last of the steps. */
export type StepAnswer =
  | Done
  | { outcome: "refused"; refusal: Refusal }
  /** The claim has ended: nothing can be tried on it any more. */
  | { outcome: "ended" }
  /** A step is missing before this one. */
  | { outcome: "behind"; next: number }
  /** The message came after its deadline. That is no answer. */
  | { outcome: "late" }
  /** Whether stock is really wanting could not be found out now. */
  | { outcome: "unavailable" };

export interface Done {
  outcome: "done";
  /** Units the claim has now; 0 when the SKU does not track. */
  units: number;
  /** Of them, those for which goods are not there. */
  backordered: number;
  /** False: nothing is claimed or counted, now or later, for this claim. */
  tracked: boolean;
  shipsFrom: string | null;
  /** To a plan: where its units are taken. */
  taken?: { warehouse: string; units: number }[];
}
