import type { Admin } from "../../sdk/index.ts";
import type { Good } from "../catalogue/good.ts";
import { GOODS } from "../catalogue/goods.ts";
import { shopSkus, skusOf } from "../catalogue/shop-skus.ts";

/** The goods that shoppers may see now: all but those whose SKUs are all hidden. One request for the whole shop. */
export async function seenGoods(server: Admin): Promise<Good[]> {
  const { items } = await server.availability.list(shopSkus().map(({ sku }) => sku));
  const hidden = new Set(items.filter(({ status }) => status === "hidden").map(({ sku }) => sku));
  return GOODS.filter((good) => {
    const skus = skusOf(good);
    return skus.length === 0 || skus.some((sku) => !hidden.has(sku));
  });
}
