import type { Admin } from "../../sdk/index.ts";
import type { Catalogue, CatalogueSku } from "./catalogue.ts";
import type { ReplenishmentStatement } from "./drafts.ts";
import type { Outcomes } from "./outcome.ts";
import type { SendOptions } from "./send-options.ts";
import { sendProducts } from "./send-products.ts";
import { sendReplenishments } from "./send-replenishments.ts";
import { sendSkus } from "./send-skus.ts";

/**
 * Sends the catalogue: all SKUs, the goods that are awaited of them, then the products that need them, in batches one
 * after the other. Fills `outcomes` as the answers come; what a throw (`CannotRun`, or the client's) leaves out of it was
 * not sent, or its answer not heard, and may be sent again.
 */
export async function sendCatalogue(
  server: Admin,
  catalogue: Catalogue,
  options: SendOptions,
  outcomes: Outcomes,
): Promise<void> {
  const early = options.dryRun ? catalogue.skus : catalogue.skus.map(withoutLevelsOf(bookedSkus(catalogue)));
  await sendSkus(server, early, options, outcomes);
  const { assumedWarehouses = new Set() } = options;
  const isNew = ({ sku, warehouse }: ReplenishmentStatement) =>
    options.dryRun && (outcomes.skus.get(sku)?.outcome === "created" || assumedWarehouses.has(warehouse));
  await sendReplenishments(server, catalogue.replenishments, isNew, options, outcomes);
  const late = catalogue.skus.filter(
    (each, index) => each !== early[index] && outcomes.skus.get(each.id)?.outcome !== "refused",
  );
  // Counted as done already.
  await sendSkus(server, late.map(withoutPolicy), { ...options, onProgress: () => {} }, outcomes);
  await sendProducts(server, catalogue.products, options, outcomes);
}

/** SKUs of which goods may be booked as received. That raises on hand, so they are counted after it. */
function bookedSkus({ replenishments }: Catalogue): Set<string> {
  return new Set(replenishments.filter(({ received }) => received !== null && received > 0).map(({ sku }) => sku));
}

function withoutLevelsOf(skus: ReadonlySet<string>): (each: CatalogueSku) => CatalogueSku {
  return (each) => {
    const { levels, ...request } = each.request;
    return levels === undefined || !skus.has(request.sku) ? each : { ...each, request };
  };
}

function withoutPolicy(each: CatalogueSku): CatalogueSku {
  const { policy: _, ...request } = each.request;
  return { ...each, request };
}
