import { type Column, columnKey, findColumn, type Header } from "./column.ts";

interface OptionColumns {
  name: Column | null;
  value: Column | null;
}

/** The columns of Shopify's product CSV that stock is read from; each under its older and its newer name. */
export interface ShopifyColumns {
  handle: Column;
  title: Column;
  published: Column | null;
  status: Column | null;
  sku: Column | null;
  tracker: Column | null;
  quantity: Column | null;
  policy: Column | null;
  /** Only to tell a row of a further image from a choice. */
  price: Column | null;
  options: OptionColumns[];
}

const HANDLE = ["Handle", "URL handle"];
const SKU = ["Variant SKU", "SKU"];
const QUANTITY = ["Variant Inventory Qty", "Inventory quantity"];
const PUBLISHED = ["Published", "Published on online store"];
const TRACKER = ["Variant Inventory Tracker", "Inventory tracker"];
const POLICY = ["Variant Inventory Policy", "Continue selling when out of stock"];
const PRICE = ["Variant Price", "Price"];
const OPTION_NUMBERS = [1, 2, 3];

/** Columns of the format that say nothing about stock; the second list names whole families. */
const WITHOUT_STOCK = [
  ...["Body (HTML)", "Description", "Vendor", "Product Category", "Type", "Tags", "Gift Card", "Collection"],
  ...["Variant Grams", "Variant Fulfillment Service", "Variant Compare At Price", "Variant Requires Shipping"],
  ...["Variant Taxable", "Variant Barcode", "Variant Image", "Variant Weight Unit", "Variant Tax Code"],
  ...["Barcode", "Compare-at price", "Cost per item", "Charge tax", "Tax code", "Weight value (grams)"],
  ...["Weight unit for display", "Requires shipping", "Fulfillment service", "Product image URL", "Variant image URL"],
  ...["Image Src", "Image Position", "Image Alt Text", "SEO Title", "SEO Description"],
];
const FAMILIES = [
  /^googleshopping\//,
  /metafields\./,
  /^(included|price|compareatprice)\//,
  /^unitprice/,
  /^option[123]linkedto$/,
];

/** The columns, or the names of the required ones that are missing. */
export function matchShopify(header: Header): { columns: ShopifyColumns } | { missing: string[] } {
  const handle = findColumn(header, ...HANDLE);
  const title = findColumn(header, "Title");
  const sku = findColumn(header, ...SKU);
  const options = OPTION_NUMBERS.map((number) => ({
    name: findColumn(header, `Option${number} Name`),
    value: findColumn(header, `Option${number} Value`),
  }));
  const hasVariants = sku !== null || options.some((option) => option.value !== null);
  if (handle === null || title === null || !hasVariants) {
    return {
      missing: [...(handle ? [] : ["Handle"]), ...(title ? [] : ["Title"]), ...(hasVariants ? [] : ["Option1 Value"])],
    };
  }
  return {
    columns: {
      handle,
      title,
      sku,
      options,
      published: findColumn(header, ...PUBLISHED),
      status: findColumn(header, "Status"),
      tracker: findColumn(header, ...TRACKER),
      quantity: findColumn(header, ...QUANTITY),
      policy: findColumn(header, ...POLICY),
      price: findColumn(header, ...PRICE),
    },
  };
}

const OPTION_NAMES = OPTION_NUMBERS.flatMap((number) => [`Option${number} Name`, `Option${number} Value`]);
const KNOWN = new Set(
  [HANDLE, ["Title", "Status"], SKU, QUANTITY, PUBLISHED, TRACKER, POLICY, PRICE, OPTION_NAMES, WITHOUT_STOCK]
    .flat()
    .map(columnKey),
);

/** Whether the column belongs to the format, used here or not. */
export function isShopifyColumn(key: string): boolean {
  return KNOWN.has(key) || FAMILIES.some((family) => family.test(key));
}
