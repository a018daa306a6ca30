import { forgetOldRequests } from "./catalogue/bulk-requests.ts";
import { sendClosing } from "./catalogue/close-warehouse.ts";
import { skuNames } from "./catalogue/skus.ts";
import { readStore } from "./catalogue/store-facts.ts";
import { runningClosings } from "./catalogue/warehouse-closing.ts";
import { RECORD_KEPT_MS, SKUS_WOKEN_PER_CRON_MAX } from "./core/bounds.ts";
import { DEFAULT_DEPLOYMENT, type Deployment } from "./deployment.ts";
import type { Env } from "./env.ts";
import { lookAfterNotices } from "./notify/look-after.ts";
import { SLOT_COUNT } from "./objects/slot-number.ts";
import { skuStub, slotStub } from "./objects/stubs.ts";

/**
 * The cron's round: wakes every slot, and the next SKUs in turn, in case an alarm was lost (DESIGN section 7.9). Where it
 * stands is kept, so that every SKU has its turn however short a run is cut.
 */
export async function makeRound(env: Env, deployment: Deployment = DEFAULT_DEPLOYMENT): Promise<void> {
  const read = readStore(env.DB);
  // Carts end whatever the database does.
  const known = await read.catch(() => null);
  const slots = Array.from({ length: SLOT_COUNT }, (_, slot) => slotStub(env, slot).wake(known));
  const wokenSlots = Promise.allSettled(slots);
  const store = await read;
  const after =
    (await env.DB.prepare("SELECT after FROM job WHERE name = 'round'").first<{ after: string }>())?.after ?? "";
  const skus = await skuNames(env.DB, after, SKUS_WOKEN_PER_CRON_MAX);
  const wokenSkus = await Promise.allSettled(skus.map((sku) => skuStub(env, sku).wake(store)));
  const woken = [...(await wokenSlots), ...wokenSkus];
  const failed = woken.filter((each) => each.status === "rejected").length;
  if (failed > 0) console.error(`${failed} objects did not answer the round`);
  await forgetOldRequests(env.DB, Date.now() - RECORD_KEPT_MS);
  await lookAfterNotices(env, Date.now(), deployment);
  // In case a message of theirs was lost.
  for (const { warehouse, id } of await runningClosings(env.DB)) await sendClosing(env, warehouse, id);
  const next = skus.length < SKUS_WOKEN_PER_CRON_MAX ? "" : (skus.at(-1) ?? "");
  await env.DB.prepare(
    "INSERT INTO job (name, after) VALUES ('round', ?) ON CONFLICT (name) DO UPDATE SET after = excluded.after",
  )
    .bind(next)
    .run();
}
