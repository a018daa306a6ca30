import { env } from "cloudflare:workers";
import type { NoticeSettings, Settings, StockEvent } from "../../../../sdk/index.ts";
import { recordEvents } from "../../../../worker/catalogue/events.ts";
import type { CrossingRow, MailFacts } from "../../../../worker/notify/mail/mail-facts.ts";
import { passOn } from "../../../../worker/notify/pass-on.ts";
import { request } from "../../shop.ts";

/** A mail that was made for the owner. */
export interface MadeMail {
  id: string;
  recipient: string;
  locale: string;
  facts: MailFacts;
}

/** Forgets what the owner was told of, and what there was to tell. */
export async function nothingTold(): Promise<void> {
  const tables = ["event", "owner_notice", "mail", "outbox_mail", "job", "standing", "product", "product_sku"];
  await env.DB.batch(tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
}

/** Says who is told, and how. */
export async function setNotices(notices: Partial<NoticeSettings>): Promise<void> {
  const changed = await request<Settings>("PATCH", "/v1/admin/settings", { body: { notices } });
  if (changed.status !== 200) throw new Error(`Not changed: ${JSON.stringify(changed.body)}`);
}

/** Every mail that was made, by recipient. */
export async function mails(): Promise<MadeMail[]> {
  const rows = await env.DB.prepare("SELECT id, recipient, locale, facts FROM mail ORDER BY recipient, id").all<
    Omit<MadeMail, "facts"> & { facts: string }
  >();
  return rows.results.map((row) => ({ ...row, facts: JSON.parse(row.facts) as MailFacts }));
}

/** The tables of crossings that were mailed, in no order. */
export async function tables(): Promise<{ rows: CrossingRow[]; more: number }[]> {
  return (await mails()).flatMap(({ facts }) => (facts.kind === "owner_crossings" ? [facts] : []));
}

/** A SKU runs out at a time. */
export function outAt(sku: string, atMs: number, more: Partial<StockEvent> = {}): StockEvent {
  const at = new Date(atMs).toISOString();
  return { id: `${sku}/${atMs}`, sku, at, type: "stock.out", channel: "web", stockLevel: 0, threshold: 0, ...more };
}

/** Has events recorded, and handed on to whom they concern. */
export async function happened(...events: StockEvent[]): Promise<void> {
  await recordEvents(env.DB, events);
  await passOn({ skus: [], events: events.map(({ id }) => id) }, env);
}
