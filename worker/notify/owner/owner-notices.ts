import type { NoticeSettings } from "../../../sdk/index.ts";
import { readSettings } from "../../catalogue/settings.ts";
import { DEFAULT_DEPLOYMENT, type Deployment } from "../../deployment.ts";
import type { Env } from "../../env.ts";
import { mailStatements, sendMails } from "../mail/mails.ts";
import { crossingsOf } from "./crossing-rows.ts";
import { digestOf, digestStatement, lastDigest } from "./digest.ts";
import { dropWaiting, forgetStale, gather, toldStatement, untoldGatherings } from "./gatherings.ts";
import { ownerMails } from "./owner-mails.ts";

/**
 * The cron's share: gathers the crossings of a minute into one mail, and makes the daily digest. Where no mail can be sent
 * crossings wait until they are stale, and the digest until the day is over.
 */
export async function lookAfterOwner(
  env: Env,
  nowMs: number,
  deployment: Deployment = DEFAULT_DEPLOYMENT,
): Promise<void> {
  await forgetStale(env.DB, nowMs);
  const { notices } = await readSettings(env.DB);
  if (notices.ownerAddresses.length === 0) return dropWaiting(env.DB);
  if (deployment.transportOf(env) === null) return;
  await gather(env.DB, nowMs);
  for (const gathering of await untoldGatherings(env.DB)) await tellCrossings(env, gathering, notices, nowMs);
  await tellDigest(env, notices, nowMs);
}

async function tellCrossings(env: Env, gathering: string, notices: NoticeSettings, nowMs: number): Promise<void> {
  const crossings = await crossingsOf(env.DB, gathering);
  const mails =
    crossings.rows.length === 0 ? [] : await ownerMails(notices, gathering, { kind: "owner_crossings", ...crossings });
  await env.DB.batch([...mailStatements(env.DB, mails, nowMs), toldStatement(env.DB, gathering)]);
  await sendMails(
    env,
    mails.map(({ id }) => id),
  );
}

/** Once a day, at its hour or as soon after it as there is a round. A day on which nothing is low has none. */
async function tellDigest(env: Env, notices: NoticeSettings, nowMs: number): Promise<void> {
  const now = new Date(nowMs);
  const date = now.toISOString().slice(0, 10);
  if (notices.lowStockDigestHour === null || now.getUTCHours() < notices.lowStockDigestHour) return;
  if ((await lastDigest(env.DB)) >= date) return;
  const digest = await digestOf(env.DB);
  const mails =
    digest.rows.length === 0 ? [] : await ownerMails(notices, date, { kind: "low_stock_digest", ...digest, date });
  await env.DB.batch([...mailStatements(env.DB, mails, nowMs), digestStatement(env.DB, date)]);
  await sendMails(
    env,
    mails.map(({ id }) => id),
  );
}

/**
 * Tells the owner that an endpoint was disabled; what does it, for a batch with the change. Ids of the mails made: none
 * where it is disabled already. Asked for before the change, by whoever makes it: of several at the same time all make the
 * same mails.
 */
export async function endpointDisabledMails(
  db: D1Database,
  endpoint: { webhook: string; url: string; reason: "gone" | "failing"; failingSince: string | null },
  nowMs: number,
): Promise<{ statements: D1PreparedStatement[]; mails: string[] }> {
  const row = await db
    .prepare("SELECT revision, created_at FROM webhook WHERE id = ? AND enabled = 1")
    .bind(endpoint.webhook)
    .first<{ revision: number; created_at: number }>();
  if (row === null) return { statements: [], mails: [] };
  // Before it can be disabled another time somebody has to enable it, which is another revision.
  const occasion = JSON.stringify([endpoint.webhook, row.created_at, row.revision]);
  const { notices } = await readSettings(db);
  const mails = await ownerMails(notices, occasion, { kind: "endpoint_disabled", ...endpoint });
  return { statements: mailStatements(db, mails, nowMs), mails: mails.map(({ id }) => id) };
}
