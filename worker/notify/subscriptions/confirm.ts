import type { Env } from "../../env.ts";
import { activationStatements, tellActivation } from "./activation.ts";
import type { Link } from "./links.ts";
import { readSubscription, type SubscriptionRow } from "./subscription-row.ts";

type ConfirmLink = Extract<Link, { purpose: "confirm" }>;

/**
 * How a link stands to its subscription. `open`: following it confirms. `already`: that has been done. `replaced`: a newer
 * mail was sent. `ended`: no mail will come any more. `unknown`: nothing is kept of it.
 */
export type LinkStanding = "open" | "already" | "expired" | "replaced" | "ended" | "unknown";

/** What came of following a link, and the subscription as it is now. */
export interface Confirmation {
  outcome: Exclude<LinkStanding, "open"> | "confirmed";
  row: SubscriptionRow | null;
}

/** Attempts at a confirmation that others meddle with in the same moment. */
const TRIES_MAX = 3;
const DAY_MS = 24 * 3_600_000;

/** How a link stands; nothing is changed. */
export async function standingOf(
  db: D1Database,
  link: ConfirmLink,
): Promise<{ standing: LinkStanding; row: SubscriptionRow | null }> {
  const row = await readSubscription(db, link.subscription);
  return { standing: judge(link, row), row };
}

/** Makes a subscription active because the link in its mail was followed: once, by whoever comes first. */
export async function confirm(
  env: Env,
  link: ConfirmLink,
  subscriptionDays: number,
  nowMs: number,
): Promise<Confirmation> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { standing, row } = await standingOf(env.DB, link);
    if (standing !== "open" || row === null) return { outcome: standing === "open" ? "unknown" : standing, row };
    const next: SubscriptionRow = {
      ...row,
      state: "active",
      confirmed_at: nowMs,
      lapses_at: nowMs + subscriptionDays * DAY_MS,
    };
    const [written] = await env.DB.batch([
      env.DB.prepare(
        `UPDATE subscription SET state = 'active', confirmed_at = ?, lapses_at = ?
         WHERE id = ? AND state = 'pending' AND confirmation = ?`,
      ).bind(next.confirmed_at, next.lapses_at, row.id, link.confirmation),
      ...(await activationStatements(env.DB, next)),
    ]);
    if (written?.meta.changes !== 1) continue;
    // It is confirmed whatever becomes of this: the cron's round sends it on too.
    await tellActivation(env, next).catch((error) => console.error("A confirmation was not passed on", error));
    return { outcome: "confirmed", row: next };
  }
  throw new Error("A subscription was changed by others each time");
}

function judge({ confirmation, expired }: ConfirmLink, row: SubscriptionRow | null): LinkStanding {
  if (row === null) return expired ? "expired" : "unknown";
  if (row.state === "active" || row.state === "notified") return "already";
  if (row.state === "unsubscribed" || row.state === "lapsed") return "ended";
  if (row.confirmation !== confirmation) return "replaced";
  return expired ? "expired" : "open";
}
