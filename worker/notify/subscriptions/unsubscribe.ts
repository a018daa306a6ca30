import { dropMailStatements } from "../mail/mails.ts";
import { readSubscription, type SubscriptionRow } from "./subscription-row.ts";

/**
 * Ends a subscription, and stops what is still on its way to its address; `null`: nothing is kept of it, and no mail will
 * come either. A repeat changes nothing. One that was spent is ended too: whoever asks anew has to confirm it anew.
 */
export async function unsubscribe(db: D1Database, id: string, nowMs: number): Promise<SubscriptionRow | null> {
  await db.batch([
    db
      .prepare("UPDATE subscription SET state = 'unsubscribed', ended_at = ? WHERE id = ? AND state <> 'unsubscribed'")
      .bind(nowMs, id),
    ...dropMailStatements(db, [id]),
  ]);
  return readSubscription(db, id);
}
