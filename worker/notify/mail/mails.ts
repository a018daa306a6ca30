import type { MailRecord } from "../../../sdk/index.ts";
import {
  MAIL_OVERDUE_MS,
  MAILS_FORGOTTEN_PER_CRON_MAX,
  MAILS_KEPT_MS,
  MAILS_RESENT_PER_CRON_MAX,
} from "../../core/bounds.ts";
import type { Env } from "../../env.ts";
import { sendNotices } from "../send-notices.ts";
import { comparable } from "../subscriptions/address.ts";
import type { MailFacts } from "./mail-facts.ts";

export { attemptMail } from "./attempt-mail.ts";

/** A mail to be sent. */
export interface NewMail {
  /** Made of what it tells, so that whoever repeats a step makes the same mail: a second one with the id is none. */
  id: string;
  recipient: string;
  locale: string;
  facts: MailFacts;
  subscription: string | null;
}

/** Characters of one parameter; D1 takes 2 MB. */
const PARAMETER_LENGTH_MAX = 500_000;

/** What makes mails; for a batch with the change that they tell of. A repeat by id changes nothing. */
export function mailStatements(db: D1Database, mails: readonly NewMail[], nowMs: number): D1PreparedStatement[] {
  const rows = mails.map(({ id, recipient, locale, facts, subscription }) =>
    JSON.stringify({ id, kind: facts.kind, recipient, address: comparable(recipient), locale, facts, subscription }),
  );
  return inParameters(rows).map((json) =>
    db
      .prepare(
        `INSERT INTO mail (id, kind, recipient, address, locale, facts, subscription, state, next_at, created_at)
         SELECT value ->> '$.id', value ->> '$.kind', value ->> '$.recipient', value ->> '$.address', value ->> '$.locale',
           value -> '$.facts', value ->> '$.subscription', 'pending', ?2, ?2
         FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(json, nowMs),
  );
}

function inParameters(rows: readonly string[]): string[] {
  const parameters: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    length += row.length;
    if (length > PARAMETER_LENGTH_MAX) {
      parameters.push([]);
      length = row.length;
    }
    parameters.at(-1)?.push(row);
  }
  return parameters.map((each) => `[${each.join(",")}]`);
}

/** Has mails sent that were made. One whose message is lost is sent on by the cron's round. */
export async function sendMails(env: Env, ids: readonly string[]): Promise<void> {
  await sendNotices(
    env,
    ids.map((mail) => ({ kind: "mail", mail })),
  );
}

/**
 * Gives a mail that was given up its tries again; for a replay. False: there is no such mail any more, or it was not given
 * up.
 */
export async function reviveMail(env: Env, id: string, nowMs: number): Promise<boolean> {
  const { meta } = await env.DB.prepare(
    "UPDATE mail SET state = 'pending', attempts = 0, doubts = 0, next_at = ?, ended_at = NULL WHERE id = ? AND state = 'dead'",
  )
    .bind(nowMs, id)
    .run();
  return meta.changes > 0;
}

/** Mails to an address, the newest first. `address` as `comparable` makes it. */
export async function mailsTo(db: D1Database, address: string): Promise<MailRecord[]> {
  const { results } = await db
    .prepare(
      `SELECT id, kind, subscription, state, created_at, ended_at FROM mail WHERE address = ?
       ORDER BY created_at DESC, id DESC`,
    )
    .bind(address)
    .all<{
      id: string;
      kind: string;
      subscription: string | null;
      state: MailRecord["state"];
      created_at: number;
      ended_at: number | null;
    }>();
  return results.map(({ id, kind, subscription, state, created_at, ended_at }) => ({
    id,
    kind,
    subscription,
    state,
    createdAt: new Date(created_at).toISOString(),
    sentAt: state === "sent" && ended_at !== null ? new Date(ended_at).toISOString() : null,
  }));
}

/** What erases every mail to an address, in the local outbox too. The first statement's changes are the mails. */
export function eraseMailStatements(db: D1Database, address: string): D1PreparedStatement[] {
  return [
    db.prepare("DELETE FROM mail WHERE address = ?").bind(address),
    db.prepare("DELETE FROM outbox_mail WHERE address = ?").bind(address),
  ];
}

/**
 * What drops the mails of subscriptions that have ended before they were sent; ids of subscriptions. One that is being sent
 * at this moment cannot be called back, but is not tried again.
 */
export function dropMailStatements(db: D1Database, subscriptions: readonly string[]): D1PreparedStatement[] {
  if (subscriptions.length === 0) return [];
  return [
    db
      .prepare(
        `UPDATE mail SET state = 'dropped', error = 'The subscription had ended', ended_at = ?
         WHERE state IN ('pending', 'sending') AND subscription IN (SELECT value FROM json_each(?))`,
      )
      .bind(Date.now(), JSON.stringify(subscriptions)),
  ];
}

/** The cron's share: sends on what is overdue, forgets what is old. */
export async function lookAfterMails(env: Env, nowMs: number): Promise<void> {
  const { results } = await env.DB.prepare(
    "SELECT id FROM mail WHERE state IN ('pending', 'sending') AND next_at <= ? ORDER BY next_at LIMIT ?",
  )
    .bind(nowMs - MAIL_OVERDUE_MS, MAILS_RESENT_PER_CRON_MAX)
    .all<{ id: string }>();
  await sendMails(
    env,
    results.map(({ id }) => id),
  );
  await env.DB.prepare(
    `DELETE FROM mail WHERE id IN (SELECT id FROM mail WHERE ended_at IS NOT NULL AND ended_at < ? ORDER BY ended_at LIMIT ?)`,
  )
    .bind(nowMs - MAILS_KEPT_MS, MAILS_FORGOTTEN_PER_CRON_MAX)
    .run();
}
