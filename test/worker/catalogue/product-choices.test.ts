import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Product } from "../../../sdk/index.ts";
import { productViewWithChoices } from "../../../worker/catalogue/product-choices.ts";
import { RecentLooks } from "../../../worker/catalogue/recent-looks.ts";
import type { Viewer } from "../../../worker/catalogue/views.ts";
import { DEFAULT_RULES } from "../../../worker/core/rules.ts";
import { skuStub } from "../../../worker/objects/stubs.ts";
import { product, request, stocked } from "../shop.ts";

/** A viewer to whom nothing is remembered, and the SKUs that were asked for it. */
function viewer(): { viewer: Viewer; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    viewer: {
      channel: { code: "web", warehouses: ["main"] },
      store: { revision: 1, policy: {} },
      estimates: { revision: 0, byId: new Map() },
      reservation: null,
      secret: false,
      mailConfigured: false,
      nowMs: Date.now(),
      strong: true,
      looks: new RecentLooks(() => Date.now()),
      rules: DEFAULT_RULES,
      ask(sku, question) {
        asked.push(sku);
        return skuStub(env, sku).look(question);
      },
    },
  };
}

async function shirt(): Promise<{ shirt: Product; skus: string[] }> {
  const skus = [await stocked(1), await stocked(1), await stocked(0)];
  const values = ["S", "M", "L"];
  const id = await product({
    title: "Shirt",
    inventoryMethod: "combinations",
    attributes: [{ name: "Size", values }],
    combinations: values.map((Size, index) => ({ selection: { Size }, sku: skus[index] ?? null })),
  });
  return { shirt: (await request<Product>("GET", `/v1/admin/products/${id}`)).body, skus };
}

test("each SKU is asked once for one answer, the one that is viewed as well", async () => {
  const { shirt: sold, skus } = await shirt();
  const { viewer: shopper, asked } = viewer();
  const view = await productViewWithChoices(sold, { Size: "M" }, shopper);
  expect(view).toMatchObject({ sku: skus[1], purchasable: true });
  expect(view.choices?.[0]?.values.map(({ purchasable }) => purchasable)).toEqual([true, true, false]);
  expect(asked.toSorted()).toEqual(skus.toSorted());
});

test("what is told by rules of the shop's own is told of the values as well", async () => {
  const { shirt: sold } = await shirt();
  const { viewer: shopper } = viewer();
  const display: Viewer["rules"]["display"] = (question) => {
    const verdict = DEFAULT_RULES.display(question);
    return question.choice === "made" ? { ...verdict, purchasable: !verdict.purchasable } : verdict;
  };
  const view = await productViewWithChoices(sold, { Size: "M" }, { ...shopper, rules: { ...DEFAULT_RULES, display } });
  expect(view.purchasable).toBe(false);
  expect(view.choices?.[0]?.values.map(({ purchasable }) => purchasable)).toEqual([false, false, true]);
});
