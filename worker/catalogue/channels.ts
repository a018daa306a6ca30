import type { ChannelRequest } from "../../sdk/index.ts";
import { CHANNELS_MAX } from "../core/bounds.ts";
import { isClosing } from "../core/network.ts";
import {
  changeNetwork,
  channelsOf,
  IS_AS_READ,
  readNetwork,
  SELECT_CHANNELS,
  type StoredChannel,
  type StoredNetwork,
} from "./network.ts";

/** Why a channel is not changed. */
export type ChannelRefusal =
  /** Another revision than the one named is there; `null`: none. */
  | { reason: "stale"; revision: number | null }
  | { reason: "full"; bound: number }
  /** Warehouses that are not there, or being removed, by their place in the list. */
  | { reason: "warehouses"; wrong: WrongWarehouse[] };

interface WrongWarehouse {
  index: number;
  code: string;
  cause: "missing" | "closing";
}

export type ChannelWrite =
  | { accepted: true; outcome: "created" | "changed" | "unchanged"; channel: StoredChannel }
  | { accepted: false; refusal: ChannelRefusal };

/** What removing a channel did. */
export type ChannelRemoval = { removed: true } | { missing: true } | { stale: number };

/** A page of channels by code. `after`: empty for the start. */
export async function listChannels(
  db: D1Database,
  after: string,
  limit: number,
): Promise<{ items: StoredChannel[]; next: string | null }> {
  const rows = await db
    .prepare(`${SELECT_CHANNELS} WHERE code > ? ORDER BY code LIMIT ?`)
    .bind(after, limit + 1)
    .all();
  const items = channelsOf(rows);
  return { items: items.slice(0, limit), next: items.length > limit ? (items[limit - 1]?.code ?? null) : null };
}

export async function readChannel(db: D1Database, code: string): Promise<StoredChannel | null> {
  return channelsOf(await db.prepare(`${SELECT_CHANNELS} WHERE code = ?`).bind(code).all())[0] ?? null;
}

/** Whether there is such a warehouse. */
export async function warehouseExists(db: D1Database, code: string): Promise<boolean> {
  return (await db.prepare("SELECT 1 FROM warehouse WHERE code = ?").bind(code).first()) !== null;
}

/** Puts a channel as a whole. `revision`: the one that was read, `null` to replace whatever is there. */
export async function writeChannel(
  db: D1Database,
  code: string,
  request: ChannelRequest,
  revision: number | null,
  nowMs: number,
): Promise<ChannelWrite> {
  const network = await readNetwork(db);
  const before = network.channels.find((channel) => channel.code === code);
  const { name, warehouses = [], strategy = "channel_order" } = request;
  const refusal = refusalOf(network, before, warehouses, revision);
  if (refusal !== null) return { accepted: false, refusal };
  if (before !== undefined && isSame(before, { name, warehouses, strategy })) {
    return { accepted: true, outcome: "unchanged", channel: before };
  }
  const channel = { code, name, warehouses, strategy, revision: network.revision + 1, updatedAt: nowMs };
  const isWritten = await changeNetwork(db, network.revision, putStatements(db, network.revision, channel));
  // Somebody else wrote in between, so it is judged again. Every round but the last is another's.
  if (!isWritten) return writeChannel(db, code, request, revision, nowMs);
  return { accepted: true, outcome: before === undefined ? "created" : "changed", channel };
}

/** Removes a channel: what is claimed in it stays, with the facts that it was claimed by. `revision` as above. */
export async function removeChannel(db: D1Database, code: string, revision: number | null): Promise<ChannelRemoval> {
  const network = await readNetwork(db);
  const before = network.channels.find((channel) => channel.code === code);
  if (before === undefined) return { missing: true };
  if (revision !== null && revision !== before.revision) return { stale: before.revision };
  const isRemoved = await changeNetwork(db, network.revision, [
    db.prepare(`DELETE FROM channel_warehouse WHERE ${IS_AS_READ} AND channel = ?2`).bind(network.revision, code),
    db.prepare(`DELETE FROM channel WHERE ${IS_AS_READ} AND code = ?2`).bind(network.revision, code),
  ]);
  return isRemoved ? { removed: true } : removeChannel(db, code, revision);
}

function putStatements(db: D1Database, revision: number, channel: StoredChannel): D1PreparedStatement[] {
  const { code, name, strategy, warehouses, updatedAt } = channel;
  return [
    db
      .prepare(
        `INSERT INTO channel (code, name, strategy, revision, updated_at)
         SELECT ?2, ?3, ?4, ?5, ?6 WHERE ${IS_AS_READ}
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, strategy = excluded.strategy,
           revision = excluded.revision, updated_at = excluded.updated_at`,
      )
      .bind(revision, code, name, strategy, channel.revision, updatedAt),
    db.prepare(`DELETE FROM channel_warehouse WHERE ${IS_AS_READ} AND channel = ?2`).bind(revision, code),
    db
      .prepare(
        `INSERT INTO channel_warehouse (channel, warehouse, position)
         SELECT ?2, value, key + 1 FROM json_each(?3) WHERE ${IS_AS_READ}`,
      )
      .bind(revision, code, JSON.stringify(warehouses)),
  ];
}

function refusalOf(
  network: StoredNetwork,
  before: StoredChannel | undefined,
  warehouses: readonly string[],
  revision: number | null,
): ChannelRefusal | null {
  if (revision !== null && revision !== before?.revision) {
    return { reason: "stale", revision: before?.revision ?? null };
  }
  if (before === undefined && network.channels.length >= CHANNELS_MAX) return { reason: "full", bound: CHANNELS_MAX };
  const known = new Map(network.warehouses.map((warehouse) => [warehouse.code, warehouse]));
  const wrong = warehouses.flatMap((code, index): WrongWarehouse[] => {
    const warehouse = known.get(code);
    if (warehouse === undefined) return [{ index, code, cause: "missing" }];
    // One that was named before stays named until it is gone.
    const isNew = before?.warehouses.includes(code) !== true;
    return isNew && isClosing(warehouse, "remove") ? [{ index, code, cause: "closing" }] : [];
  });
  return wrong.length > 0 ? { reason: "warehouses", wrong } : null;
}

function isSame(before: StoredChannel, after: { name: string; strategy: string; warehouses: string[] }): boolean {
  const same = before.name === after.name && before.strategy === after.strategy;
  return same && JSON.stringify(before.warehouses) === JSON.stringify(after.warehouses);
}
