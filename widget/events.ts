import type { Availability, SubscriptionAnswer } from "../sdk/index.ts";

/** What stands in the quantity input. */
export interface QuantityChange {
  /** `null`: no whole number. */
  quantity: number | null;
  /** Whether it may be ordered, as far as is known. */
  valid: boolean;
}

/** What the elements tell the page. All bubble, and leave shadow roots. */
export interface StockEventMap {
  /** A view was shown: the first, and each one that differs from the last. */
  "stock:change": CustomEvent<Availability>;
  /** The quantity, or whether it may be ordered, is another. */
  "stock:quantity-change": CustomEvent<QuantityChange>;
  /** The server took a shopper's wish to be told when it is back; the address is not in it. */
  "stock:subscribe": CustomEvent<SubscriptionAnswer>;
  /** A look failed; mostly an `OnhandError`, whose `code` says why. Looking goes on. */
  "stock:error": CustomEvent<{ error: Error }>;
}

declare global {
  interface HTMLElementEventMap extends StockEventMap {}
}

/** Tells the page. */
export function tell<Name extends keyof StockEventMap>(
  element: Element,
  name: Name,
  detail: StockEventMap[Name]["detail"],
): void {
  element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
