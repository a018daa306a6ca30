import { INVENTORY_COLUMNS } from "../csv/inventory-columns.ts";
import { type Column, columnKey, findColumn, type Header } from "./column.ts";

/** The columns of Shopify's inventory CSV that stock is read from. */
export interface InventoryColumns {
  handle: Column | null;
  sku: Column;
  location: Column;
  current: Column | null;
  next: Column;
  options: { name: Column | null; value: Column | null }[];
}

const OPTION_NUMBERS = [1, 2, 3];
/** Of older exports, and ones that some shops have. */
const OTHERS = ["Barcode", "Incoming", "Unavailable", "Committed", "Available"];
const KNOWN = new Set([...INVENTORY_COLUMNS, ...OTHERS].map(columnKey));

/** Whether the column belongs to the format, used here or not. */
export function isInventoryColumn(key: string): boolean {
  return KNOWN.has(key);
}

/** The columns, or the names of the required ones that are missing. */
export function matchInventory(header: Header): { columns: InventoryColumns } | { missing: string[] } {
  const sku = findColumn(header, "SKU");
  const location = findColumn(header, "Location");
  const next = findColumn(header, "On hand (new)");
  if (sku === null || location === null || next === null) {
    return {
      missing: [...(sku ? [] : ["SKU"]), ...(location ? [] : ["Location"]), ...(next ? [] : ["On hand (new)"])],
    };
  }
  return {
    columns: {
      sku,
      location,
      next,
      handle: findColumn(header, "Handle"),
      current: findColumn(header, "On hand (current)"),
      options: OPTION_NUMBERS.map((number) => ({
        name: findColumn(header, `Option${number} Name`),
        value: findColumn(header, `Option${number} Value`),
      })),
    },
  };
}
