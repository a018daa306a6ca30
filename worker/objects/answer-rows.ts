export const ANSWER_SCHEMA = `
  CREATE TABLE answer (
    scope TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    answer TEXT NOT NULL,
    kept_until INTEGER NOT NULL
  ) WITHOUT ROWID;
`;

/** Answers to stock writes of one SKU, by idempotency key. */
export class AnswerRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get(scope: string): { body: string; answer: string } | null {
    const rows = this.#sql.exec<{ body: string; answer: string }>(
      "SELECT body, answer FROM answer WHERE scope = ?",
      scope,
    );
    return rows.toArray()[0] ?? null;
  }

  save(scope: string, body: string, answer: string, keptUntil: number): void {
    this.#sql.exec(
      "INSERT INTO answer (scope, body, answer, kept_until) VALUES (?, ?, ?, ?)",
      scope,
      body,
      answer,
      keptUntil,
    );
  }

  /** Forgets answers that are kept no longer, at most so many. */
  forgetOld(nowMs: number, limit: number): void {
    this.#sql.exec(
      "DELETE FROM answer WHERE scope IN (SELECT scope FROM answer WHERE kept_until < ? LIMIT ?)",
      nowMs,
      limit,
    );
  }
}
