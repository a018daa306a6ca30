import type { SubscriptionConfirmedEvent } from "../../../sdk/index.ts";
import { eventStatements } from "../../catalogue/events.ts";
import { readProduct } from "../../catalogue/products.ts";
import { skusOf } from "../../core/product.ts";
import type { Env } from "../../env.ts";
import { sendLooks, type WaitTarget, waitStatements } from "../waiting/waiting.ts";
import { deliveryStatements, sendDeliveriesOf } from "../webhooks/deliveries.ts";
import { type SubscriptionRow, selectionOf } from "./subscription-row.ts";

/**
 * What goes with a subscription that becomes active, for a batch after the statement that makes it so: its goods are watched,
 * and the event is recorded and delivered. It does nothing where that statement did not: somebody else was faster.
 */
export async function activationStatements(db: D1Database, row: SubscriptionRow): Promise<D1PreparedStatement[]> {
  const event = eventOf(row);
  return [
    ...(await waitStatements(db, targetOf(row), await skusToWatch(db, row))),
    ...eventStatements(db, [{ event, activity: null }]),
    db
      .prepare(
        `DELETE FROM event WHERE id = ? AND NOT EXISTS
         (SELECT 1 FROM subscription WHERE id = ? AND confirmation = ? AND confirmed_at IS NOT NULL)`,
      )
      .bind(event.id, row.id, row.confirmation),
    ...deliveryStatements(db, [event.id]),
  ];
}

/** Has what those statements made sent on. What is lost here is sent by the cron's round. */
export async function tellActivation(env: Env, row: SubscriptionRow): Promise<void> {
  await sendDeliveriesOf(env, [eventOf(row).id]);
  await sendLooks(env, [row.waiting]);
}

/** What a subscription waits for. */
export function targetOf(row: SubscriptionRow): WaitTarget {
  return { channel: row.channel, sku: row.sku, product: row.product, selection: selectionOf(row) };
}

async function skusToWatch(db: D1Database, { sku, product }: SubscriptionRow): Promise<string[]> {
  if (sku !== null) return [sku];
  const kit = product === null ? null : await readProduct(db, product);
  return kit === null ? [] : skusOf(kit);
}

function eventOf(row: SubscriptionRow): SubscriptionConfirmedEvent {
  return {
    id: `${row.id}/${row.confirmation}`,
    type: "subscription.confirmed",
    at: new Date(row.confirmed_at ?? 0).toISOString(),
    subscription: row.id,
    channel: row.channel,
    locale: row.locale,
    sku: row.sku,
    product: row.product,
    selection: selectionOf(row),
  };
}
