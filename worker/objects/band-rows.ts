import type { Band } from "../core/crossing.ts";

export const BAND_SCHEMA = `
  CREATE TABLE band (
    channel TEXT PRIMARY KEY,
    low INTEGER NOT NULL,
    out INTEGER NOT NULL,
    below INTEGER NOT NULL
  ) WITHOUT ROWID;
`;

/** Between which lines the stock level of one SKU was last told to be, by channel. */
export class BandRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  all(): Map<string, Band> {
    const rows = this.#sql.exec<{ channel: string; low: number; out: number; below: number }>("SELECT * FROM band");
    return new Map(
      rows.toArray().map((row) => [row.channel, { low: row.low === 1, out: row.out === 1, below: row.below === 1 }]),
    );
  }

  save(channel: string, { low, out, below }: Band): void {
    this.#sql.exec(
      `INSERT INTO band (channel, low, out, below) VALUES (?, ?, ?, ?)
       ON CONFLICT (channel) DO UPDATE SET low = excluded.low, out = excluded.out, below = excluded.below`,
      channel,
      Number(low),
      Number(out),
      Number(below),
    );
  }

  forget(channels: readonly string[]): void {
    this.#sql.exec("DELETE FROM band WHERE channel IN (SELECT value FROM json_each(?))", JSON.stringify(channels));
  }
}
