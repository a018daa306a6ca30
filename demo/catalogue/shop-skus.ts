import type { Good } from "./good.ts";
import { GOODS } from "./goods.ts";

/** A SKU of the shop, as the person behind the counter knows it. */
export interface ShopSku {
  readonly sku: string;
  /** The good's title, and the choices that lead to it: "Breakfast mug, Large, Ink". */
  readonly name: string;
  readonly good: Good;
}

/** Every SKU of the shop, in the order of the page. */
export function shopSkus(): ShopSku[] {
  return GOODS.flatMap((good) => skusOf(good).map((sku) => ({ sku, name: nameOf(good, sku), good })));
}

/** A SKU of the shop by its text; undefined for every other SKU that the same server may count. */
export function shopSku(sku: string): ShopSku | undefined {
  return shopSkus().find((each) => each.sku === sku);
}

/** The SKUs that are counted for a good. A kit has none of its own. */
export function skusOf(good: Good): string[] {
  return good.skus(() => "").map(({ sku }) => sku);
}

function nameOf(good: Good, sku: string): string {
  const combination = good.product.combinations?.find((each) => each.sku === sku);
  return [good.title, ...Object.values(combination?.selection ?? {})].join(", ");
}
