import { columnKey, type Header } from "./column.ts";
import type { ReaderOptions, RowReader } from "./drafts.ts";
import { createInventoryReader } from "./inventory.ts";
import { isInventoryColumn, matchInventory } from "./inventory-columns.ts";
import { createPlainReader } from "./plain.ts";
import { ignoredColumns, isPlainColumn, matchPlain } from "./plain-columns.ts";
import { createShopifyReader } from "./shopify.ts";
import { isShopifyColumn, matchShopify } from "./shopify-columns.ts";
import { createVendureReader } from "./vendure.ts";
import { isVendureColumn, matchVendure } from "./vendure-columns.ts";
import type { Warning } from "./warning.ts";

/** The kinds of file that the import reads. */
export const FORMATS = ["vendure", "shopify-inventory", "shopify", "plain"] as const;
export type Format = (typeof FORMATS)[number];

/** Why a header cannot be read. */
export type HeaderProblem =
  | { code: "header_unknown" }
  | { code: "columns_missing"; format: Format; columns: string[] }
  | { code: "columns_unknown"; format: Format; columns: string[] }
  | { code: "columns_repeated"; format: Format; columns: string[] };

export type Recognition =
  | { ok: true; format: Format; reader: RowReader; warnings: Warning[] }
  | { ok: false; problem: HeaderProblem };

interface Recognised {
  reader: RowReader;
  warnings: Warning[];
}

type Attempt = Recognised | { missing: string[] };

const IS_KNOWN: Record<Format, (key: string) => boolean> = {
  vendure: isVendureColumn,
  "shopify-inventory": isInventoryColumn,
  shopify: isShopifyColumn,
  plain: isPlainColumn,
};

function attempt(format: Format, header: Header, options: ReaderOptions): Attempt {
  switch (format) {
    case "vendure": {
      const match = matchVendure(header);
      if ("missing" in match) return match;
      const { name, stockOnHand } = match.columns;
      const warnings: Warning[] = stockOnHand ? [] : [{ code: "no_stock_column", column: "stockOnHand" }];
      if (name.name.includes(":")) warnings.push({ code: "language_chosen", column: name.name });
      return { reader: createVendureReader(match.columns, options), warnings };
    }
    case "shopify": {
      const match = matchShopify(header);
      if ("missing" in match) return match;
      const column = "Variant Inventory Qty";
      const warnings: Warning[] = match.columns.quantity ? [] : [{ code: "no_stock_column", column }];
      return { reader: createShopifyReader(match.columns, options), warnings };
    }
    case "shopify-inventory": {
      const match = matchInventory(header);
      return "missing" in match ? match : { reader: createInventoryReader(match.columns), warnings: [] };
    }
    case "plain": {
      const match = matchPlain(header);
      if ("missing" in match) return match;
      const ignored = ignoredColumns(header);
      const warnings: Warning[] = ignored.length > 0 ? [{ code: "columns_ignored", columns: ignored }] : [];
      return { reader: createPlainReader(match.columns, options), warnings };
    }
  }
}

function accept(format: Format, header: Header, { reader, warnings }: Recognised): Recognition {
  const isKnown = IS_KNOWN[format];
  const repeated = [...header.repeated].filter(isKnown);
  if (repeated.length > 0) return { ok: false, problem: { code: "columns_repeated", format, columns: repeated } };
  const unknown = [...header.columns.values()].filter(({ name }) => !isKnown(columnKey(name))).map(({ name }) => name);
  if (unknown.length === 0) return { ok: true, format, reader, warnings };
  // In a format of our own, a column that is not known is a typing error, and its figures would be lost without a word.
  if (format === "plain") return { ok: false, problem: { code: "columns_unknown", format, columns: unknown } };
  return { ok: true, format, reader, warnings: [...warnings, { code: "columns_unused", columns: unknown }] };
}

/**
 * Tells from the header which format a file has, and gives the reader for its rows. With a format asked for, only that
 * one is tried, and what it misses is named.
 */
export function recognise(header: Header, wanted: Format | "auto", options: ReaderOptions): Recognition {
  for (const format of wanted === "auto" ? FORMATS : [wanted]) {
    const found = attempt(format, header, options);
    if (!("missing" in found)) return accept(format, header, found);
    if (wanted !== "auto") return { ok: false, problem: { code: "columns_missing", format, columns: found.missing } };
  }
  return { ok: false, problem: { code: "header_unknown" } };
}

const TITLES: Record<Format, string> = {
  vendure: "Vendure's",
  "shopify-inventory": "Shopify's inventory",
  shopify: "Shopify's",
  plain: "the plain",
};

/** The problem as a sentence. */
export function describeHeaderProblem(problem: HeaderProblem): string {
  switch (problem.code) {
    case "header_unknown":
      return (
        "The first row is the header of no format that the import knows. It reads Vendure's product CSV (name, slug, " +
        "optionGroups, optionValues, sku, stockOnHand …), Shopify's product CSV (Handle, Title, Option1 Name, Option1 " +
        "Value, Variant SKU, Variant Inventory Qty …), Shopify's inventory CSV (SKU, Location, On hand (current), On hand " +
        "(new) …) and a plain one (sku, warehouse, on_hand …)."
      );
    case "columns_missing":
      return `The file is not in ${TITLES[problem.format]} format: the header has no ${problem.columns.join(", ")}.`;
    case "columns_unknown":
      return (
        `The plain format has no column ${problem.columns.join(", ")}. ` +
        "Correct the name or take the column out: what stands in it would be lost without a word."
      );
    case "columns_repeated":
      return `The header has these columns more than once: ${problem.columns.join(", ")}. Which one is meant cannot be known.`;
  }
}
