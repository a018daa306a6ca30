import type { ClosingObstacle } from "../../sdk/index.ts";
import { isClosing } from "../core/network.ts";
import {
  changeNetwork,
  IS_AS_READ,
  readNetwork,
  type StoredClosing,
  type StoredNetwork,
  type StoredWarehouse,
} from "./network.ts";
import { newClosing, putStatement, refusalToClose, type WarehouseRefusal } from "./warehouses.ts";

/** What asking for a removal did. */
export type RemovalStart =
  | { accepted: true; warehouse: StoredWarehouse }
  | { accepted: false; refusal: WarehouseRefusal | { reason: "missing" } | MoveRefusal | NotEmpty };

/** It is plain already that it is not empty. */
interface NotEmpty {
  reason: "not_empty";
  obstacles: ClosingObstacle[];
}

/** Why nothing can be moved to a warehouse. */
export type MoveRefusal = { reason: "move"; cause: "missing" | "itself" | "inactive" | "closing" };

/**
 * Begins to close a warehouse at every SKU, to remove it once that is done. Asked for again while it is being closed, it
 * goes on. `revision`: the one that was read, `null` for whatever is there. `plainObstacles`: asked when nothing is to be
 * moved and all else is well; any of them, and it does not begin.
 */
export async function beginRemoval(
  db: D1Database,
  code: string,
  moveTo: string | null,
  revision: number | null,
  actor: string,
  nowMs: number,
  plainObstacles: () => Promise<ClosingObstacle[]>,
): Promise<RemovalStart> {
  const network = await readNetwork(db);
  const before = network.warehouses.find((warehouse) => warehouse.code === code);
  if (before === undefined) return { accepted: false, refusal: { reason: "missing" } };
  if (isClosing(before, "remove")) {
    if (before.closing?.moveTo === moveTo) return { accepted: true, warehouse: before };
    return { accepted: false, refusal: { reason: "closing", moveTo: before.closing?.moveTo ?? null } };
  }
  const refusal =
    revision !== null && revision !== before.revision
      ? ({ reason: "stale", revision: before.revision } as const)
      : (refusalToMove(network, code, moveTo) ?? refusalToClose(network, code));
  if (refusal !== null) return { accepted: false, refusal };
  const obstacles = moveTo === null ? await plainObstacles() : [];
  if (obstacles.length > 0) return { accepted: false, refusal: { reason: "not_empty", obstacles } };
  const closing = newClosing("remove", moveTo, actor, nowMs);
  const warehouse = { ...before, closing, revision: network.revision + 1, updatedAt: nowMs };
  const isWritten = await changeNetwork(db, network.revision, [putStatement(db, network.revision, warehouse)]);
  return isWritten
    ? { accepted: true, warehouse }
    : beginRemoval(db, code, moveTo, revision, actor, nowMs, plainObstacles);
}

/** How far closing a warehouse has come, if it is being closed. */
export async function readClosing(db: D1Database, code: string): Promise<StoredClosing | null> {
  const row = await db
    .prepare("SELECT closing FROM warehouse WHERE code = ? AND closing ->> 'state' = 'running'")
    .bind(code)
    .first<{ closing: string }>();
  // Written by this folder alone.
  return row === null ? null : (JSON.parse(row.closing) as StoredClosing);
}

/** Warehouses that are being closed, with the closing's id. */
export async function runningClosings(db: D1Database): Promise<{ warehouse: string; id: string }[]> {
  const rows = await db
    .prepare("SELECT code AS warehouse, closing ->> 'id' AS id FROM warehouse WHERE closing ->> 'state' = 'running'")
    .all<{ warehouse: string; id: string }>();
  return rows.results;
}

/** Takes a closing on from where it was read. False: another run was faster, or it was ended. No revision grows by it. */
export async function takeOn(
  db: D1Database,
  code: string,
  before: StoredClosing,
  after: StoredClosing,
): Promise<boolean> {
  const written = await db
    .prepare(
      `UPDATE warehouse SET closing = ?1 WHERE code = ?2 AND closing ->> 'id' = ?3
         AND closing ->> 'state' = 'running' AND closing ->> 'pass' = ?4 AND closing ->> 'after' = ?5`,
    )
    .bind(JSON.stringify(after), code, before.id, before.pass, before.after)
    .run();
  return written.meta.changes === 1;
}

/**
 * Ends a closing: with obstacles the warehouse is open again and says why; without, it is removed or not active any more.
 * False: it has been ended already.
 */
export async function endClosing(
  db: D1Database,
  code: string,
  closing: StoredClosing,
  nowMs: number,
): Promise<boolean> {
  const network = await readNetwork(db);
  const warehouse = network.warehouses.find((each) => each.code === code);
  if (warehouse === undefined || !isClosing(warehouse) || warehouse.closing?.id !== closing.id) return false;
  const statements =
    closing.obstacles.length === 0 && closing.goal === "remove"
      ? removeStatements(db, network.revision, code, nowMs)
      : [putStatement(db, network.revision, endedAs(warehouse, closing, network.revision + 1, nowMs))];
  return (await changeNetwork(db, network.revision, statements)) || endClosing(db, code, closing, nowMs);
}

function endedAs(warehouse: StoredWarehouse, closing: StoredClosing, revision: number, nowMs: number): StoredWarehouse {
  const ended = { ...warehouse, revision, updatedAt: nowMs };
  if (closing.obstacles.length > 0) return { ...ended, closing: { ...closing, state: "refused" } };
  return { ...ended, active: false, closing: null };
}

function removeStatements(db: D1Database, revision: number, code: string, nowMs: number): D1PreparedStatement[] {
  return [
    db
      .prepare(
        `UPDATE channel SET revision = ?1 + 1, updated_at = ?3
         WHERE ${IS_AS_READ} AND code IN (SELECT channel FROM channel_warehouse WHERE warehouse = ?2)`,
      )
      .bind(revision, code, nowMs),
    db.prepare(`DELETE FROM channel_warehouse WHERE ${IS_AS_READ} AND warehouse = ?2`).bind(revision, code),
    db.prepare(`DELETE FROM warehouse WHERE ${IS_AS_READ} AND code = ?2`).bind(revision, code),
    db
      .prepare(`INSERT INTO removed_warehouse (code, removed_at) SELECT ?2, ?3 WHERE ${IS_AS_READ}`)
      .bind(revision, code, nowMs),
  ];
}

function refusalToMove(network: StoredNetwork, code: string, moveTo: string | null): MoveRefusal | null {
  if (moveTo === null) return null;
  if (moveTo === code) return { reason: "move", cause: "itself" };
  const target = network.warehouses.find((warehouse) => warehouse.code === moveTo);
  if (target === undefined) return { reason: "move", cause: "missing" };
  // Units that goods are missing for would be stranded there.
  if (!target.active) return { reason: "move", cause: "inactive" };
  return isClosing(target) ? { reason: "move", cause: "closing" } : null;
}
