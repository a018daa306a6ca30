import type { OrderQuantity } from "../sdk/index.ts";

/** What is known of a quantity before there is a view. */
export const ANY_QUANTITY: OrderQuantity = { min: 1, max: Number.POSITIVE_INFINITY, allowed: null, multiple: 1 };

/** The first rule that a quantity breaks, in the order of DESIGN section 4. */
export type QuantityRefusal =
  | { rule: "whole" }
  | { rule: "min" | "max" | "multiple"; bound: number }
  | { rule: "allowed" };

/** What is to be said of what stands in the input. */
export type QuantityVerdict =
  | { isValid: true; quantity: number }
  /** `quantity` is `null` where it is no whole number at all. */
  | { isValid: false; quantity: number | null; refusal: QuantityRefusal };

/** Whether what was typed may be ordered. It is judged as it stands: nothing is rounded or cut off. */
export function judgeQuantity(typed: string, rules: OrderQuantity): QuantityVerdict {
  const quantity = typed.trim() === "" ? Number.NaN : Number(typed);
  if (!Number.isSafeInteger(quantity)) return { isValid: false, quantity: null, refusal: { rule: "whole" } };
  const refusal = refusalOf(quantity, rules);
  return refusal === null ? { isValid: true, quantity } : { isValid: false, quantity, refusal };
}

/** The quantities to choose from, least first; `null` where any that follows the other rules will do. */
export function quantitiesOffered(rules: OrderQuantity): number[] | null {
  return rules.allowed?.filter((each) => refusalOf(each, rules) === null).toSorted((one, other) => one - other) ?? null;
}

/** The least quantity that may be ordered; where there is none, the least that is not too few. */
export function leastQuantity(rules: OrderQuantity): number {
  const { min, multiple } = rules;
  return quantitiesOffered(rules)?.[0] ?? Math.max(1, Math.ceil(min / multiple)) * multiple;
}

function refusalOf(quantity: number, { min, max, allowed, multiple }: OrderQuantity): QuantityRefusal | null {
  if (quantity < min) return { rule: "min", bound: min };
  if (quantity > max) return { rule: "max", bound: max };
  if (allowed !== null && !allowed.includes(quantity)) return { rule: "allowed" };
  if (quantity % multiple !== 0) return { rule: "multiple", bound: multiple };
  return null;
}
