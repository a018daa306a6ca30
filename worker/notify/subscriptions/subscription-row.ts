import type { Selection, Subscription, SubscriptionState } from "../../../sdk/index.ts";

/** A row of the table `subscription`. */
export interface SubscriptionRow {
  id: string;
  subject: string;
  channel: string;
  email: string;
  /** The address as it is compared. */
  address: string;
  locale: string;
  sku: string | null;
  product: string | null;
  /** JSON. */
  selection: string | null;
  /** The row of `waiting`. */
  waiting: string;
  state: SubscriptionState;
  confirmation: number;
  created_at: number;
  asked_at: number | null;
  confirmed_at: number | null;
  lapses_at: number;
  ended_at: number | null;
}

/** A subscription by its id, or `null`. */
export function readSubscription(db: D1Database, id: string): Promise<SubscriptionRow | null> {
  return db.prepare("SELECT * FROM subscription WHERE id = ?").bind(id).first<SubscriptionRow>();
}

/** A subscription as secret keys see it. */
export function subscriptionOf(row: SubscriptionRow): Subscription {
  return {
    id: row.id,
    state: row.state,
    email: row.email,
    channel: row.channel,
    locale: row.locale,
    sku: row.sku,
    product: row.product,
    selection: selectionOf(row),
    createdAt: timeOf(row.created_at),
    confirmedAt: row.confirmed_at === null ? null : timeOf(row.confirmed_at),
    lapsesAt: timeOf(row.lapses_at),
    endedAt: row.ended_at === null ? null : timeOf(row.ended_at),
  };
}

/** The options that were chosen. */
export function selectionOf({ selection }: Pick<SubscriptionRow, "selection">): Selection | null {
  // Written by `subscribe` alone.
  return selection === null ? null : (JSON.parse(selection) as Selection);
}

function timeOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
