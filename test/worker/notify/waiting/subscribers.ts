import { env } from "cloudflare:workers";
import { readProduct } from "../../../../worker/catalogue/products.ts";
import { DEFAULT_DEPLOYMENT, type Deployment } from "../../../../worker/deployment.ts";
import { skusBehind } from "../../../../worker/notify/waiting/offers.ts";
import { type WaitTarget, waitingIdOf, waitStatements } from "../../../../worker/notify/waiting/targets.ts";
import { lookAt } from "../../../../worker/notify/waiting/waiting.ts";
import { freshId, request } from "../../shop.ts";

/** People who wait for one thing, and the row that is looked at for them. */
export interface Waiters {
  /** Id of the row of `waiting`. */
  waiting: string;
  /** Ids of their subscriptions, who waits longest first. */
  ids: string[];
}

/** In a channel; `web` where it is not said. */
export type Target = Partial<WaitTarget>;

/**
 * Active subscriptions of so many addresses, confirmed a second after each other; the last one of them a minute ago.
 * They are put there as they are once the links are followed, without a look.
 */
export async function waiters(count: number, target: Target, set: { lapsesAt?: number } = {}): Promise<Waiters> {
  const full: WaitTarget = { channel: "web", sku: null, product: null, selection: null, ...target };
  const { channel, sku, product, selection } = full;
  const waiting = await waitingIdOf(full);
  const nowMs = Date.now();
  const name = freshId("sub");
  const ids = Array.from({ length: count }, (_, index) => `${name}-${String(index).padStart(4, "0")}`);
  const rows = ids.map((id, index) => ({ id, confirmedAt: nowMs - 60_000 - (count - 1 - index) * 1_000 }));
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO subscription (id, subject, channel, email, address, locale, sku, product, selection, waiting, state,
         confirmation, created_at, confirmed_at, lapses_at)
       SELECT value ->> 'id', ?2, ?3, value ->> 'id' || '@shopper.example', value ->> 'id' || '@shopper.example', 'en',
         ?4, ?5, ?6, ?7, 'active', 1, value ->> 'confirmedAt', value ->> 'confirmedAt', ?8
       FROM json_each(?1)`,
    ).bind(
      JSON.stringify(rows),
      sku === null ? `product/${product}` : `sku/${sku}`,
      channel,
      sku,
      product,
      selection === null ? null : JSON.stringify(selection),
      waiting,
      set.lapsesAt ?? nowMs + 90 * 86_400_000,
    ),
    ...(await waitStatements(env.DB, full, await skusOfTarget(full))),
  ]);
  return { waiting, ids };
}

async function skusOfTarget({ sku, product, selection }: WaitTarget): Promise<string[]> {
  const found = product === null ? null : await readProduct(env.DB, product);
  if (found === null) return sku === null ? [] : [sku];
  return skusBehind(found, selection);
}

/** Looks at them, at a time. */
export function look(
  { waiting }: Waiters,
  nowMs: number = Date.now(),
  deployment: Partial<Deployment> = {},
): Promise<void> {
  return lookAt([waiting], env, { ...DEFAULT_DEPLOYMENT, ...deployment }, nowMs);
}

/** Positions of those to whom there is a mail, in the order in which they wait. More than one mail to anybody is an error. */
export async function mailed({ ids }: Waiters): Promise<number[]> {
  const rows = await env.DB.prepare(
    "SELECT subscription, kind, recipient FROM mail WHERE subscription IN (SELECT value FROM json_each(?))",
  )
    .bind(JSON.stringify(ids))
    .all<{ subscription: string; kind: string; recipient: string }>();
  const found = rows.results.map(({ subscription, kind, recipient }) => {
    if (kind !== "back_in_stock" || recipient !== `${subscription}@shopper.example`) throw new Error("Another mail");
    return ids.indexOf(subscription);
  });
  if (new Set(found).size < found.length) throw new Error("Somebody has two mails");
  return found.toSorted((one, other) => one - other);
}

/** Positions of those whose subscription is in a state. */
export async function inState({ ids }: Waiters, state: string): Promise<number[]> {
  const rows = await env.DB.prepare(
    "SELECT id FROM subscription WHERE state = ? AND id IN (SELECT value FROM json_each(?))",
  )
    .bind(state, JSON.stringify(ids))
    .all<{ id: string }>();
  return rows.results.map(({ id }) => ids.indexOf(id)).toSorted((one, other) => one - other);
}

/** How the row of what they wait for stands; `null`: nobody looks after it any more. */
export function rowOf({
  waiting,
}: Waiters): Promise<{ since: number | null; wave_at: number | null; look_at: number } | null> {
  return env.DB.prepare("SELECT since, wave_at, look_at FROM waiting WHERE id = ?").bind(waiting).first();
}

/** So many from the first. */
export function upTo(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

/** Settings of notices. */
export async function setNotices(notices: Record<string, unknown>): Promise<void> {
  const changed = await request("PATCH", "/v1/admin/settings", { body: { notices } });
  if (changed.status !== 200) throw new Error(`Not set: ${JSON.stringify(changed.body)}`);
}
