import type { LineProblem, NotPurchasableReason } from "../../sdk/index.ts";
import type { CartRefusal } from "../core/cart-quantity.ts";

/** What is told of a quantity that the cart's rules refuse: the rule, and the setting that it has to meet. No stock. */
export function quantityReason(
  cart: CartRefusal,
): Pick<LineProblem, "detail" | "reason" | "min" | "max" | "allowed" | "multiple"> {
  switch (cart.rule) {
    case "min":
      return { detail: `must be at least ${cart.bound}`, reason: "below_min", min: cart.bound };
    case "max":
      return { detail: `must be at most ${cart.bound}`, reason: "above_max", max: cart.bound };
    case "allowed":
      return { detail: `must be one of ${cart.allowed.join(", ")}`, reason: "not_allowed", allowed: cart.allowed };
    case "multiple":
      return { detail: `must be a multiple of ${cart.bound}`, reason: "not_multiple", multiple: cart.bound };
  }
}

/** The sentence for something that cannot be bought now. `sku`: the SKU that says so; `null` of a line that none judges. */
export function notPurchasableDetail(reason: NotPurchasableReason, sku: string | null): string {
  const what = sku ?? "This line";
  switch (reason) {
    case "hidden":
      return `${what} is not for sale.`;
    case "choose_options":
      return "Options have to be chosen first.";
    case "combination_unavailable":
      return "There is no such combination.";
    case "not_yet_available":
      return `${what} is not on sale yet.`;
    case "no_longer_available":
      return `${what} is not on sale any more.`;
    case "discontinued":
      return `${what} is sold out for good.`;
    default:
      return `${what} cannot be bought now.`;
  }
}
