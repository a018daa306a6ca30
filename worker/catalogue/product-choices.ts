import type { Availability, Combination, Policy, Product, Selection } from "../../sdk/index.ts";
import { choicesOf, keyOf, prospectOf, skusOfChoices } from "../core/choices.ts";
import { estimateNamed } from "../core/estimate.ts";
import type { Prospect } from "../core/prospect.ts";
import type { StockFacts } from "../core/stock-facts.ts";
import { versionOf } from "../core/version.ts";
import type { Look } from "../objects/sku-callable.ts";
import { productPolicy } from "./resolve-lines.ts";
import { estimatesFor, lookAt, productView, uncountedStockFor, type Viewer } from "./views.ts";

/**
 * The view of a product with what the values of its attributes come to (DESIGN section 5, rows 2 and 3). Looks at every
 * SKU that is one value away from the selection, `CHOICE_SKUS_MAX` at most; what they have said to this Worker in the
 * last half second serves here as well. Any other product, and one that is not published, has the view alone.
 */
export async function productViewWithChoices(
  product: Product,
  selection: Selection,
  viewer: Viewer,
): Promise<Availability> {
  const { published } = productPolicy(product.policy, viewer.store.policy);
  if (product.inventoryMethod !== "combinations" || !published) return productView(product, selection, viewer);
  const asking = onceEach(viewer);
  const [view, ...looked] = await Promise.all([
    productView(product, selection, asking),
    ...skusOfChoices(product, selection).map(async (sold) => {
      const asker = { product, allowOutOfStock: sold.allowOutOfStock };
      return { key: keyOf(sold), look: await lookAt(sold.sku, asker, asking) };
    }),
  ]);
  const looks = looked.flatMap(({ look }) => look ?? []);
  const bySku = new Map(looked.map(({ key, look }) => [key, prospectOfLook(look, viewer)]));
  const uncounted = prospectOfUncounted(product, viewer);
  const prospects = new Map(product.combinations.map((each) => [each, prospectOfCombination(each, bySku, uncounted)]));
  return {
    ...view,
    choices: choicesOf(product, selection, {
      of: (combination) => prospects.get(combination) ?? "unknown",
      elsewhere: product.onlyExistingCombinations ? "absent" : uncounted,
    }),
    // The SKUs stay the same ones until the product has another revision, which weighs more than they do together.
    version: looks.reduce((sum, look) => sum + versionOfLook(look), view.version),
    asOf: new Date(Math.min(Date.parse(view.asOf), ...looks.map(({ at }) => at))).toISOString(),
  };
}

/** Each SKU is asked once for one answer, so that the view and its choices tell the same. */
function onceEach(viewer: Viewer): Viewer {
  const asked = new Map<string, Promise<Look | null>>();
  return {
    ...viewer,
    ask(sku, question) {
      const key = keyOf({ sku, allowOutOfStock: question.allowOutOfStock });
      const answer = asked.get(key) ?? viewer.ask(sku, question);
      asked.set(key, answer);
      return answer;
    },
  };
}

/** A SKU that does not exist is a combination that does not. */
function prospectOfLook(look: Look | null, viewer: Viewer): Prospect {
  return look === null ? "absent" : prospectIn(look.policy, look.stock, look.at, viewer);
}

function prospectOfUncounted(product: Product, viewer: Viewer): Prospect {
  const policy = productPolicy(product.policy, viewer.store.policy);
  return prospectIn(policy, uncountedStockFor(viewer), viewer.nowMs, viewer);
}

function prospectIn(policy: Policy, stock: StockFacts, nowMs: number, viewer: Viewer): Prospect {
  const estimate = estimateNamed(policy.availabilityEstimate, estimatesFor(viewer));
  return prospectOf(viewer.rules.display({ policy, stock, choice: "made", estimate, nowMs }));
}

function prospectOfCombination(
  { sku, allowOutOfStock }: Combination,
  bySku: ReadonlyMap<string, Prospect>,
  uncounted: Prospect,
): Prospect {
  return sku === null ? uncounted : (bySku.get(keyOf({ sku, allowOutOfStock })) ?? "unknown");
}

function versionOfLook(look: Look): number {
  return versionOf({ ...look, product: 0, estimates: 0 }, look.policy, look.at);
}
