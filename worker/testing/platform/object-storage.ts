import type { Clock } from "../test-clock.ts";
import { type MemoryDatabase, rowsOf, type SqlResult, type SqlRow, type SqlValue } from "./sqlite.ts";

/** What one statement of an object gave: read to its end already. */
class Cursor implements Iterable<SqlRow> {
  readonly rowsWritten: number;
  readonly #rows: readonly SqlRow[];

  constructor(result: SqlResult) {
    this.rowsWritten = result.changes;
    this.#rows = rowsOf(result);
  }

  toArray(): SqlRow[] {
    return [...this.#rows];
  }

  one(): SqlRow {
    const [row] = this.#rows;
    if (row === undefined || this.#rows.length > 1) throw new Error(`One row was expected, not ${this.#rows.length}`);
    return row;
  }

  [Symbol.iterator](): IterableIterator<SqlRow> {
    return this.#rows.values();
  }
}

/**
 * The storage of one object, by the clock: the part of a Durable Object's that is used. An alarm that is set in a transaction
 * is undone with it.
 */
export class ObjectStorage {
  readonly sql: { exec: (sql: string, ...parameters: SqlValue[]) => Cursor };
  readonly #database: MemoryDatabase;
  readonly #clock: Clock;
  readonly #onAlarm: () => void;
  #alarmAt: number | null = null;
  #stopAlarm: () => void = () => {};

  constructor(database: MemoryDatabase, clock: Clock, onAlarm: () => void) {
    this.#database = database;
    this.#clock = clock;
    this.#onAlarm = onAlarm;
    this.sql = { exec: (sql, ...parameters) => new Cursor(database.query(sql, parameters)) };
  }

  transactionSync<Value>(body: () => Value): Value {
    const alarmAt = this.#alarmAt;
    try {
      return this.#database.transaction(body);
    } catch (error) {
      this.#arm(alarmAt);
      throw error;
    }
  }

  /** `null` while the handler of the alarm runs. */
  async getAlarm(): Promise<number | null> {
    return this.#alarmAt;
  }

  async setAlarm(at: number | Date): Promise<void> {
    this.#arm(Number(at));
  }

  async deleteAlarm(): Promise<void> {
    this.#arm(null);
  }

  #arm(at: number | null): void {
    if (at === this.#alarmAt) return;
    this.#stopAlarm();
    this.#alarmAt = at;
    if (at === null) return;
    this.#stopAlarm = this.#clock.after(at - this.#clock.now(), () => {
      this.#alarmAt = null;
      this.#onAlarm();
    });
  }
}
