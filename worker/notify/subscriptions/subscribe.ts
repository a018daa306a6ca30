import type { NoticeSettings } from "../../../sdk/index.ts";
import { CONFIRMATION_LINK_MS } from "../../core/bounds.ts";
import type { Env } from "../../env.ts";
import { base64Url } from "../../objects/slot-number.ts";
import { mailStatements, type NewMail, sendMails } from "../mail/mails.ts";
import { type WaitTarget, waitingIdOf } from "../waiting/waiting.ts";
import { activationStatements, targetOf, tellActivation } from "./activation.ts";
import { comparable } from "./address.ts";
import { confirmUrl } from "./links.ts";
import { mailItemOf } from "./mail-item.ts";
import { type Known, type Plan, planOf } from "./plan.ts";
import type { SubscriptionRow } from "./subscription-row.ts";

/** A wish to be told. */
export interface Wish {
  target: WaitTarget;
  email: string;
  locale: string;
  /** Nobody has to confirm it. */
  atOnce: boolean;
  /** When the request was first made: a repeat undoes nothing that has happened since. */
  requestedAtMs: number;
}

/** What became of it. `full`: the address has as many open subscriptions as it may have. */
export type Subscribed = { outcome: "kept"; row: SubscriptionRow } | { outcome: "full" };

/** Attempts at a wish that others meddle with in the same moment. */
const TRIES_MAX = 5;
const DAY_MS = 24 * 3_600_000;

/**
 * Keeps a wish: one subscription for each address, channel and thing. `tell` sends on what it made, which the cron's round
 * does too.
 *
 * The same statements run whatever is known of the address, those that make nothing included, so that the time it takes
 * tells nothing either.
 */
export async function subscribe(
  env: Env,
  wish: Wish,
  settings: NoticeSettings,
  nowMs: number,
): Promise<{ subscribed: Subscribed; tell: () => Promise<void> }> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { known, open } = await readKnown(env.DB, wish, nowMs);
    const { atOnce, requestedAtMs } = wish;
    const openMax = settings.subscriptionsPerAddressMax;
    const plan = planOf(known === null ? null : knownOf(known), { atOnce, requestedAtMs, nowMs, open, openMax });
    const next = await nextRow(known, plan, wish, settings, nowMs);
    const mail = atOnce ? null : await confirmationMail(env, next, nowMs);
    const [written] = await env.DB.batch([
      writeStatement(env.DB, known, plan, next, openMax, nowMs),
      ...(mail === null ? await activationStatements(env.DB, next) : askStatements(env.DB, next, mail, nowMs)),
    ]);
    if (plan.step === "none") return { subscribed: leftAlone(plan, known), tell: async () => {} };
    if (written?.meta.changes !== 1) continue;
    const tell = mail === null ? () => tellActivation(env, next) : () => sendMails(env, [mail.id]);
    return { subscribed: { outcome: "kept", row: next }, tell };
  }
  throw new Error("A subscription was changed by others each time");
}

function leftAlone(plan: Plan & { step: "none" }, known: SubscriptionRow | null): Subscribed {
  return plan.why === "full" || known === null ? { outcome: "full" } : { outcome: "kept", row: known };
}

async function readKnown(
  db: D1Database,
  { email, target }: Wish,
  nowMs: number,
): Promise<{ known: SubscriptionRow | null; open: number }> {
  const address = comparable(email);
  const [rows, counted] = await db.batch([
    db
      .prepare("SELECT * FROM subscription WHERE address = ? AND channel = ? AND subject = ?")
      .bind(address, target.channel, subjectOf(target)),
    db.prepare(`SELECT (${OPEN}) AS open`).bind(address, nowMs),
  ]);
  // The rows of those statements.
  const [known] = (rows?.results ?? []) as SubscriptionRow[];
  const [count] = (counted?.results ?? []) as { open: number }[];
  return { known: known ?? null, open: count?.open ?? 0 };
}

/** Open subscriptions of an address at a time. */
const OPEN =
  "SELECT count(*) FROM subscription WHERE address = ?1 AND state IN ('pending', 'active') AND lapses_at > ?2";

/** What it is one of, for each address and channel. */
function subjectOf({ sku, product }: WaitTarget): string {
  return sku === null ? `product/${product}` : `sku/${sku}`;
}

function knownOf(row: SubscriptionRow): Known {
  return {
    state: row.state,
    confirmation: row.confirmation,
    askedAtMs: row.asked_at,
    lapsesAtMs: row.lapses_at,
    endedAtMs: row.ended_at,
  };
}

/** The row as it is to be. Of a plan that makes nothing it has a confirmation that no row has. */
async function nextRow(
  known: SubscriptionRow | null,
  plan: Plan,
  { target, email, locale, atOnce }: Wish,
  settings: NoticeSettings,
  nowMs: number,
): Promise<SubscriptionRow> {
  return {
    id: known?.id ?? `sub_${base64Url(crypto.getRandomValues(new Uint8Array(16)))}`,
    subject: subjectOf(target),
    channel: target.channel,
    email,
    address: comparable(email),
    locale,
    sku: target.sku,
    product: target.product,
    selection: target.selection === null ? null : JSON.stringify(target.selection),
    waiting: await waitingIdOf(target),
    state: atOnce ? "active" : "pending",
    confirmation: plan.step === "none" ? (known?.confirmation ?? 0) + 1 : plan.confirmation,
    created_at: known?.created_at ?? nowMs,
    asked_at: atOnce ? (known?.asked_at ?? null) : nowMs,
    confirmed_at: atOnce ? nowMs : null,
    // What nobody confirms lapses with its link.
    lapses_at: nowMs + (atOnce ? settings.subscriptionDays * DAY_MS : CONFIRMATION_LINK_MS),
    ended_at: null,
  };
}

/** Writes the row, unless somebody else has since it was read, or the address has got as many as it may have. */
function writeStatement(
  db: D1Database,
  known: SubscriptionRow | null,
  plan: Plan,
  next: SubscriptionRow,
  openMax: number,
  nowMs: number,
): D1PreparedStatement {
  // What is open already takes no further place.
  const max = plan.step === "again" || plan.step === "activate" ? Number.MAX_SAFE_INTEGER : openMax;
  const values = [next.address, nowMs, plan.step === "none" ? 0 : max, JSON.stringify(next)];
  if (known === null) {
    return db
      .prepare(
        `INSERT INTO subscription (${COLUMNS.join(", ")}) SELECT ${COLUMNS.map(cellOf).join(", ")}
         WHERE (${OPEN}) < ?3 ON CONFLICT DO NOTHING`,
      )
      .bind(...values);
  }
  return db
    .prepare(
      `UPDATE subscription SET ${COLUMNS.map((column) => `${column} = ${cellOf(column)}`).join(", ")}
       WHERE id = ?5 AND state = ?6 AND confirmation = ?7 AND (${OPEN}) < ?3`,
    )
    .bind(...values, known.id, known.state, known.confirmation);
}

const COLUMNS: readonly (keyof SubscriptionRow)[] = [
  ...(["id", "subject", "channel", "email", "address", "locale", "sku", "product", "selection", "waiting"] as const),
  ...(["state", "confirmation", "created_at", "asked_at", "confirmed_at", "lapses_at", "ended_at"] as const),
];

function cellOf(column: string): string {
  return `?4 ->> '${column}'`;
}

async function confirmationMail(env: Env, row: SubscriptionRow, nowMs: number): Promise<NewMail> {
  const { id: subscription, confirmation } = row;
  const item = await mailItemOf(env.DB, targetOf(row));
  // The caller has made sure that mail is configured, of which this is a part.
  const url = await confirmUrl(env.DB, env.PUBLIC_URL ?? "", { subscription, confirmation }, nowMs);
  return {
    id: `confirm/${subscription}/${confirmation}`,
    recipient: row.email,
    locale: row.locale,
    facts: { kind: "confirm_subscription", item, confirmUrl: url, hours: CONFIRMATION_LINK_MS / 3_600_000 },
    subscription,
  };
}

/** What asks for confirmation; nothing where the row is not the one that the mail is about. */
function askStatements(db: D1Database, row: SubscriptionRow, mail: NewMail, nowMs: number): D1PreparedStatement[] {
  return [
    ...mailStatements(db, [mail], nowMs),
    db
      .prepare(
        `DELETE FROM mail WHERE id = ? AND NOT EXISTS
         (SELECT 1 FROM subscription WHERE id = ? AND confirmation = ?)`,
      )
      .bind(mail.id, row.id, row.confirmation),
  ];
}
