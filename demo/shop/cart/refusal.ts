import {
  type AnyOnhandError,
  isInsufficientStockError,
  isInvalidQuantityError,
  isNetworkError,
  isNotPurchasableError,
  isOnhandError,
  isRateLimitedError,
  isTimeoutError,
  type LineProblem,
} from "../../../sdk/index.ts";
import { type CartLine, keyOf } from "./cart-line.ts";

/** Why the cart is not as it was asked to be, in words for a shopper. */
export interface Refusal {
  /** About the whole cart. */
  text: string;
  /** About single lines, by their key. */
  lines: ReadonlyMap<string, string>;
}

/** By code: the shop's own server, too, answers with them. */
const WORDS: Readonly<Record<string, string>> = {
  reservation_expired: "The time was up, and everything went back on the shelf.",
  reservation_released: "This cart was given back.",
  reservation_ordered: "This cart has been paid already.",
  reservation_not_found: "This cart is not kept any more.",
  revision_mismatch: "The cart was changed in another window. This is how it is now; please try again.",
  sku_not_found: "Something of that is no longer in the shop. The cart is as it was.",
  product_not_found: "Something of that is no longer in the shop. The cart is as it was.",
};

/** What an error of the SDK means for these lines. Anything else is a bug, and thrown on. */
export function refusalOf(error: unknown, lines: readonly CartLine[]): Refusal {
  if (!isOnhandError(error)) throw error;
  if (isInsufficientStockError(error))
    return atLines("There is not enough for that. The cart is as it was.", error.lines, lines);
  if (isNotPurchasableError(error))
    return atLines("That cannot be bought right now. The cart is as it was.", error.lines, lines);
  if (isInvalidQuantityError(error))
    return atLines("That quantity does not fit. The cart is as it was.", error.lines, lines);
  return { text: wordsFor(error), lines: new Map() };
}

function wordsFor(error: AnyOnhandError): string {
  const words = WORDS[error.code];
  if (words !== undefined) return words;
  if (isRateLimitedError(error)) return "Too much at once. Please wait a moment and try again.";
  if (isNetworkError(error) || isTimeoutError(error)) return "The shop does not answer. Please try again.";
  return "Something went wrong in the shop. Please try again.";
}

function atLines(text: string, refused: readonly LineProblem[], lines: readonly CartLine[]): Refusal {
  const words = new Map<string, string>();
  for (const each of refused) {
    const line = each.line === undefined ? undefined : lines[each.line];
    // A kit may be short of several SKUs: the first one says it.
    if (line !== undefined && !words.has(keyOf(line.line))) words.set(keyOf(line.line), wordsAt(each, line));
  }
  return { text, lines: words };
}

function wordsAt(refused: LineProblem, { line }: CartLine): string {
  switch (refused.code) {
    case "insufficient_stock":
      // What a kit is short of is counted in its parts, which nobody asked about.
      return notEnough(refused.requested === line.quantity ? refused.available : undefined);
    case "invalid_quantity":
      return `The quantity must be ${quantityRule(refused)}.`;
    case "not_purchasable":
      return notPurchasable(refused.reason);
    case "sku_not_found":
    case "product_not_found":
      return "This is no longer in the shop.";
    case "too_many_open_holds":
      return "Too many carts are held from here. Please wait until one is paid or has run out.";
    default:
      return "This cannot be had right now.";
  }
}

function notEnough(available: number | undefined): string {
  if (available === undefined) return "There are not that many left.";
  return available > 0 ? `Only ${available} can be had.` : "This is sold out.";
}

function quantityRule({ reason, min, max, allowed, multiple }: LineProblem): string {
  switch (reason) {
    case "below_min":
      return `at least ${min}`;
    case "above_max":
      return `at most ${max}`;
    case "not_allowed":
      return `one of ${allowed?.join(", ")}`;
    case "not_multiple":
      return `a multiple of ${multiple}`;
    default:
      return "another one";
  }
}

/** `reason` is the code of what the element beside it says. */
function notPurchasable(reason: LineProblem["reason"]): string {
  switch (reason) {
    case "not_yet_available":
      return "This is not on sale yet.";
    case "no_longer_available":
      return "This is not on sale any more.";
    case "choose_options":
      return "Please choose first.";
    case "combination_unavailable":
      return "This combination is not made.";
    case "hidden":
      return "This is no longer in the shop.";
    default:
      return "This is sold out.";
  }
}
