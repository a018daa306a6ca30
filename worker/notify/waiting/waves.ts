import type { WaitStep } from "../../core/waiting.ts";
import { mailStatements, type NewMail, sendMails } from "../mail/mails.ts";
import { unsubscribeUrl } from "../subscriptions/links.ts";
import { mailItemOf } from "../subscriptions/mail-item.ts";
import type { Scene } from "./offers.ts";
import { asRead, IS_AS_READ, stateStatement, type WaitingRow } from "./waiting-rows.ts";

/** What came of a wave. `overtaken`: somebody else looked at the same moment, and nothing was done. */
export type Wave = { outcome: "mailed"; mails: number } | { outcome: "nobody" } | { outcome: "overtaken" };

interface Candidate {
  id: string;
  email: string;
  locale: string;
  confirmed_at: number;
}

/**
 * Mails those who have waited for longest. That the mails are made, that the subscriptions are spent and that the next wave
 * comes later is one transaction, and none of it happens where the row is not as it was read: however often and wherever it
 * is tried, and wherever it is cut off, nobody is told twice and nobody is forgotten. A mail that was made and whose message
 * is lost is sent by the cron's round.
 */
export async function mailWave(
  row: WaitingRow,
  step: WaitStep,
  lookAt: number,
  publicUrl: string,
  { env, nowMs }: Pick<Scene, "env" | "nowMs">,
): Promise<Wave> {
  const { DB: db } = env;
  const candidates = await longestWaiting(db, row.id, step.mails, nowMs);
  if (candidates.length === 0) return { outcome: "nobody" };
  const item = await mailItemOf(db, row.target);
  const mails = await Promise.all(
    candidates.map(
      async ({ id, email, locale, confirmed_at }): Promise<NewMail> => ({
        // Whoever subscribes again after a mail has another time of confirmation.
        id: `back/${id}/${confirmed_at}`,
        recipient: email,
        locale,
        facts: { kind: "back_in_stock", item, unsubscribeUrl: await unsubscribeUrl(db, publicUrl, id) },
        subscription: id,
      }),
    ),
  );
  const [spent, moved] = await db.batch<{ id: string }>([
    spendStatement(db, row, candidates, nowMs),
    stateStatement(db, row, step.after, lookAt),
    ...mailStatements(db, mails, nowMs),
    withdrawStatement(db, mails),
  ]);
  if (moved?.meta.changes !== 1) return { outcome: "overtaken" };
  const told = new Set(spent?.results.map(({ id }) => id));
  const made = mails.filter(({ subscription }) => subscription !== null && told.has(subscription));
  await sendMails(
    env,
    made.map(({ id }) => id),
  );
  return { outcome: "mailed", mails: made.length };
}

/** Active subscriptions that have not lapsed, the oldest confirmation first. */
async function longestWaiting(db: D1Database, waiting: string, limit: number, nowMs: number): Promise<Candidate[]> {
  const rows = await db
    .prepare(
      `SELECT id, email, locale, confirmed_at FROM subscription
       WHERE waiting = ? AND state = 'active' AND lapses_at > ? ORDER BY confirmed_at, id LIMIT ?`,
    )
    .bind(waiting, nowMs, limit)
    .all<Candidate>();
  return rows.results;
}

/** What spends subscriptions that are still active, where the row is as it was read; answers with their ids. */
function spendStatement(
  db: D1Database,
  row: WaitingRow,
  candidates: readonly Candidate[],
  nowMs: number,
): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE subscription SET state = 'notified', ended_at = ?6
       WHERE id IN (SELECT value FROM json_each(?5)) AND state = 'active'
         AND EXISTS (SELECT 1 FROM waiting WHERE ${IS_AS_READ})
       RETURNING id`,
    )
    .bind(...asRead(row), JSON.stringify(candidates.map(({ id }) => id)), nowMs);
}

/** What takes back mails to those whose subscription was not spent: they unsubscribed just now, or the wave was overtaken. */
function withdrawStatement(db: D1Database, mails: readonly NewMail[]): D1PreparedStatement {
  return db
    .prepare(
      `DELETE FROM mail WHERE id IN (SELECT value FROM json_each(?)) AND state = 'pending' AND attempts = 0
         AND NOT EXISTS (SELECT 1 FROM subscription WHERE subscription.id = mail.subscription AND state = 'notified')`,
    )
    .bind(JSON.stringify(mails.map(({ id }) => id)));
}
