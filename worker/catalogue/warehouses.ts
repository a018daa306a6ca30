import type { WarehouseRequest } from "../../sdk/index.ts";
import { WAREHOUSES_MAX } from "../core/bounds.ts";
import { channelsSellingFromAlone, emptiedInto, isClosing } from "../core/network.ts";
import {
  changeNetwork,
  IS_AS_READ,
  readNetwork,
  SELECT_WAREHOUSES,
  type StoredClosing,
  type StoredNetwork,
  type StoredWarehouse,
  warehousesOf,
} from "./network.ts";

/** A place in the list: after the warehouse with this position and code. */
export interface WarehousePosition {
  position: number;
  code: string;
}

/** Why a warehouse is neither changed nor closed. */
export type WarehouseRefusal =
  /** Another revision than the one named is there; `null`: none. */
  | { reason: "stale"; revision: number | null }
  | { reason: "full"; bound: number }
  /** It is being closed for its removal, or moved elsewhere than was asked. */
  | { reason: "closing"; moveTo: string | null }
  /** Channels that sell from it alone. */
  | { reason: "last"; channels: string[] }
  /** Another one is being moved into it. */
  | { reason: "target"; of: string };

/** What putting a warehouse did. `closing`: it was put, and is being closed at every SKU before it is deactivated. */
export type WarehouseWrite =
  | { accepted: true; outcome: "created" | "changed" | "unchanged" | "closing"; warehouse: StoredWarehouse }
  | { accepted: false; refusal: WarehouseRefusal };

/** A page of warehouses by position, and then by code. `after`: `null` for the start. */
export async function listWarehouses(
  db: D1Database,
  after: WarehousePosition | null,
  limit: number,
): Promise<{ items: StoredWarehouse[]; next: WarehousePosition | null }> {
  const rows = await db
    .prepare(`${SELECT_WAREHOUSES} WHERE ?1 IS NULL OR (position, code) > (?1, ?2) ORDER BY position, code LIMIT ?3`)
    .bind(after?.position ?? null, after?.code ?? null, limit + 1)
    .all();
  const items = warehousesOf(rows);
  const last = items[limit - 1];
  const next = items.length > limit && last !== undefined ? { position: last.position, code: last.code } : null;
  return { items: items.slice(0, limit), next };
}

export async function readWarehouse(db: D1Database, code: string): Promise<StoredWarehouse | null> {
  return warehousesOf(await db.prepare(`${SELECT_WAREHOUSES} WHERE code = ?`).bind(code).all())[0] ?? null;
}

/** Those of some codes that are no warehouse. */
export async function missingWarehouses(db: D1Database, codes: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .prepare("SELECT DISTINCT value AS code FROM json_each(?) WHERE value NOT IN (SELECT code FROM warehouse)")
    .bind(JSON.stringify(codes))
    .all<{ code: string }>();
  return new Set(rows.results.map((row) => row.code));
}

/**
 * Puts a warehouse as a whole. `revision`: the one that was read, `null` to replace whatever is there. One that is to be
 * active no more stays so until it is closed at every SKU; to put it active again ends that. Whether it is to be active
 * has to be said while it is being removed, and ends the removal: what is moved by then stays where it is.
 */
export async function writeWarehouse(
  db: D1Database,
  code: string,
  request: WarehouseRequest,
  revision: number | null,
  actor: string,
  nowMs: number,
): Promise<WarehouseWrite> {
  const network = await readNetwork(db);
  const before = network.warehouses.find((warehouse) => warehouse.code === code);
  const refusal = refusalOf(network, before, code, request, revision);
  if (refusal !== null) return { accepted: false, refusal };
  const after = warehouseAfter(network, before, code, request, actor, nowMs);
  const outcome = outcomeOf(before, after);
  if (after === before) return { accepted: true, outcome, warehouse: after };
  const isWritten = await changeNetwork(db, network.revision, [
    putStatement(db, network.revision, after),
    db.prepare(`DELETE FROM removed_warehouse WHERE ${IS_AS_READ} AND code = ?2`).bind(network.revision, code),
  ]);
  // Somebody else wrote in between, so it is judged again. Every round but the last is another's.
  if (!isWritten) return writeWarehouse(db, code, request, revision, actor, nowMs);
  return { accepted: true, outcome, warehouse: after };
}

/** Writes a warehouse as it is given, from the revision of the network that was read. */
export function putStatement(db: D1Database, revision: number, warehouse: StoredWarehouse): D1PreparedStatement {
  const { code, name, address, country, position, active, closing, updatedAt } = warehouse;
  return db
    .prepare(
      `INSERT INTO warehouse (code, name, address, country, position, active, closing, revision, updated_at)
       SELECT ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE ${IS_AS_READ}
       ON CONFLICT (code) DO UPDATE SET name = excluded.name, address = excluded.address, country = excluded.country,
         position = excluded.position, active = excluded.active, closing = excluded.closing,
         revision = excluded.revision, updated_at = excluded.updated_at`,
    )
    .bind(
      revision,
      code,
      name,
      address,
      country,
      position,
      active ? 1 : 0,
      closing === null ? null : JSON.stringify(closing),
      warehouse.revision,
      updatedAt,
    );
}

/** Why a warehouse that sells cannot stop to, or `null`. */
export function refusalToClose(network: StoredNetwork, code: string): WarehouseRefusal | null {
  const channels = channelsSellingFromAlone(network, code);
  if (channels.length > 0) return { reason: "last", channels };
  const of = emptiedInto(network, code);
  return of === null ? null : { reason: "target", of };
}

/** A closing that begins now. */
export function newClosing(
  goal: StoredClosing["goal"],
  moveTo: string | null,
  actor: string,
  nowMs: number,
): StoredClosing {
  return {
    id: crypto.randomUUID(),
    goal,
    moveTo,
    state: "running",
    done: 0,
    obstacles: [],
    pass: "ask",
    after: "",
    startedAt: nowMs,
    actor,
  };
}

function refusalOf(
  network: StoredNetwork,
  before: StoredWarehouse | undefined,
  code: string,
  request: WarehouseRequest,
  revision: number | null,
): WarehouseRefusal | null {
  if (revision !== null && revision !== before?.revision) {
    return { reason: "stale", revision: before?.revision ?? null };
  }
  if (before === undefined) {
    const taken = new Set([...network.removed, ...network.warehouses.map((warehouse) => warehouse.code)]);
    const isFull = !taken.has(code) && taken.size >= WAREHOUSES_MAX;
    return isFull ? { reason: "full", bound: WAREHOUSES_MAX } : null;
  }
  // Not ended by a change of something else.
  if (isClosing(before, "remove") && request.active === undefined) {
    return { reason: "closing", moveTo: before.closing?.moveTo ?? null };
  }
  const isToClose = before.active && !isClosing(before) && request.active === false;
  return isToClose ? refusalToClose(network, code) : null;
}

function warehouseAfter(
  network: StoredNetwork,
  before: StoredWarehouse | undefined,
  code: string,
  request: WarehouseRequest,
  actor: string,
  nowMs: number,
): StoredWarehouse {
  const { name, address = "", country = "", active: isToBeActive = true } = request;
  const last = Math.max(0, ...network.warehouses.map((warehouse) => warehouse.position));
  const position = request.position ?? before?.position ?? last + 1;
  const isToClose = before?.active === true && !isToBeActive;
  const running = before !== undefined && isClosing(before, "deactivate") ? before.closing : null;
  const closing = isToClose ? (running ?? newClosing("deactivate", null, actor, nowMs)) : null;
  const active = isToClose || isToBeActive;
  const after = { code, name, address, country, position, active, closing };
  if (before !== undefined && isSame(before, after)) return before;
  return { ...after, revision: network.revision + 1, updatedAt: nowMs };
}

function isSame(before: StoredWarehouse, after: Omit<StoredWarehouse, "revision" | "updatedAt">): boolean {
  const { revision: _, updatedAt: __, ...rest } = before;
  const keys = Object.keys(after) as (keyof typeof after)[];
  return keys.every((key) => rest[key] === after[key]);
}

function outcomeOf(
  before: StoredWarehouse | undefined,
  after: StoredWarehouse,
): "created" | "changed" | "unchanged" | "closing" {
  if (isClosing(after)) return "closing";
  if (before === undefined) return "created";
  return before === after ? "unchanged" : "changed";
}
