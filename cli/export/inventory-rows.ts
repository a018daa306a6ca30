import type { ExportedSku, Level, Product } from "../../sdk/index.ts";
import { type INVENTORY_COLUMNS, NOT_STOCKED } from "../csv/inventory-columns.ts";
import { textCell } from "../csv/text-cell.ts";
import { type Place, Places } from "../import/places.ts";

/** The cells of one row by column; what is not named is empty. */
export type InventoryCells = Partial<Record<(typeof INVENTORY_COLUMNS)[number], string>>;

/** Most options that the format has columns for. */
const OPTIONS_MAX = 3;

/** A product without options is written as the one option `Title` with the one value `Default Title`. */
function whole(handle: string, title: string): InventoryCells {
  return {
    Handle: textCell(handle),
    Title: textCell(title),
    "Option1 Name": "Title",
    "Option1 Value": "Default Title",
  };
}

function choice(product: Product, selection: Readonly<Record<string, string>>): InventoryCells {
  const cells: InventoryCells = { Handle: textCell(product.id), Title: textCell(product.title) };
  const chosen = product.attributes.slice(0, OPTIONS_MAX);
  for (const [index, { name }] of chosen.entries()) {
    // One of the three numbers that the format has columns for.
    const number = (index + 1) as 1 | 2 | 3;
    cells[`Option${number} Name`] = textCell(name);
    cells[`Option${number} Value`] = textCell(selection[name] ?? "");
  }
  return cells;
}

/** By SKU, how the shop shows it. A SKU that several products share is named by the first of them. */
export function shownAs(products: Iterable<Product>): Map<string, InventoryCells> {
  const shown = new Map<string, InventoryCells>();
  const show = (sku: string | null, cells: () => InventoryCells): void => {
    if (sku !== null && !shown.has(sku)) shown.set(sku, cells());
  };
  for (const product of products) {
    show(product.sku, () => whole(product.id, product.title));
    for (const { sku, selection } of product.combinations) show(sku, () => choice(product, selection));
  }
  return shown;
}

/** What each warehouse is called: its name, or its code where the name would stand for another one as well. */
export function locationsOf(warehouses: readonly Place[]): Map<string, string> {
  const places = new Places(warehouses);
  return new Map(
    warehouses.map(({ code, name }) => {
      const found = places.find(name);
      return [code, found.kind === "found" && found.code === code ? name : code];
    }),
  );
}

function figures(level: Level | undefined): InventoryCells {
  if (level === undefined) {
    return {
      "Incoming (not editable)": NOT_STOCKED,
      "Unavailable (not editable)": NOT_STOCKED,
      "Committed (not editable)": NOT_STOCKED,
      "Available (not editable)": NOT_STOCKED,
      "On hand (current)": NOT_STOCKED,
    };
  }
  const committed = level.allocated + level.planned;
  return {
    "Incoming (not editable)": String(level.incoming),
    "Unavailable (not editable)": String(level.held),
    "Committed (not editable)": String(committed),
    "Available (not editable)": String(level.onHand - level.held - committed),
    "On hand (current)": String(level.onHand),
  };
}

/** One SKU: a row for each warehouse, with *On hand (new)* left empty for whoever counts. */
export function* inventoryRows(
  { sku, levels }: Pick<ExportedSku, "sku" | "levels">,
  shown: ReadonlyMap<string, InventoryCells>,
  locations: ReadonlyMap<string, string>,
): Generator<InventoryCells> {
  const named = { ...(shown.get(sku) ?? whole(sku, sku)), SKU: textCell(sku) };
  const byWarehouse = new Map(levels.map((level) => [level.warehouse, level]));
  for (const [code, location] of locations) {
    yield { ...named, Location: textCell(location), ...figures(byWarehouse.get(code)) };
  }
  // Of a warehouse that was made a moment ago.
  for (const level of levels) {
    if (!locations.has(level.warehouse)) yield { ...named, Location: textCell(level.warehouse), ...figures(level) };
  }
}
