import type { LowStockActivity, StockEventType } from "../../sdk/index.ts";
import type { Band } from "../core/crossing.ts";

/** A crossing as it is kept until the projection has it. */
export interface CrossingEvent {
  type: StockEventType;
  channel: string;
  /** Milliseconds since 1970. */
  at: number;
  stockLevel: number;
  threshold: number;
  /** The low-stock activity of the SKU at that moment. */
  activity: LowStockActivity;
}

export interface NumberedEvent extends CrossingEvent {
  sequence: number;
}

export const CROSSING_SCHEMA = `
  CREATE TABLE band (
    channel TEXT PRIMARY KEY,
    low INTEGER NOT NULL,
    out INTEGER NOT NULL,
    below INTEGER NOT NULL
  ) WITHOUT ROWID;
  -- Rows go once they are acknowledged, and a number never comes again.
  CREATE TABLE event (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    doc TEXT NOT NULL
  );
`;

/** Between which lines the stock level of one SKU was last told to be, and the crossings that wait to be told. */
export class CrossingRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The bands that were told last, by channel. */
  bands(): Map<string, Band> {
    const rows = this.#sql.exec<{ channel: string; low: number; out: number; below: number }>("SELECT * FROM band");
    return new Map(
      rows.toArray().map((row) => [row.channel, { low: row.low === 1, out: row.out === 1, below: row.below === 1 }]),
    );
  }

  saveBand(channel: string, { low, out, below }: Band): void {
    this.#sql.exec(
      `INSERT INTO band (channel, low, out, below) VALUES (?, ?, ?, ?)
       ON CONFLICT (channel) DO UPDATE SET low = excluded.low, out = excluded.out, below = excluded.below`,
      channel,
      Number(low),
      Number(out),
      Number(below),
    );
  }

  forgetBands(channels: readonly string[]): void {
    this.#sql.exec("DELETE FROM band WHERE channel IN (SELECT value FROM json_each(?))", JSON.stringify(channels));
  }

  /** Keeps an event until it is acknowledged. */
  append(event: CrossingEvent): void {
    this.#sql.exec("INSERT INTO event (doc) VALUES (?)", JSON.stringify(event));
  }

  /** Events after a number, oldest first. */
  eventsAfter(sequence: number, limit: number): NumberedEvent[] {
    const rows = this.#sql.exec<{ sequence: number; doc: string }>(
      "SELECT sequence, doc FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?",
      sequence,
      limit,
    );
    // Written by `append` alone.
    return rows.toArray().map((row) => ({ sequence: row.sequence, ...(JSON.parse(row.doc) as CrossingEvent) }));
  }

  /** Removes events that the projection has, both ends included: those before them may still be on their way. */
  drop(from: number, to: number): void {
    this.#sql.exec("DELETE FROM event WHERE sequence BETWEEN ? AND ?", from, to);
  }
}
