import type { RecordedEvent } from "../../sdk/index.ts";
import type { OrderRecord, StoredOrderAnswer } from "../core/order-record.ts";
import type { SlotRecord } from "../core/record.ts";
import { fitted, NOTHING_WANTED, type WantedEvents } from "../core/slot-events.ts";

/** What a slot remembers of a record between calls; rebuilt from the rows when it wakes. */
export interface RecordHead {
  id: string;
  state: string;
  /** Of a held reservation; 0 for others. */
  expiresAt: number;
  /** Number of the write that left something to be driven (see `driver.ts`); 0 when nothing was. */
  turn: number;
}

const SCHEMA = `
  CREATE TABLE slot (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    settled_below INTEGER NOT NULL
  );
  CREATE TABLE reservation (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('held', 'released', 'expired', 'ordered', 'refused', 'gone')),
    expires_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    doc TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE placed_order (
    id TEXT PRIMARY KEY,
    turn INTEGER NOT NULL,
    doc TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE order_answer (
    key TEXT PRIMARY KEY,
    doc TEXT NOT NULL,
    at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE event (
    id TEXT PRIMARY KEY,
    doc TEXT NOT NULL
  ) WITHOUT ROWID;
`;

/** Made when somebody wants events for the first time: most slots never need it, and those of an earlier version lack it. */
const WANTED_SCHEMA = `
  CREATE TABLE IF NOT EXISTS wanted (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    doc TEXT NOT NULL
  );
`;

/**
 * The rows of one slot. No index beside the primary keys: a row more for every hold would cost more than reading the
 * heads of all records when the object wakes.
 */
export class SlotStore {
  readonly #sql: SqlStorage;
  #exists: boolean;
  #wanted: WantedEvents;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#exists = this.#hasTable("slot");
    this.#wanted = this.#hasTable("wanted") ? this.#storedWanted() : NOTHING_WANTED;
  }

  /** Whether anything was ever written. Before that, nothing is read or made. */
  get exists(): boolean {
    return this.#exists;
  }

  /** Before the first write. */
  #prepare(): void {
    if (this.#exists) return;
    this.#sql.exec(SCHEMA);
    this.#sql.exec("INSERT INTO slot (id, settled_below) VALUES (1, 1)");
    this.#exists = true;
    if (this.#wanted.types.length > 0) this.#saveWanted();
  }

  /** Which of its events somebody wants, by the newest that the slot has heard. */
  get wanted(): WantedEvents {
    return this.#wanted;
  }

  /** Takes over newer ones; older ones are what somebody had cached. A row is written only when the kinds are others. */
  learnWanted(wanted: WantedEvents): void {
    if (wanted.revision <= this.#wanted.revision) return;
    const isSame = wanted.types.join() === this.#wanted.types.join();
    this.#wanted = wanted;
    // A slot that has nothing yet keeps it in memory, until it has.
    if (!isSame && this.#exists) this.#saveWanted();
  }

  #saveWanted(): void {
    this.#sql.exec(WANTED_SCHEMA);
    this.#sql.exec(
      "INSERT INTO wanted (id, doc) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc",
      JSON.stringify(this.#wanted),
    );
  }

  #storedWanted(): WantedEvents {
    const row = this.#sql.exec<{ doc: string }>("SELECT doc FROM wanted").toArray()[0];
    // Written by `#saveWanted` alone.
    return row === undefined ? NOTHING_WANTED : (JSON.parse(row.doc) as WantedEvents);
  }

  #hasTable(name: string): boolean {
    return this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = ?", name).toArray().length > 0;
  }

  /** Every turn below this number has been driven to its end. */
  settledBelow(): number {
    if (!this.#exists) return 1;
    return this.#sql.exec<{ settled_below: number }>("SELECT settled_below FROM slot").one().settled_below;
  }

  saveSettledBelow(turn: number): void {
    this.#prepare();
    this.#sql.exec("UPDATE slot SET settled_below = ?", turn);
  }

  reservationHeads(): RecordHead[] {
    if (!this.#exists) return [];
    const rows = this.#sql.exec<{ id: string; state: string; expires_at: number; turn: number }>(
      "SELECT id, state, expires_at, turn FROM reservation",
    );
    return rows.toArray().map(({ expires_at: expiresAt, ...rest }) => ({ ...rest, expiresAt }));
  }

  orderHeads(): { id: string; turn: number }[] {
    if (!this.#exists) return [];
    return this.#sql.exec<{ id: string; turn: number }>("SELECT id, turn FROM placed_order").toArray();
  }

  reservation(id: string): { record: SlotRecord; turn: number } | null {
    if (!this.#exists) return null;
    const row = this.#sql
      .exec<{ doc: string; turn: number }>("SELECT doc, turn FROM reservation WHERE id = ?", id)
      .toArray()[0];
    // Written by `saveReservation` alone.
    return row === undefined ? null : { record: JSON.parse(row.doc) as SlotRecord, turn: row.turn };
  }

  /** Every record whose id begins like this: the attempts made with one idempotency key. */
  reservationsOf(prefix: string): SlotRecord[] {
    if (!this.#exists) return [];
    const rows = this.#sql.exec<{ doc: string }>(
      "SELECT doc FROM reservation WHERE id >= ? AND id < ?",
      prefix,
      `${prefix}~`,
    );
    return rows.toArray().map((row) => JSON.parse(row.doc) as SlotRecord);
  }

  saveReservation(record: SlotRecord, turn: number): void {
    this.#prepare();
    const expiresAt = record.state === "held" ? record.expiresAt : 0;
    const endedAt = record.state === "held" ? 0 : record.endedAt;
    this.#sql.exec(
      `INSERT INTO reservation (id, state, expires_at, ended_at, turn, doc) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, expires_at = excluded.expires_at,
         ended_at = excluded.ended_at, turn = excluded.turn, doc = excluded.doc`,
      record.id,
      record.state,
      expiresAt,
      endedAt,
      turn,
      JSON.stringify(record),
    );
  }

  order(id: string): { record: OrderRecord; turn: number } | null {
    if (!this.#exists) return null;
    const row = this.#sql
      .exec<{ doc: string; turn: number }>("SELECT doc, turn FROM placed_order WHERE id = ?", id)
      .toArray()[0];
    return row === undefined ? null : { record: JSON.parse(row.doc) as OrderRecord, turn: row.turn };
  }

  saveOrder(record: OrderRecord, turn: number): void {
    this.#prepare();
    this.#sql.exec(
      `INSERT INTO placed_order (id, turn, doc) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET turn = excluded.turn, doc = excluded.doc`,
      record.id,
      turn,
      JSON.stringify(record),
    );
  }

  /** What was answered to a key on some order. */
  orderAnswer(key: string): StoredOrderAnswer | null {
    if (!this.#exists) return null;
    const row = this.#sql.exec<{ doc: string }>("SELECT doc FROM order_answer WHERE key = ?", key).toArray()[0];
    // Written by `saveOrderAnswer` alone.
    return row === undefined ? null : (JSON.parse(row.doc) as StoredOrderAnswer);
  }

  saveOrderAnswer(answer: StoredOrderAnswer, at: number): void {
    this.#sql.exec("INSERT INTO order_answer (key, doc, at) VALUES (?, ?, ?)", answer.key, JSON.stringify(answer), at);
  }

  forgetOrderAnswers(before: number, limit: number): void {
    if (!this.#exists) return;
    this.#sql.exec(
      "DELETE FROM order_answer WHERE key IN (SELECT key FROM order_answer WHERE at < ? LIMIT ?)",
      before,
      limit,
    );
  }

  /** Events that nobody has been told of yet. */
  events(limit: number): RecordedEvent[] {
    if (!this.#exists) return [];
    const rows = this.#sql.exec<{ doc: string }>("SELECT doc FROM event LIMIT ?", limit);
    return rows.toArray().map((row) => JSON.parse(row.doc) as RecordedEvent);
  }

  /** Keeps an event until it is told. One that waits already stays as it is. */
  saveEvent(event: RecordedEvent): void {
    this.#prepare();
    this.#sql.exec(
      "INSERT INTO event (id, doc) VALUES (?, ?) ON CONFLICT DO NOTHING",
      event.id,
      JSON.stringify(fitted(event)),
    );
  }

  forgetEvents(ids: readonly string[]): void {
    this.#sql.exec("DELETE FROM event WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(ids));
  }

  /** A refused order does not use up its id. */
  removeOrder(id: string): void {
    if (this.#exists) this.#sql.exec("DELETE FROM placed_order WHERE id = ?", id);
  }

  /** Reservations that were given to an order before a time, with ids after one, by id. */
  orderedBefore(endedBefore: number, afterId: string, limit: number): { id: string; order: string }[] {
    if (!this.#exists) return [];
    const rows = this.#sql.exec<{ id: string; order_id: string }>(
      `SELECT id, doc ->> '$.order' AS order_id FROM reservation WHERE state = 'ordered' AND ended_at < ? AND id > ? ORDER BY id LIMIT ?`,
      endedBefore,
      afterId,
      limit,
    );
    return rows.toArray().map(({ id, order_id: order }) => ({ id, order }));
  }

  forgetReservations(ids: readonly string[]): void {
    this.#sql.exec("DELETE FROM reservation WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(ids));
  }

  /**
   * Forgets reservations that ended before a time without becoming an order, and were driven to their end; says whether
   * there may be more.
   */
  forgetEnded(endedBefore: number, settledBelow: number, limit: number): boolean {
    if (!this.#exists) return false;
    const deleted = this.#sql.exec(
      `DELETE FROM reservation WHERE id IN (
         SELECT id FROM reservation WHERE state NOT IN ('held', 'ordered') AND ended_at < ? AND turn < ? LIMIT ?
       )`,
      endedBefore,
      settledBelow,
      limit,
    );
    return deleted.rowsWritten >= limit;
  }
}
