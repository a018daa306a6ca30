import type { SubscriptionState } from "../../../sdk/index.ts";
import { CONFIRMATION_AGAIN_MS } from "../../core/bounds.ts";

/** What is known of an address, a channel and what it asks for. */
export interface Known {
  state: SubscriptionState;
  confirmation: number;
  askedAtMs: number | null;
  lapsesAtMs: number;
  endedAtMs: number | null;
}

/** How a wish is made. */
export interface Asking {
  /** Nobody has to confirm it: a secret key vouches, or the shop does without. */
  atOnce: boolean;
  /** When the request was first made, and what time it is. The same, unless it is a repeat. */
  requestedAtMs: number;
  nowMs: number;
  /** Open subscriptions of the address, and how many there may be. */
  open: number;
  openMax: number;
}

/**
 * What becomes of a wish. `new`: nothing was known. `anew`: what has ended begins again. `again`: the mail that asks is sent
 * once more, and the link before is void. `activate`: what was to be confirmed needs it no longer. `none`: nothing is made.
 */
export type Plan =
  | { step: "new" | "anew" | "again" | "activate"; confirmation: number }
  | { step: "none"; why: "known" | "full" };

/** What is to be done about a wish; `null`: nothing is known of it. */
export function planOf(known: Known | null, asking: Asking): Plan {
  const { atOnce, requestedAtMs, nowMs, open, openMax } = asking;
  const confirmation = (known?.confirmation ?? 0) + 1;
  const isFull = open >= openMax;
  if (known === null) return isFull ? { step: "none", why: "full" } : { step: "new", confirmation };
  const endedAtMs = endOf(known, nowMs);
  if (endedAtMs !== null) {
    // A repeat of the request from before its end asks for nothing more than it has had.
    if (endedAtMs > requestedAtMs) return { step: "none", why: "known" };
    return isFull ? { step: "none", why: "full" } : { step: "anew", confirmation };
  }
  if (known.state === "active") return { step: "none", why: "known" };
  if (atOnce) return { step: "activate", confirmation: known.confirmation };
  const isRecent = known.askedAtMs !== null && known.askedAtMs > requestedAtMs - CONFIRMATION_AGAIN_MS;
  return isRecent ? { step: "none", why: "known" } : { step: "again", confirmation };
}

/** When it ended, `null` while it has not. What is past its time has, though no round has noted it yet. */
function endOf({ state, lapsesAtMs, endedAtMs }: Known, nowMs: number): number | null {
  if (state !== "pending" && state !== "active") return endedAtMs ?? 0;
  return lapsesAtMs <= nowMs ? lapsesAtMs : null;
}
