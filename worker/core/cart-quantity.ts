import type { DisplayPolicy } from "../../sdk/index.ts";

/** The keys that say which quantities a cart may have. */
export type CartRules = Pick<
  DisplayPolicy,
  "minCartQuantity" | "maxCartQuantity" | "allowedQuantities" | "quantityMultiple"
>;

/** The first rule that a quantity breaks, in the order of DESIGN section 4. */
export type CartRefusal =
  | { rule: "min"; bound: number }
  | { rule: "max"; bound: number }
  | { rule: "allowed"; allowed: number[] }
  | { rule: "multiple"; bound: number };

/** Why a quantity may not be in a cart, or `null`. */
export function judgeCartQuantity(quantity: number, rules: CartRules): CartRefusal | null {
  if (quantity < rules.minCartQuantity) return { rule: "min", bound: rules.minCartQuantity };
  if (quantity > rules.maxCartQuantity) return { rule: "max", bound: rules.maxCartQuantity };
  if (rules.allowedQuantities !== null && !rules.allowedQuantities.includes(quantity)) {
    return { rule: "allowed", allowed: rules.allowedQuantities };
  }
  if (quantity % rules.quantityMultiple !== 0) return { rule: "multiple", bound: rules.quantityMultiple };
  return null;
}

/** The largest quantity that may be in a cart and is at most `most`; 0 when there is none. */
export function largestCartQuantity(most: number, rules: CartRules): number {
  const top = Math.min(most, rules.maxCartQuantity);
  if (rules.allowedQuantities !== null) {
    const fitting = rules.allowedQuantities.filter(
      (quantity) => quantity <= top && judgeCartQuantity(quantity, rules) === null,
    );
    return Math.max(0, ...fitting);
  }
  const rounded = top - (top % rules.quantityMultiple);
  return rounded >= rules.minCartQuantity && rounded > 0 ? rounded : 0;
}

/** The same for several sets of rules that must all agree; a common quantity is looked for by going down. */
export function largestCommonQuantity(most: number, rules: readonly CartRules[]): number {
  let quantity = most;
  // Every round that changes anything goes down to a smaller candidate, so this ends.
  for (;;) {
    const before: number = quantity;
    for (const each of rules) quantity = largestCartQuantity(quantity, each);
    if (quantity === before || quantity === 0) return quantity;
  }
}

/** The smallest quantity that may be in a cart; `null` when no quantity may. */
export function leastCartQuantity(rules: CartRules): number | null {
  const { minCartQuantity, allowedQuantities, quantityMultiple } = rules;
  const candidates = allowedQuantities ?? [Math.ceil(minCartQuantity / quantityMultiple) * quantityMultiple];
  const fitting = candidates.filter((quantity) => judgeCartQuantity(quantity, rules) === null);
  return fitting.length === 0 ? null : Math.min(...fitting);
}
