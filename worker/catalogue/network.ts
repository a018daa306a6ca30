import type { Channel, ClosingObstacle, Warehouse } from "../../sdk/index.ts";
import { channelFactsOf, closedWarehouses, type Network } from "../core/network.ts";

/** How far closing a warehouse at every SKU has come. */
export interface StoredClosing {
  /** Another one each time: a job that belongs to an older attempt does nothing more. */
  id: string;
  goal: "remove" | "deactivate";
  moveTo: string | null;
  state: "running" | "refused";
  done: number;
  obstacles: ClosingObstacle[];
  /**
   * Every SKU is `ask`ed; where all is to be moved, it is `move`d once every SKU has said yes; `late` are SKUs that were
   * made in the meantime.
   */
  pass: "ask" | "move" | "late";
  /** The last SKU of the pass that is done; empty at its start. */
  after: string;
  startedAt: number;
  /** Who wanted it, for the ledger. */
  actor: string;
}

/** A warehouse as it is kept. */
export interface StoredWarehouse extends Omit<Warehouse, "closing" | "updatedAt"> {
  closing: StoredClosing | null;
  updatedAt: number;
}

export interface StoredChannel extends Omit<Channel, "updatedAt"> {
  updatedAt: number;
}

/** All warehouses and channels, with the revision that they have together. */
export interface StoredNetwork extends Network {
  revision: number;
  /** By position, and then by code. */
  warehouses: StoredWarehouse[];
  /** By code. */
  channels: StoredChannel[];
}

interface WarehouseRow {
  code: string;
  name: string;
  address: string;
  country: string;
  position: number;
  active: number;
  closing: string | null;
  revision: number;
  updated_at: number;
}

interface ChannelRow {
  code: string;
  name: string;
  strategy: string;
  /** JSON. */
  warehouses: string;
  revision: number;
  updated_at: number;
}

/** Every warehouse; its rows are read by `warehousesOf`. */
export const SELECT_WAREHOUSES = "SELECT * FROM warehouse";

/** Every channel with the codes of its warehouses; its rows are read by `channelsOf`. */
export const SELECT_CHANNELS = `SELECT channel.*,
  (SELECT json_group_array(warehouse) FROM
    (SELECT warehouse FROM channel_warehouse WHERE channel = channel.code ORDER BY position, warehouse)) AS warehouses
  FROM channel`;

/** The whole network, in one transaction, so that the revision belongs to what is read. */
export async function readNetwork(db: D1Database): Promise<StoredNetwork> {
  const [network, warehouses, channels, removed] = await db.batch(networkStatements(db));
  return networkOf([network, warehouses, channels, removed]);
}

/** What reads the network; for a batch with other statements. */
export function networkStatements(db: D1Database): D1PreparedStatement[] {
  return [
    db.prepare("SELECT revision FROM network"),
    db.prepare(`${SELECT_WAREHOUSES} ORDER BY position, code`),
    db.prepare(`${SELECT_CHANNELS} ORDER BY code`),
    db.prepare("SELECT code FROM removed_warehouse ORDER BY code"),
  ];
}

/** The network from the answers to `networkStatements`. */
export function networkOf([network, warehouses, channels, removed]: (D1Result | undefined)[]): StoredNetwork {
  const revision = rowsOf<{ revision: number }>(network)[0]?.revision;
  if (revision === undefined) throw new Error("The database has no network row: were the migrations applied?");
  return {
    revision,
    warehouses: warehousesOf(warehouses),
    channels: channelsOf(channels),
    removed: rowsOf<{ code: string }>(removed).map(({ code }) => code),
  };
}

export function warehousesOf(result: D1Result | undefined): StoredWarehouse[] {
  return rowsOf<WarehouseRow>(result).map(warehouseOf);
}

export function channelsOf(result: D1Result | undefined): StoredChannel[] {
  return rowsOf<ChannelRow>(result).map(channelOf);
}

/** The part of the store's facts that the network says. */
export function storeFactsOf(network: StoredNetwork): {
  channels: ReturnType<typeof channelFactsOf>;
  closed: string[];
} {
  return { channels: channelFactsOf(network), closed: closedWarehouses(network) };
}

/**
 * Changes the network from the revision that was read. Each statement has that revision as `?1` and does nothing when
 * another one is there. False: somebody else was faster, and nothing was done.
 */
export async function changeNetwork(
  db: D1Database,
  revision: number,
  statements: readonly D1PreparedStatement[],
): Promise<boolean> {
  const results = await db.batch([
    ...statements,
    db.prepare("UPDATE network SET revision = revision + 1 WHERE revision = ?1").bind(revision),
  ]);
  return results.at(-1)?.meta.changes === 1;
}

/** The condition that every statement of `changeNetwork` has. */
export const IS_AS_READ = "(SELECT revision FROM network) = ?1";

/** A warehouse as it is told. */
export function toldWarehouse({ closing, updatedAt, ...rest }: StoredWarehouse): Warehouse {
  return { ...rest, closing: closing === null ? null : toldClosing(closing), updatedAt: timeOf(updatedAt) };
}

/** A channel as it is told. */
export function toldChannel({ updatedAt, ...rest }: StoredChannel): Channel {
  return { ...rest, updatedAt: timeOf(updatedAt) };
}

function toldClosing({ goal, moveTo, state, done, obstacles }: StoredClosing): Warehouse["closing"] {
  return { goal, moveTo, state, done, obstacles };
}

function rowsOf<Row>(result: D1Result | undefined): Row[] {
  // Whoever calls says which statement it was that gave the rows.
  return (result?.results ?? []) as Row[];
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

function warehouseOf({ active, closing, updated_at: updatedAt, ...rest }: WarehouseRow): StoredWarehouse {
  return {
    ...rest,
    active: active === 1,
    // Written by this folder alone.
    closing: closing === null ? null : (JSON.parse(closing) as StoredClosing),
    updatedAt,
  };
}

function channelOf({ warehouses, updated_at: updatedAt, ...rest }: ChannelRow): StoredChannel {
  // Made by the statement above.
  return { ...rest, warehouses: JSON.parse(warehouses) as string[], updatedAt };
}
