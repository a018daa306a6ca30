import { env } from "cloudflare:workers";
import type {
  NoticeSettings,
  Settings,
  Subscription,
  SubscriptionAnswer,
  SubscriptionRequest,
} from "../../sdk/index.ts";
import type { MailFacts } from "../../worker/notify/mail/mail-facts.ts";
import type { SubscriptionRow } from "../../worker/notify/subscriptions/subscription-row.ts";
import { type Answer, type Ask, request } from "./shop.ts";

let made = 0;

/** An address that no other test of the file uses. */
export function freshEmail(): string {
  made += 1;
  return `Person-${made}.${crypto.randomUUID().slice(0, 8)}@mail.example`;
}

/** Changes some of the settings of notices. */
export async function setNotices(notices: Partial<NoticeSettings>): Promise<void> {
  const changed = await request<Settings>("PATCH", "/v1/admin/settings", { body: { notices } });
  if (changed.status !== 200) throw new Error(`Not set: ${JSON.stringify(changed.body)}`);
}

/** Subscribes as a shopper. */
export function wish(ask: Ask, body: SubscriptionRequest): Promise<Answer<SubscriptionAnswer>> {
  return ask<SubscriptionAnswer>("POST", "/v1/subscriptions", { body });
}

/** Subscribes as the shop's server, and gives what it is answered. */
export async function subscribed(body: SubscriptionRequest): Promise<Subscription> {
  const answer = await request<Subscription>("POST", "/v1/subscriptions", { body });
  if (answer.status !== 201) throw new Error(`Not subscribed: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** The rows of an address, by what they are for. */
export async function rowsOf(email: string): Promise<SubscriptionRow[]> {
  const rows = await env.DB.prepare("SELECT * FROM subscription WHERE address = ? ORDER BY subject")
    .bind(email.toLowerCase())
    .all<SubscriptionRow>();
  return rows.results;
}

/** The one row of an address. */
export async function rowOf(email: string): Promise<SubscriptionRow> {
  const [row, ...more] = await rowsOf(email);
  if (row === undefined || more.length > 0) throw new Error(`Not one row but ${more.length + (row ? 1 : 0)}`);
  return row;
}

/** A mail as it was made. */
export interface MadeMail {
  id: string;
  recipient: string;
  locale: string;
  state: string;
  facts: MailFacts;
}

/** Mails that were made for an address, in the order of their ids. */
export async function mailsFor(email: string): Promise<MadeMail[]> {
  const rows = await env.DB.prepare("SELECT * FROM mail WHERE address = ? ORDER BY id")
    .bind(email.toLowerCase())
    .all<Omit<MadeMail, "facts"> & { facts: string }>();
  return rows.results.map(({ id, recipient, locale, state, facts }) => ({
    ...{ id, recipient, locale, state },
    facts: JSON.parse(facts),
  }));
}

/** Path and query of the newest link that asks an address for confirmation. */
export async function confirmPath(email: string): Promise<string> {
  const facts = (await mailsFor(email)).at(-1)?.facts;
  if (facts?.kind !== "confirm_subscription") throw new Error("No mail asks for confirmation");
  return pathOf(facts.confirmUrl);
}

/** What of a link is after the origin of the Worker. */
export function pathOf(url: string): string {
  if (!url.startsWith("https://onhand.test/")) throw new Error(`Leads elsewhere: ${url}`);
  return url.slice("https://onhand.test".length);
}

/** Follows a link, as somebody without a key. */
export function follow(
  path: string,
  headers: Record<string, string> = {},
  method: "GET" | "HEAD" = "GET",
): Promise<Answer<string>> {
  return request<string>(method, path, { key: null, headers });
}

/** Subscribes as a shopper and follows the link. */
export async function confirmed(ask: Ask, body: SubscriptionRequest): Promise<SubscriptionRow> {
  await wish(ask, body);
  const page = await follow(await confirmPath(body.email));
  if (page.status !== 200) throw new Error(`Not confirmed: ${page.status}`);
  return rowOf(body.email);
}

/** The ids of events of one type, the oldest first. */
export async function eventsOf(subscription: string): Promise<string[]> {
  const rows = await env.DB.prepare(
    "SELECT id FROM event WHERE type = 'subscription.confirmed' AND doc ->> 'subscription' = ? ORDER BY at, id",
  )
    .bind(subscription)
    .all<{ id: string }>();
  return rows.results.map(({ id }) => id);
}
