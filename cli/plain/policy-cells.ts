import type { Policy } from "../../sdk/index.ts";
import { readText, textCell } from "../csv/text-cell.ts";
import { type Parsed, parseFlag, parseMoment, parseWhole, parseWord } from "../import/cell.ts";

/** How a value stands in a cell. Neither side knows of empty cells: they set nothing. */
interface CellType<Value> {
  read(column: string, text: string): Parsed<Value>;
  write(value: Value): string;
}

/** One column of settings: reads a cell that is not empty, writes one that is empty where the key is not set. */
export interface PolicyCell {
  read(column: string, text: string): Parsed<Partial<Policy>>;
  write(policy: Partial<Policy>): string;
}

/** The word that gives a key the value `null`, where it may have it; an empty cell sets nothing. */
export const NULL_WORD = "null";

const flag: CellType<boolean> = { read: parseFlag, write: String };
const whole: CellType<number> = { read: parseWhole, write: String };
const moment: CellType<string> = { read: parseMoment, write: textCell };
const text: CellType<string> = { read: (_, cell) => ({ ok: true, value: readText(cell) }), write: textCell };

function word<Word extends string>(words: readonly Word[]): CellType<Word> {
  return { read: (column, cell) => parseWord(column, cell, words), write: (value) => value };
}

/** `1|2|6` */
const wholeList: CellType<number[]> = {
  read(column, cell) {
    const list: number[] = [];
    for (const part of cell.split("|")) {
      const parsed = parseWhole(column, part.trim());
      if (!parsed.ok) return parsed;
      list.push(parsed.value);
    }
    return { ok: true, value: list };
  },
  write: (list) => list.join("|"),
};

function orNull<Value>(type: CellType<Value>): CellType<Value | null> {
  return {
    read: (column, cell) => (cell.toLowerCase() === NULL_WORD ? { ok: true, value: null } : type.read(column, cell)),
    write: (value) => (value === null ? NULL_WORD : type.write(value)),
  };
}

function cell<Key extends keyof Policy>(key: Key, type: CellType<Policy[Key]>): PolicyCell {
  return {
    read(column, content) {
      const parsed = type.read(column, content);
      if (!parsed.ok) return parsed;
      const policy: Partial<Policy> = {};
      policy[key] = parsed.value;
      return { ok: true, value: policy };
    },
    write(policy) {
      const value = policy[key];
      return value === undefined ? "" : type.write(value);
    },
  };
}

/**
 * The columns of settings in the plain format, in their order: every policy key in snake_case (DESIGN section 4), but for
 * `preorder`, which has columns of its own. Whether a value is in its bounds is judged by the server.
 */
export const POLICY_CELLS: Readonly<Record<string, PolicyCell>> = {
  track_inventory: cell("trackInventory", flag),
  display_availability: cell("displayAvailability", flag),
  display_stock_quantity: cell("displayStockQuantity", flag),
  display_quantity_cap: cell("displayQuantityCap", orNull(whole)),
  out_of_stock_threshold: cell("outOfStockThreshold", whole),
  min_stock_quantity: cell("minStockQuantity", whole),
  low_stock_activity: cell("lowStockActivity", text),
  notify_quantity_below: cell("notifyQuantityBelow", whole),
  backorders: cell("backorders", word(["none", "allow", "allow_and_notify"])),
  backorder_limit: cell("backorderLimit", orNull(whole)),
  allow_back_in_stock_subscriptions: cell("allowBackInStockSubscriptions", flag),
  availability_estimate: cell("availabilityEstimate", orNull(text)),
  available_from: cell("availableFrom", orNull(moment)),
  available_until: cell("availableUntil", orNull(moment)),
  min_cart_quantity: cell("minCartQuantity", whole),
  max_cart_quantity: cell("maxCartQuantity", whole),
  allowed_quantities: cell("allowedQuantities", orNull(wholeList)),
  quantity_multiple: cell("quantityMultiple", whole),
  returnable: cell("returnable", flag),
  preferred_warehouse: cell("preferredWarehouse", orNull(text)),
  published: cell("published", flag),
  discontinued: cell("discontinued", flag),
};
