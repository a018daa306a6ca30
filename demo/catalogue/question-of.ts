import type { Question, Selection } from "../../sdk/index.ts";
import { type Good, productIdOf } from "./good.ts";

/** How a good is asked about: by its SKU where it is one, for all SKUs of a page go into one request. */
export function questionOf(good: Good, selection: Selection = {}): Question {
  const { sku } = good.product;
  return sku === undefined ? { product: productIdOf(good), selection } : { sku };
}
