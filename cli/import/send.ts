import type { Api } from "./api.ts";
import { BATCH_BYTES_MAX } from "./bounds.ts";
import { CannotRun } from "./cannot-run.ts";
import type { Catalogue, CatalogueProduct, CatalogueSku } from "./catalogue.ts";
import { keepExisting, readExisting } from "./keep-existing.ts";
import type { Outcomes } from "./outcome.ts";
import type { RefusalReason } from "./refusal.ts";
import { refusedRequest, sendRows } from "./send-rows.ts";
import { jsonBytes, splitBatches } from "./split-batches.ts";

const SKUS_PATH = "v1/admin/bulk/skus";
const PRODUCTS_PATH = "v1/admin/bulk/products";

export interface SendOptions {
  /** Judge everything and change nothing. */
  dryRun: boolean;
  /** Kept with the movements. */
  document: string;
  /** Called with the number of SKUs and products that are done since the last call. */
  onProgress?: (done: number) => void;
}

type ProductRow = CatalogueProduct["request"];

/**
 * Sends the catalogue: all SKUs, then the products that need them, in batches one after the other. Fills `outcomes` as
 * the answers come; what a throw of `CannotRun` leaves out of it was not sent, or its answer not heard, and may be sent
 * again.
 */
export async function sendCatalogue(
  api: Api,
  catalogue: Catalogue,
  options: SendOptions,
  outcomes: Outcomes,
): Promise<void> {
  await sendSkus(api, catalogue.skus, options, outcomes);
  const rows: ProductRow[] = [];
  for (const product of catalogue.products) {
    const row = await settleProduct(api, product, outcomes);
    if (row === null) options.onProgress?.(1);
    else rows.push(row);
  }
  await sendProducts(api, rows, options, outcomes);
}

async function sendSkus(
  api: Api,
  skus: readonly CatalogueSku[],
  options: SendOptions,
  outcomes: Outcomes,
): Promise<void> {
  const rows = skus.map(({ request }) => request);
  const { batches, tooHeavy } = splitBatches(rows, (row) => ({ bytes: jsonBytes(row), assumed: 0 }));
  for (const { item } of tooHeavy) outcomes.skus.set(item.sku, { outcome: "refused", reason: { code: "too_large" } });
  options.onProgress?.(tooHeavy.length);
  const { dryRun, document } = options;
  for (const batch of batches) {
    const bodyOf = (rows: readonly CatalogueSku["request"][]) => ({ rows, document, dryRun });
    const found = await sendRows(api, { path: SKUS_PATH, rows: batch, idOf: ({ sku }) => sku, bodyOf });
    for (const [sku, outcome] of found) outcomes.skus.set(sku, outcome);
    options.onProgress?.(batch.length);
  }
}

/** The product as it can be sent now that the fate of its SKUs is known; `null` when it was refused. */
async function settleProduct(api: Api, product: CatalogueProduct, outcomes: Outcomes): Promise<ProductRow | null> {
  const isRefused = (sku: string | null) => sku !== null && outcomes.skus.get(sku)?.outcome === "refused";
  const refuse = (reason: RefusalReason): null => {
    outcomes.products.set(product.request.id, { outcome: "refused", reason });
    return null;
  };
  const { request } = product;
  if (request.inventoryMethod === "sku") {
    return request.sku !== undefined && isRefused(request.sku)
      ? refuse({ code: "sku_refused", sku: request.sku })
      : request;
  }
  const combinations = (request.combinations ?? []).filter(({ sku }) => !isRefused(sku));
  const lost = (request.combinations ?? []).find(({ sku }) => isRefused(sku));
  const [first] = combinations;
  if (first === undefined) return refuse({ code: "sku_refused", sku: lost?.sku ?? "" });
  if (lost === undefined && !product.incomplete) return request;

  const attributes = (request.attributes ?? []).map((attribute) => ({
    ...attribute,
    values: attribute.values.filter((value) =>
      combinations.some(({ selection }) => selection[attribute.name] === value),
    ),
  }));
  const answer = await api.get(`v1/admin/products/${encodeURIComponent(request.id)}`);
  if (!answer.ok && answer.status === 404) return { ...request, attributes, combinations };
  if (!answer.ok) throw refusedRequest(answer);
  const existing = readExisting(answer.body);
  if (existing === null)
    throw new CannotRun("The server's answer cannot be understood. Is it Onhand, of this version?");
  const merged = keepExisting({ ...request, attributes, combinations }, existing);
  if (merged === null) return refuse({ code: "options_differ" });
  if (merged.kept > 0) {
    const { line } = product;
    outcomes.warnings.push({ code: "choices_kept", product: request.id, line, choices: merged.kept });
  }
  return merged.row;
}

/** SKUs that a real run would have made by the time the product is judged. */
function newSkusOf(row: ProductRow, outcomes: Outcomes): string[] {
  const named = [row.sku ?? null, ...(row.combinations ?? []).map(({ sku }) => sku)];
  const isNew = (sku: string | null): sku is string => sku !== null && outcomes.skus.get(sku)?.outcome === "created";
  return [...new Set(named.filter(isNew))];
}

async function sendProducts(
  api: Api,
  rows: readonly ProductRow[],
  options: SendOptions,
  outcomes: Outcomes,
): Promise<void> {
  const { dryRun } = options;
  const { batches, tooHeavy } = splitBatches(rows, (row) => {
    const assumed = dryRun ? newSkusOf(row, outcomes) : [];
    return { bytes: jsonBytes(row) + (dryRun ? jsonBytes(assumed) : 0), assumed: assumed.length };
  });
  for (const { item, weight } of tooHeavy) {
    const reason: RefusalReason = { code: weight.bytes > BATCH_BYTES_MAX ? "too_large" : "too_many_new_skus" };
    outcomes.products.set(item.id, { outcome: "refused", reason });
  }
  options.onProgress?.(tooHeavy.length);
  for (const batch of batches) {
    const bodyOf = (rows: readonly ProductRow[]) => {
      if (!dryRun) return { rows, dryRun };
      return { rows, dryRun, assumeSkus: [...new Set(rows.flatMap((row) => newSkusOf(row, outcomes)))] };
    };
    const found = await sendRows(api, { path: PRODUCTS_PATH, rows: batch, idOf: ({ id }) => id, bodyOf });
    for (const [id, outcome] of found) outcomes.products.set(id, outcome);
    options.onProgress?.(batch.length);
  }
}
