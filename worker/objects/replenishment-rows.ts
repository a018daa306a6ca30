import { REPLENISHMENTS_PER_SKU_MAX } from "../core/bounds.ts";
import type { ExpectedGoods } from "../core/replenishment.ts";

/** A replenishment with the number of the last ledger line about it. */
export interface NumberedGoods extends ExpectedGoods {
  sequence: number;
}

export const REPLENISHMENT_SCHEMA = `
  CREATE TABLE replenishment (
    id TEXT PRIMARY KEY,
    open INTEGER NOT NULL,
    -- The last ledger line about it, which the projection is told of it with.
    sequence INTEGER NOT NULL,
    doc TEXT NOT NULL
  ) WITHOUT ROWID;
`;

/** The replenishments of one SKU: all open ones, and the closed ones that were changed last. */
export class ReplenishmentRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get(id: string): ExpectedGoods | null {
    return this.#goods("WHERE id = ?", id)[0] ?? null;
  }

  /** Open and closed ones, by id. */
  all(): ExpectedGoods[] {
    return this.#goods("ORDER BY id");
  }

  open(): ExpectedGoods[] {
    return this.#goods("WHERE open = 1 ORDER BY id");
  }

  /** Those of which the last ledger line has a number after one and up to another. */
  between(after: number, upTo: number): NumberedGoods[] {
    return this.#goods("WHERE sequence > ? AND sequence <= ? ORDER BY sequence, id", after, upTo);
  }

  /** `sequence`: of the last ledger line about it. Of closed ones only the last to be changed stay. */
  save(goods: ExpectedGoods, sequence: number): void {
    this.#sql.exec(
      `INSERT INTO replenishment (id, open, sequence, doc) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET open = excluded.open, sequence = excluded.sequence, doc = excluded.doc`,
      goods.id,
      goods.closed === null ? 1 : 0,
      sequence,
      JSON.stringify(goods),
    );
    if (goods.closed === null) return;
    this.#sql.exec(
      `DELETE FROM replenishment WHERE open = 0 AND id NOT IN
         (SELECT id FROM replenishment WHERE open = 0 ORDER BY sequence DESC, id LIMIT ?)`,
      REPLENISHMENTS_PER_SKU_MAX,
    );
  }

  #goods(where: string, ...bindings: (string | number)[]): NumberedGoods[] {
    const rows = this.#sql.exec<{ sequence: number; doc: string }>(
      `SELECT sequence, doc FROM replenishment ${where}`,
      ...bindings,
    );
    // Written by `save` alone.
    return rows.toArray().map((row) => ({ ...(JSON.parse(row.doc) as ExpectedGoods), sequence: row.sequence }));
  }
}
