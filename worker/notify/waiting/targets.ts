import type { Selection } from "../../../sdk/index.ts";
import { DUE } from "../../catalogue/look-soon.ts";
import { selectionKey } from "../../core/product.ts";
import { base64Url, sha256 } from "../../objects/slot-number.ts";

/** What is waited for, in one channel. */
export interface WaitTarget {
  channel: string;
  /** `null` for a kit. */
  sku: string | null;
  product: string | null;
  selection: Selection | null;
}

/** Id of its row: the same for the same target. */
export async function waitingIdOf({ channel, sku, product, selection }: WaitTarget): Promise<string> {
  return base64Url(await sha256(JSON.stringify([channel, sku, product, selectionKey(selection ?? {})])));
}

/**
 * What has a target watched from now on; for a batch with the subscription that becomes active. `skus`: those whose changes
 * concern it: its own, or those of a kit's components. A repeat changes nothing but that it is looked at soon.
 */
export async function waitStatements(
  db: D1Database,
  target: WaitTarget,
  skus: readonly string[],
  nowMs: number = Date.now(),
): Promise<D1PreparedStatement[]> {
  const { channel, sku, product, selection } = target;
  const id = await waitingIdOf(target);
  return [
    db
      .prepare(
        `INSERT INTO waiting (id, channel, sku, product, selection, look_at) VALUES (?2, ?3, ?4, ?5, ?6, ?1)
         ON CONFLICT (id) DO UPDATE SET ${DUE}`,
      )
      .bind(nowMs, id, channel, sku, product, selection === null ? null : JSON.stringify(selection)),
    skusStatement(db, id, skus),
  ];
}

/** What notes SKUs whose changes concern a row, while it is there. */
export function skusStatement(db: D1Database, id: string, skus: readonly string[]): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO waiting_sku (sku, waiting)
       SELECT value, ?1 FROM json_each(?2) WHERE EXISTS (SELECT 1 FROM waiting WHERE id = ?1)
       ON CONFLICT DO NOTHING`,
    )
    .bind(id, JSON.stringify(skus));
}

/** Which rows of `waiting` changes of some SKUs concern. */
export async function waitingFor(db: D1Database, skus: readonly string[]): Promise<string[]> {
  const rows = await db
    .prepare("SELECT DISTINCT waiting FROM waiting_sku WHERE sku IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(skus))
    .all<{ waiting: string }>();
  return rows.results.map(({ waiting }) => waiting);
}
