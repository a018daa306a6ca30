/** How long before or after the receiver's clock a message may have been sent, unless it is said. */
export const TOLERANCE_MS = 300_000;

/**
 * Signatures of one message that are looked at; the sender makes one for each valid secret, two at most. Each costs a pass
 * over the whole body, so that a header full of them would keep the receiver busy.
 */
export const SIGNATURES_MAX = 8;
