import type { Subscription, SubscriptionFilter } from "../../../sdk/index.ts";
import { type SubscriptionRow, subscriptionOf } from "./subscription-row.ts";

/** Where a page of subscriptions ends. */
export interface SubscriptionPosition {
  createdAtMs: number;
  id: string;
}

/** Subscriptions, the newest first, after a position. */
export async function listSubscriptions(
  db: D1Database,
  filter: SubscriptionFilter,
  after: SubscriptionPosition | null,
  limit: number,
): Promise<{ items: Subscription[]; next: SubscriptionPosition | null }> {
  const conditions: [condition: string, ...values: (string | number)[]][] = [];
  if (filter.sku !== undefined) conditions.push(["sku = ?", filter.sku]);
  if (filter.product !== undefined) conditions.push(["product = ?", filter.product]);
  if (filter.channel !== undefined) conditions.push(["channel = ?", filter.channel]);
  if (filter.state !== undefined) conditions.push(["state = ?", filter.state]);
  if (after !== null) conditions.push(["(created_at, id) < (?, ?)", after.createdAtMs, after.id]);
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.map(([condition]) => condition).join(" AND ")}`;
  const rows = await db
    .prepare(`SELECT * FROM subscription ${where} ORDER BY created_at DESC, id DESC LIMIT ?`)
    .bind(...conditions.flatMap(([, ...values]) => values), limit + 1)
    .all<SubscriptionRow>();
  const shown = rows.results.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.results.length > limit && last !== undefined;
  return { items: shown.map(subscriptionOf), next: hasMore ? { createdAtMs: last.created_at, id: last.id } : null };
}
