import { type Admin, type BulkResult, isNotFoundError } from "../../sdk/index.ts";
import { ESTIMATES } from "../catalogue/estimates.ts";
import { lastProduct, openingProducts, openingSkus } from "../catalogue/opening-stock.ts";

/** How long something is for sale here before whoever waits is told, in seconds: a visitor shall see the mail soon. */
const SETTLING_SECONDS = 5;

/**
 * Fills the shop when it is not filled yet. The last product is written last, so it stands for all the rest. Stock is
 * put only where there is none: visitors who come first at the same moment, and a set-up that was cut off half-way and
 * made again, leave the same shop. `origin` is where its pages are, which mails link to.
 */
export async function setUp(server: Admin, nowMs: number, origin: string | null): Promise<void> {
  if (await isSetUp(server)) return;
  await nameShop(server);
  for (const [id, estimate] of Object.entries(ESTIMATES)) await server.estimates.put(id, estimate);
  refuseRefusals(await server.bulk.skus(openingSkus(nowMs)));
  refuseRefusals(await server.bulk.products(openingProducts(origin)));
}

/** A store that has a name in its mails is somebody's already. */
async function nameShop(server: Admin): Promise<void> {
  const { notices } = await server.settings.get();
  if (notices.shopName !== "") return;
  await server.settings.change({ notices: { shopName: "Loam", settlingSeconds: SETTLING_SECONDS } });
}

async function isSetUp(server: Admin): Promise<boolean> {
  try {
    await server.products.get(lastProduct());
    return true;
  } catch (error) {
    if (isNotFoundError(error)) return false;
    throw error;
  }
}

/** `stale_write` means that the SKU has stock already and keeps it. Everything else is a mistake in the catalogue. */
function refuseRefusals({ rows }: BulkResult): void {
  for (const { id, problem } of rows) {
    if (problem !== undefined && problem.code !== "stale_write") {
      throw new Error(`The demo's ${id} was refused: ${problem.code}, ${problem.detail}`);
    }
  }
}
