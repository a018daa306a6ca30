import type { Policy, Product, Settings } from "../../../sdk/index.ts";
import { readEstimates } from "../../catalogue/estimates.ts";
import { readProducts } from "../../catalogue/products.ts";
import { readStoreFacts, type StoreFacts } from "../../catalogue/store-facts.ts";
import { type Onlooker, serviceOnlooker, viewerIn } from "../../catalogue/viewer.ts";
import { productSight, type Sight, skuSight, type Viewer } from "../../catalogue/views.ts";
import type { EstimateFacts } from "../../core/estimate.ts";
import { choose, skusOf } from "../../core/product.ts";
import { NO_OFFER, type Offer, offerOf } from "../../core/waiting.ts";
import type { Deployment } from "../../deployment.ts";
import type { Env } from "../../env.ts";
import type { WaitTarget } from "./targets.ts";

/** What is known of one thing that is waited for. */
export interface Seen {
  offer: Offer;
  /** Settings whose dates change it by themselves. */
  policies: readonly Policy[];
}

/** The catalogue as it is now, and who looks: for all that one message has looked at. */
export interface Scene {
  env: Env;
  deployment: Deployment;
  settings: Settings;
  store: StoreFacts["store"];
  estimates: EstimateFacts;
  products: ReadonlyMap<string, Product>;
  onlooker: Onlooker;
  nowMs: number;
}

/** Reads the catalogue, never what a Worker remembers of it: somebody is told what comes of this. */
export async function sceneOf(
  targets: readonly WaitTarget[],
  env: Env,
  deployment: Deployment,
  nowMs: number,
): Promise<Scene> {
  const ids = targets.flatMap(({ product }) => product ?? []);
  const [{ settings, store }, estimates, products] = await Promise.all([
    readStoreFacts(env.DB),
    readEstimates(env.DB),
    readProducts(env.DB, [...new Set(ids)]),
  ]);
  return { env, deployment, settings, store, estimates, products, onlooker: serviceOnlooker(env), nowMs };
}

/** Whether it can be bought, and how much there is. What is not there any more cannot. */
export async function see(target: WaitTarget, scene: Scene): Promise<Seen> {
  const viewer = viewerFor(target.channel, scene);
  const sight = viewer === null ? null : await sightOf(target, viewer, scene);
  if (sight === null) return { offer: NO_OFFER, policies: [] };
  const { policy, stock, choice, estimate, nowMs, rules } = sight.facts();
  const { purchasable } = rules.display({ policy, stock, choice, estimate, nowMs });
  return { offer: offerOf(policy, stock, purchasable), policies: sight.policies };
}

/** The SKUs behind what a product sells for a selection. */
export function skusBehind(product: Product, selection: WaitTarget["selection"]): string[] {
  if (product.inventoryMethod !== "combinations") return skusOf(product);
  const choice = choose(product, selection ?? {});
  return choice.state === "made" && choice.sku !== null ? [choice.sku] : [];
}

function viewerFor(code: string, { env, deployment, store, estimates, onlooker, nowMs }: Scene): Viewer | null {
  const channel = store.channels.find((each) => each.code === code);
  return channel === undefined ? null : viewerIn({ channel, store, estimates }, onlooker, env, deployment, nowMs);
}

async function sightOf(target: WaitTarget, viewer: Viewer, { products }: Scene): Promise<Sight | null> {
  if (target.product === null) return target.sku === null ? null : skuSight(target.sku, viewer);
  const product = products.get(target.product);
  return product === undefined ? null : productSight(product, target.selection ?? {}, viewer);
}
