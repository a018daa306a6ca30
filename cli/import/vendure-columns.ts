import { type Column, columnKey, findColumn, type Header } from "./column.ts";

/** The columns of Vendure's product CSV that stock is read from. */
export interface VendureColumns {
  name: Column;
  slug: Column;
  optionGroups: Column;
  optionValues: Column;
  sku: Column;
  stockOnHand: Column | null;
  trackInventory: Column | null;
  /** Only to tell a blank row from a choice. */
  price: Column | null;
}

const REQUIRED = ["name", "slug", "optionGroups", "optionValues", "sku"] as const;

/** Columns of the format that say nothing about stock. */
const WITHOUT_STOCK = ["description", "assets", "facets", "taxCategory", "variantAssets", "variantFacets"];

const LANGUAGE_SUFFIX = /:[a-z]{2}(-?[a-z]+)?$/;

/** The column, or the first of its languages: `name:en`. */
function findInAnyLanguage(header: Header, name: string): Column | null {
  const plain = findColumn(header, name);
  if (plain !== null) return plain;
  for (const [key, column] of header.columns) {
    if (LANGUAGE_SUFFIX.test(key) && key.replace(LANGUAGE_SUFFIX, "") === columnKey(name)) return column;
  }
  return null;
}

/** The columns, or the names of the required ones that are missing. */
export function matchVendure(header: Header): { columns: VendureColumns } | { missing: string[] } {
  const [name, slug, optionGroups, optionValues] = REQUIRED.map((each) => findInAnyLanguage(header, each));
  const sku = findColumn(header, "sku");
  if (!name || !slug || !optionGroups || !optionValues || !sku) {
    return { missing: REQUIRED.filter((each) => findInAnyLanguage(header, each) === null) };
  }
  return {
    columns: {
      name,
      slug,
      optionGroups,
      optionValues,
      sku,
      stockOnHand: findColumn(header, "stockOnHand"),
      trackInventory: findColumn(header, "trackInventory"),
      price: findColumn(header, "price"),
    },
  };
}

/** Whether the column belongs to the format, used here or not. */
export function isVendureColumn(key: string): boolean {
  const known = [...REQUIRED, ...WITHOUT_STOCK, "price", "stockOnHand", "trackInventory"].map(columnKey);
  return known.includes(key.replace(LANGUAGE_SUFFIX, ""));
}
