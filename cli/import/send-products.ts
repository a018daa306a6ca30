import { type Admin, isNotFoundError } from "../../sdk/index.ts";
import { CannotRun } from "../client/cannot-run.ts";
import { NOT_UNDERSTOOD } from "../client/explain-failure.ts";
import { BATCH_BYTES_MAX } from "./bounds.ts";
import type { CatalogueProduct } from "./catalogue.ts";
import { type ExistingProduct, keepExisting, readExisting } from "./keep-existing.ts";
import type { Outcomes } from "./outcome.ts";
import type { RefusalReason } from "./refusal.ts";
import type { SendOptions } from "./send-options.ts";
import { sendRows } from "./send-rows.ts";
import { jsonBytes, splitBatches } from "./split-batches.ts";

type ProductRow = CatalogueProduct["request"];

/** The product as it can be sent now that the fate of its SKUs is known; `null` when it was refused. */
async function settleProduct(server: Admin, product: CatalogueProduct, outcomes: Outcomes): Promise<ProductRow | null> {
  const isRefused = (sku: string | null) => sku !== null && outcomes.skus.get(sku)?.outcome === "refused";
  const refuse = (reason: RefusalReason): null => {
    outcomes.products.set(product.request.id, { outcome: "refused", reason });
    return null;
  };
  const { request } = product;
  if (product.isWhole) {
    const lost = namedSkus(request).find(isRefused);
    return lost === undefined ? request : refuse({ code: "sku_refused", sku: lost });
  }
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
  const existing = await existingProduct(server, request.id);
  if (existing === null) return { ...request, attributes, combinations };
  const merged = keepExisting({ ...request, attributes, combinations }, existing);
  if (merged === null) return refuse({ code: "options_differ" });
  if (merged.kept > 0) {
    const { line } = product;
    outcomes.warnings.push({ code: "choices_kept", product: request.id, line, choices: merged.kept });
  }
  return merged.row;
}

/** The product as the server has it; `null` when it has none. */
async function existingProduct(server: Admin, id: string): Promise<ExistingProduct | null> {
  try {
    const existing = readExisting(await server.products.get(id));
    if (existing === null) throw new CannotRun(NOT_UNDERSTOOD);
    return existing;
  } catch (error) {
    if (isNotFoundError(error)) return null;
    throw error;
  }
}

/** Every SKU that the product names, once. */
function namedSkus(row: ProductRow): string[] {
  const parts = [...(row.combinations ?? []), ...(row.components ?? [])].map(({ sku }) => sku);
  return [...new Set([row.sku ?? null, ...parts].filter((sku) => sku !== null))];
}

/** SKUs that a real run would have made by the time the product is judged. */
function newSkusOf(row: ProductRow, outcomes: Outcomes): string[] {
  return namedSkus(row).filter((sku) => outcomes.skus.get(sku)?.outcome === "created");
}

/** Sends products in batches, one after the other, those that were settled. Throws what the client throws. */
export async function sendProducts(
  server: Admin,
  products: readonly CatalogueProduct[],
  options: SendOptions,
  outcomes: Outcomes,
): Promise<void> {
  const rows: ProductRow[] = [];
  for (const product of products) {
    const row = await settleProduct(server, product, outcomes);
    if (row === null) options.onProgress?.(1);
    else rows.push(row);
  }
  await sendSettled(server, rows, options, outcomes);
}

async function sendSettled(
  server: Admin,
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
    const send = (rows: ProductRow[]) => {
      if (!dryRun) return server.bulk.products({ rows, dryRun });
      const assumeSkus = [...new Set(rows.flatMap((row) => newSkusOf(row, outcomes)))];
      return server.bulk.products({ rows, dryRun, assumeSkus });
    };
    const found = await sendRows({ rows: batch, idOf: ({ id }) => id, send });
    for (const [{ id }, outcome] of found) outcomes.products.set(id, outcome);
    options.onProgress?.(batch.length);
  }
}
