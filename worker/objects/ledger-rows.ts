import type { Checkpoint, LedgerEntry, LedgerLine } from "../core/ledger.ts";

export const LEDGER_SCHEMA = `
  CREATE TABLE ledger (
    sequence INTEGER PRIMARY KEY,
    doc TEXT NOT NULL
  );
`;

/** The ledger lines of one SKU that are not folded into its checkpoint yet. */
export class LedgerRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The number of the last line there ever was. */
  last(checkpoint: Checkpoint): number {
    const row = this.#sql.exec<{ last: number | null }>("SELECT max(sequence) AS last FROM ledger").one();
    return row.last ?? checkpoint.sequence;
  }

  append(sequence: number, at: number, entry: LedgerEntry): LedgerLine {
    this.#sql.exec("INSERT INTO ledger (sequence, doc) VALUES (?, ?)", sequence, JSON.stringify({ at, ...entry }));
    return { sequence, at, ...entry };
  }

  /** Lines after a number, oldest first. */
  after(sequence: number, limit: number): LedgerLine[] {
    return this.#lines(
      "SELECT sequence, doc FROM ledger WHERE sequence > ? ORDER BY sequence LIMIT ?",
      sequence,
      limit,
    );
  }

  /** Lines between two numbers, both left out, newest first. */
  between(after: number, before: number, limit: number): LedgerLine[] {
    return this.#lines(
      "SELECT sequence, doc FROM ledger WHERE sequence > ? AND sequence < ? ORDER BY sequence DESC LIMIT ?",
      after,
      before,
      limit,
    );
  }

  /** Removes the lines up to a number, which the checkpoint has taken in. */
  drop(upTo: number): void {
    this.#sql.exec("DELETE FROM ledger WHERE sequence <= ?", upTo);
  }

  #lines(query: string, ...bindings: number[]): LedgerLine[] {
    const rows = this.#sql.exec<{ sequence: number; doc: string }>(query, ...bindings);
    // Written by `append` alone.
    return rows
      .toArray()
      .map((row) => ({ sequence: row.sequence, ...(JSON.parse(row.doc) as LedgerEntry & { at: number }) }));
  }
}
