/**
 * One mail, sent at most once as far as that can be: a row is claimed before its mail is handed over, and what came of it
 * is written afterwards. Between the two lies a gap that no transport closes: an attempt that was cut off there (a crash, a
 * connection lost after the last byte) may have sent the mail. Such a mail is tried once more and then never again, so that
 * nobody is sent more than two of one mail, and nobody none because of one crash.
 */
import type { NoticeSettings } from "../../../sdk/index.ts";
import { SELECT_SETTINGS, settingsOf } from "../../catalogue/settings.ts";
import {
  MAIL_ATTEMPT_MS_MAX,
  MAIL_RETRY_MAX_MS,
  MAIL_RETRY_MS,
  MAIL_SEND_MS_MAX,
  MAIL_TRIES_MAX,
  RETRY_AFTER_MS_MAX,
} from "../../core/bounds.ts";
import type { Deployment } from "../../deployment.ts";
import type { Env } from "../../env.ts";
import { deadLetterStatements } from "../dead-letters.ts";
import { sendNotices } from "../send-notices.ts";
import { composeMail } from "./compose-mail.ts";
import type { MailFacts } from "./mail-facts.ts";
import type { MailOutcome } from "./transport.ts";
import { withoutAddresses } from "./without-addresses.ts";

interface MailRow {
  id: string;
  kind: string;
  recipient: string;
  locale: string;
  facts: string;
  state: "pending" | "sending" | "sent" | "dropped" | "dead";
  attempts: number;
  doubts: number;
  next_at: number;
}

/** Attempts that may have sent a mail without anybody knowing. */
const DOUBTS_MAX = 1;
/** A wait is shorter than the schedule says by up to this share, so that mails that failed together do not come back together. */
const JITTER = 0.25;
const UNKNOWN = "An attempt ended without an answer. The mail may have been sent";

/** One attempt to send a mail, from the queue. What is tried again is sent on with a delay by itself. */
export async function attemptMail(
  id: string,
  env: Env,
  deployment: Deployment,
  nowMs: number = Date.now(),
): Promise<void> {
  const startedAt = Date.now();
  const [claimed, settings] = await env.DB.batch([claim(env.DB, id, nowMs), env.DB.prepare(SELECT_SETTINGS)]);
  // The row of that statement, which returns all of it.
  const row = claimed?.results[0] as MailRow | undefined;
  if (row === undefined) return takeUp(id, env, nowMs);
  const outcome = await attempt(row, settingsOf(settings).notices, env, deployment);
  await settle(row, outcome, env, nowMs + Date.now() - startedAt);
}

/**
 * Marks the mail as being sent, if it is due and may be tried. One that is marked already is taken over when its attempt
 * was cut off: it has to be one of the tries and within the doubts.
 */
function claim(db: D1Database, id: string, nowMs: number): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE mail SET state = 'sending', attempts = attempts + 1, doubts = doubts + (state = 'sending'), next_at = ?2
       WHERE id = ?1 AND next_at <= ?3 AND attempts < ?4
         AND (state = 'pending' OR (state = 'sending' AND doubts < ?5))
       RETURNING *`,
    )
    .bind(id, nowMs + MAIL_ATTEMPT_MS_MAX, nowMs, MAIL_TRIES_MAX, DOUBTS_MAX);
}

/** What is done with a mail that could not be claimed: it is not there, was sent, is not due, or may not be tried again. */
async function takeUp(id: string, env: Env, nowMs: number): Promise<void> {
  const row = await env.DB.prepare("SELECT * FROM mail WHERE id = ?").bind(id).first<MailRow>();
  if (row === null || (row.state !== "pending" && row.state !== "sending")) return;
  if (row.next_at > nowMs) return sendOn(env, id, row.next_at - nowMs);
  // Cut off, and for the second time or at the last try.
  if (row.state === "sending") await giveUp(row, UNKNOWN, env, nowMs);
}

async function attempt(row: MailRow, notices: NoticeSettings, env: Env, deployment: Deployment): Promise<MailOutcome> {
  try {
    const transport = deployment.transportOf(env);
    if (transport === null) return { outcome: "retry", error: "Mail is not configured" };
    // Written by `mailStatements` alone, maybe by an older version: a template that finds it lacking something throws.
    const facts = JSON.parse(row.facts) as MailFacts;
    const mail = await composeMail({ ...row, facts }, notices, env, deployment.templates);
    return await withinTime(() => transport.send(mail));
  } catch (error) {
    return { outcome: "retry", error: String(error) };
  }
}

async function withinTime(send: () => Promise<MailOutcome>): Promise<MailOutcome> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<MailOutcome>((resolve) => {
    const outcome: MailOutcome = {
      outcome: "retry",
      error: `The transport took more than ${MAIL_SEND_MS_MAX} ms`,
      uncertain: true,
    };
    timer = setTimeout(() => resolve(outcome), MAIL_SEND_MS_MAX);
  });
  try {
    return await Promise.race([send(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Writes what came of an attempt. Nothing is written over a later attempt, nor over the end of a subscription but that it was sent. */
async function settle(row: MailRow, outcome: MailOutcome, env: Env, nowMs: number): Promise<void> {
  if (outcome.outcome === "sent") {
    await env.DB.prepare(
      `UPDATE mail SET state = 'sent', error = NULL, ended_at = ?3
       WHERE id = ?1 AND attempts = ?2 AND state IN ('sending', 'dropped')`,
    )
      .bind(row.id, row.attempts, nowMs)
      .run();
    return;
  }
  const error = withoutAddresses(outcome.error, row.recipient);
  if (outcome.outcome === "drop") {
    await endStatement(row, "dropped", error, env, nowMs).run();
    return;
  }
  if (outcome.outcome === "dead") return giveUp(row, error, env, nowMs);
  const doubts = row.doubts + (outcome.uncertain === true ? 1 : 0);
  if (doubts > DOUBTS_MAX) return giveUp(row, `${UNKNOWN}: ${error}`, env, nowMs);
  if (row.attempts >= MAIL_TRIES_MAX) return giveUp(row, error, env, nowMs);
  const delayMs = delayAfter(row.attempts, outcome.afterS ?? 0);
  const { meta } = await env.DB.prepare(
    `UPDATE mail SET state = 'pending', doubts = ?3, next_at = ?4, error = ?5
     WHERE id = ?1 AND attempts = ?2 AND state = 'sending'`,
  )
    .bind(row.id, row.attempts, doubts, nowMs + delayMs, error)
    .run();
  if (meta.changes > 0) await sendOn(env, row.id, delayMs);
}

/** Milliseconds until the next attempt: what the schedule says, or the other side when that is longer. */
function delayAfter(attempts: number, afterS: number): number {
  const scheduledMs = Math.min(MAIL_RETRY_MS * 2 ** (attempts - 1), MAIL_RETRY_MAX_MS);
  const wishedMs = Math.min(afterS * 1_000, RETRY_AFTER_MS_MAX);
  return Math.ceil(Math.max(scheduledMs * (1 - JITTER * Math.random()), wishedMs));
}

async function giveUp(row: MailRow, error: string, env: Env, nowMs: number): Promise<void> {
  console.error(`A mail (${row.kind}) is given up: ${error}`);
  await env.DB.batch([
    endStatement(row, "dead", error, env, nowMs),
    ...deadLetterStatements(env.DB, { kind: "mail", subject: row.id, error }, nowMs),
  ]);
}

function endStatement(
  row: MailRow,
  state: "dropped" | "dead",
  error: string,
  env: Env,
  nowMs: number,
): D1PreparedStatement {
  return env.DB.prepare(
    "UPDATE mail SET state = ?3, error = ?4, ended_at = ?5 WHERE id = ?1 AND attempts = ?2 AND state = 'sending'",
  ).bind(row.id, row.attempts, state, error, nowMs);
}

/** Has the mail looked at again. */
async function sendOn(env: Env, id: string, delayMs: number): Promise<void> {
  await sendNotices(env, [{ kind: "mail", mail: id }], delayMs);
}
