import type { LowStockActivity, StockEventType } from "../../sdk/index.ts";

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

/** Likewise: goods are there now for all that an order has of the SKU. */
export interface CoveredEvent {
  type: "order.covered";
  at: number;
  order: string;
  units: number;
}

/** What a SKU keeps of events of its own. */
export type SkuEvent = CrossingEvent | CoveredEvent;

export type NumberedEvent = SkuEvent & { sequence: number };

export const EVENT_SCHEMA = `
  -- Rows go once they are acknowledged, and a number never comes again.
  CREATE TABLE event (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    doc TEXT NOT NULL
  );
`;

/** The events of one SKU that wait to be told. */
export class EventRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Keeps an event until it is acknowledged. */
  append(event: SkuEvent): void {
    this.#sql.exec("INSERT INTO event (doc) VALUES (?)", JSON.stringify(event));
  }

  /** Events after a number, oldest first. */
  after(sequence: number, limit: number): NumberedEvent[] {
    const rows = this.#sql.exec<{ sequence: number; doc: string }>(
      "SELECT sequence, doc FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?",
      sequence,
      limit,
    );
    // Written by `append` alone.
    return rows.toArray().map((row) => ({ sequence: row.sequence, ...(JSON.parse(row.doc) as SkuEvent) }));
  }

  /** Removes events that the projection has, both ends included: those before them may still be on their way. */
  drop(from: number, to: number): void {
    this.#sql.exec("DELETE FROM event WHERE sequence BETWEEN ? AND ?", from, to);
  }
}
