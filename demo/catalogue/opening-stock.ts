import type { BulkProductsRequest, BulkSkusRequest } from "../../sdk/index.ts";
import { productIdOf } from "./good.ts";
import { GOODS } from "./goods.ts";

const DAY_MS = 86_400_000;

/** What the set-up asks for: every SKU with its settings and opening stock, times counted from `nowMs`. */
export function openingSkus(nowMs: number): BulkSkusRequest {
  // Whole hours: two visitors who come first at the same moment mean the same time.
  const hourMs = Math.floor(nowMs / 3_600_000) * 3_600_000;
  const inDays = (days: number) => new Date(hourMs + days * DAY_MS).toISOString();
  return { rows: GOODS.flatMap((good) => good.skus(inDays)), document: "Opening stock" };
}

/** What the set-up asks for next. `origin` is where the shop's pages are, which mails link to; `null`: nobody knows. */
export function openingProducts(origin: string | null): BulkProductsRequest {
  return {
    rows: GOODS.map((good) => ({
      id: productIdOf(good),
      ...good.product,
      url: origin === null ? null : `${origin}/products/${good.id}`,
    })),
  };
}

/** The product id that is written last: it is there only when all the rest is. */
export function lastProduct(): string {
  return openingProducts(null).rows.at(-1)?.id ?? "";
}
