import type { Policy } from "../../sdk/index.ts";
import { type Parsed, parseFlag, parseMoment, parseWhole, parseWord } from "./cell.ts";

/** Reads one cell that is not empty into the policy keys that it sets. */
export type PolicyCell = (column: string, text: string) => Parsed<Partial<Policy>>;

/** The word that gives a key the value `null`, where it may have it; an empty cell sets nothing. */
const NULL_WORD = "null";

function to<Value>(parsed: Parsed<Value>, set: (value: Value) => Partial<Policy>): Parsed<Partial<Policy>> {
  return parsed.ok ? { ok: true, value: set(parsed.value) } : parsed;
}

function flag(set: (value: boolean) => Partial<Policy>): PolicyCell {
  return (column, text) => to(parseFlag(column, text), set);
}

function whole(set: (value: number) => Partial<Policy>): PolicyCell {
  return (column, text) => to(parseWhole(column, text), set);
}

function word<Word extends string>(words: readonly Word[], set: (value: Word) => Partial<Policy>): PolicyCell {
  return (column, text) => to(parseWord(column, text, words), set);
}

function orNull<Value>(
  parse: (column: string, text: string) => Parsed<Value>,
  set: (value: Value | null) => Partial<Policy>,
): PolicyCell {
  return (column, text) => {
    if (text.toLowerCase() === NULL_WORD) return { ok: true, value: set(null) };
    return to(parse(column, text), set);
  };
}

function parseText(_column: string, text: string): Parsed<string> {
  return { ok: true, value: text };
}

/** `1|2|6` */
function parseWholeList(column: string, text: string): Parsed<number[]> {
  const list: number[] = [];
  for (const part of text.split("|")) {
    const parsed = parseWhole(column, part.trim());
    if (!parsed.ok) return parsed;
    list.push(parsed.value);
  }
  return { ok: true, value: list };
}

/**
 * The optional columns of the plain format: every policy key in snake_case (DESIGN section 4), but for `preorder`, which
 * has two columns of its own. Whether a value is in its bounds is judged by the server.
 */
export const POLICY_CELLS: Readonly<Record<string, PolicyCell>> = {
  track_inventory: flag((trackInventory) => ({ trackInventory })),
  display_availability: flag((displayAvailability) => ({ displayAvailability })),
  display_stock_quantity: flag((displayStockQuantity) => ({ displayStockQuantity })),
  display_quantity_cap: orNull(parseWhole, (displayQuantityCap) => ({ displayQuantityCap })),
  out_of_stock_threshold: whole((outOfStockThreshold) => ({ outOfStockThreshold })),
  min_stock_quantity: whole((minStockQuantity) => ({ minStockQuantity })),
  low_stock_activity: word(["nothing", "disable_buy_button", "unpublish"], (lowStockActivity) => ({
    lowStockActivity,
  })),
  notify_quantity_below: whole((notifyQuantityBelow) => ({ notifyQuantityBelow })),
  backorders: word(["none", "allow", "allow_and_notify"], (backorders) => ({ backorders })),
  backorder_limit: orNull(parseWhole, (backorderLimit) => ({ backorderLimit })),
  allow_back_in_stock_subscriptions: flag((allowBackInStockSubscriptions) => ({ allowBackInStockSubscriptions })),
  availability_estimate: orNull(parseText, (availabilityEstimate) => ({ availabilityEstimate })),
  available_from: orNull(parseMoment, (availableFrom) => ({ availableFrom })),
  available_until: orNull(parseMoment, (availableUntil) => ({ availableUntil })),
  min_cart_quantity: whole((minCartQuantity) => ({ minCartQuantity })),
  max_cart_quantity: whole((maxCartQuantity) => ({ maxCartQuantity })),
  allowed_quantities: orNull(parseWholeList, (allowedQuantities) => ({ allowedQuantities })),
  quantity_multiple: whole((quantityMultiple) => ({ quantityMultiple })),
  returnable: flag((returnable) => ({ returnable })),
  preferred_warehouse: orNull(parseText, (preferredWarehouse) => ({ preferredWarehouse })),
  published: flag((published) => ({ published })),
  discontinued: flag((discontinued) => ({ discontinued })),
};
