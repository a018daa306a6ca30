import type { Admin, Product } from "../../sdk/index.ts";
import { csvLine } from "../csv/csv-line.ts";
import { INVENTORY_COLUMNS } from "../csv/inventory-columns.ts";
import type { Place } from "../import/places.ts";
import { inventoryRows, locationsOf, shownAs } from "./inventory-rows.ts";
import { plainCells, plainHeader, productRows, skuRows } from "./plain-rows.ts";

/** The kinds of file that an export writes. */
export const EXPORT_FORMATS = ["plain", "shopify-inventory"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Items of one request: as many as the server gives. */
const PAGE = { limit: 100 };

/** What was read so far; filled while the lines are made. */
export interface Exported {
  skus: number;
  products: number;
}

/** What an export is made with. */
export interface LineOptions {
  format: ExportFormat;
  /** Of the plain format: figures that follow from claims and expected goods, too. */
  figures: boolean;
  /** Called with the number of SKUs and products that were read since the last call. */
  onProgress: (done: number) => void;
}

/** The lines of the file, the header first, made as the server's pages come. Throws what the client throws. */
export function exportLines(server: Admin, options: LineOptions, exported: Exported): AsyncGenerator<string> {
  return options.format === "plain" ? plainLines(server, options, exported) : inventoryLines(server, options, exported);
}

async function* plainLines(server: Admin, options: LineOptions, exported: Exported): AsyncGenerator<string> {
  const header = plainHeader(options.figures);
  yield csvLine(header);
  for await (const sku of server.export(PAGE)) {
    for (const [kind, cells] of skuRows(sku)) yield csvLine(plainCells(header, kind, cells));
    exported.skus += 1;
    options.onProgress(1);
  }
  for await (const product of server.products.list(PAGE)) {
    for (const [kind, cells] of productRows(product)) yield csvLine(plainCells(header, kind, cells));
    exported.products += 1;
    options.onProgress(1);
  }
}

async function* inventoryLines(server: Admin, options: LineOptions, exported: Exported): AsyncGenerator<string> {
  const products: Product[] = [];
  for await (const product of server.products.list(PAGE)) {
    products.push(product);
    options.onProgress(1);
  }
  const shown = shownAs(products);
  const warehouses: Place[] = [];
  for await (const warehouse of server.warehouses.list(PAGE)) warehouses.push(warehouse);
  const locations = locationsOf(warehouses);
  exported.products = products.length;
  yield csvLine(INVENTORY_COLUMNS);
  for await (const sku of server.export(PAGE)) {
    for (const cells of inventoryRows(sku, shown, locations)) {
      yield csvLine(INVENTORY_COLUMNS.map((column) => cells[column] ?? ""));
    }
    exported.skus += 1;
    options.onProgress(1);
  }
}
