import type { AddressErasure, AddressRecord } from "../../../sdk/index.ts";
import { eraseMailStatements, mailsTo } from "../mail/mails.ts";
import { comparable } from "./address.ts";
import { type SubscriptionRow, subscriptionOf } from "./subscription-row.ts";

/** Everything that is kept of an address (GDPR article 15). */
export async function recordOf(db: D1Database, email: string): Promise<AddressRecord> {
  const address = comparable(email);
  const rows = await db
    .prepare("SELECT * FROM subscription WHERE address = ? ORDER BY created_at DESC, id DESC")
    .bind(address)
    .all<SubscriptionRow>();
  return { email, subscriptions: rows.results.map(subscriptionOf), mails: await mailsTo(db, address) };
}

/** Erases everything that is kept of an address (GDPR article 17), and stops what is on its way to it. */
export async function eraseAddress(db: D1Database, email: string): Promise<AddressErasure> {
  const address = comparable(email);
  const [subscriptions, mails] = await db.batch([
    db.prepare("DELETE FROM subscription WHERE address = ?").bind(address),
    ...eraseMailStatements(db, address),
  ]);
  return { subscriptions: subscriptions?.meta.changes ?? 0, mails: mails?.meta.changes ?? 0 };
}
