import type { Admin } from "../../sdk/index.ts";
import { assumedChanges, withoutAssumed } from "./assumed-warehouses.ts";
import type { CatalogueSku } from "./catalogue.ts";
import type { Outcome, Outcomes } from "./outcome.ts";
import type { SendOptions } from "./send-options.ts";
import { sendRows } from "./send-rows.ts";
import { jsonBytes, splitBatches } from "./split-batches.ts";

/** Two answers about one SKU as one: what was made or changed by either, and a refusal whichever gave it. */
function joined(before: Outcome | undefined, after: Outcome): Outcome {
  if (before === undefined || after.outcome === "refused") return after;
  if (before.outcome === "refused") return before;
  const outcome = before.outcome === "unchanged" ? after.outcome : before.outcome;
  return { outcome, changes: [...before.changes, ...after.changes] };
}

/** Sends SKUs in batches, one after the other. Throws what the client throws. */
export async function sendSkus(
  server: Admin,
  skus: readonly CatalogueSku[],
  options: SendOptions,
  outcomes: Outcomes,
): Promise<void> {
  const { dryRun, document, assumedWarehouses = new Set() } = options;
  const asked = skus.map((each) => ({ each, row: withoutAssumed(each.request, assumedWarehouses) }));
  const { batches, tooHeavy } = splitBatches(asked, ({ row }) => ({ bytes: jsonBytes(row), assumed: 0 }));
  for (const { item } of tooHeavy) {
    outcomes.skus.set(item.each.id, { outcome: "refused", reason: { code: "too_large" } });
  }
  options.onProgress?.(tooHeavy.length);
  for (const batch of batches) {
    const send = (items: typeof asked) => server.bulk.skus({ rows: items.map(({ row }) => row), document, dryRun });
    const found = await sendRows({ rows: batch, idOf: ({ row }) => row.sku, send });
    for (const [{ each }, outcome] of found) {
      const whole = joined(outcome, assumedChanges(each.request, assumedWarehouses));
      outcomes.skus.set(each.id, joined(outcomes.skus.get(each.id), whole));
    }
    options.onProgress?.(batch.length);
  }
}
