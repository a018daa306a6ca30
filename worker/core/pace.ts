import { CLAIMS_PER_CALL_WORTH_GATHERING, STEP_CALLS_PER_SECOND_MAX, STEPS_GATHERED_FOR_MS_MAX } from "./bounds.ts";

/** The calls with steps that a SKU has taken within some time. */
export interface CallTally {
  calls: number;
  /** Claims in all of them together. */
  claims: number;
  /** Slots that they came from. */
  slots: number;
  forMs: number;
}

/**
 * How long a slot shall gather steps for a SKU before it calls again, in milliseconds from its last call; 0 for as it
 * likes. Asked of a SKU that is called too often (DESIGN section 7.2): an object takes about a thousand calls a second,
 * whatever is in them.
 *
 * Only where calls carry more than one claim already: there are more shoppers waiting than slots that call, so fewer
 * calls carry as many claims. Where each carries one, waiting would make every shopper wait for nothing.
 */
export function gatherMsOf(tally: CallTally, isGathering: boolean): number {
  const callsPerSecond = (tally.calls * 1_000) / tally.forMs;
  const isPressed = isGathering || callsPerSecond > STEP_CALLS_PER_SECOND_MAX;
  if (!isPressed || tally.claims < tally.calls * CLAIMS_PER_CALL_WORTH_GATHERING) return 0;
  return Math.min(STEPS_GATHERED_FOR_MS_MAX, Math.ceil((tally.slots * 1_000) / STEP_CALLS_PER_SECOND_MAX));
}
