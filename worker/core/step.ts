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

/**
 * The step that a SKU may refuse: hold what the ask comes to in all. On a claim that is there already it holds the
 * difference, and the claim keeps its channel, client and expiry.
 */
export interface TriedStep extends Numbered {
  kind: "hold";
  ask: Ask;
  channel: ChannelFacts;
  client: string | null;
  expiresAt: number;
}

/** Steps that are decided already: no bound or figure may refuse them. All of them state the result, not a difference. */
export type DrivenStep =
  | (Numbered & { kind: "decrease"; units: number })
  | (Numbered & { kind: "extend"; expiresAt: number })
  | (Numbered & { kind: "release" })
  | (Numbered & { kind: "allocate"; order: string; actor: string })
  | (Numbered & { kind: "cancel"; actor: string; note: string | null });

/** One step of a claim at a SKU (DESIGN section 7.3). */
export type Step = TriedStep | DrivenStep;

/** A question that changes nothing: may this be in a cart. */
export interface Inquiry {
  kind: "inquire";
  ask: Ask;
  scope: AskScope;
  channel: ChannelFacts;
}

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
}
