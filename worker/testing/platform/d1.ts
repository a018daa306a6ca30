import { type MemoryDatabase, rowsOf, type SqlRow, type SqlValue } from "./sqlite.ts";

/** What a statement of D1 answers. */
interface D1Answer {
  readonly success: true;
  readonly results: SqlRow[];
  readonly meta: { readonly changes: number };
}

/** A database as the Worker is bound to it (`env.DB`): the part of D1 that it uses. */
export class MemoryD1 {
  readonly #database: MemoryDatabase;

  constructor(database: MemoryDatabase) {
    this.#database = database;
  }

  prepare(sql: string): MemoryD1Statement {
    return new MemoryD1Statement(this.#database, sql, []);
  }

  /** All in one transaction. */
  async batch(statements: readonly MemoryD1Statement[]): Promise<D1Answer[]> {
    return this.#database.transaction(() => statements.map((statement) => statement.answer()));
  }

  async exec(sql: string): Promise<void> {
    this.#database.query(sql);
  }
}

class MemoryD1Statement {
  readonly #database: MemoryDatabase;
  readonly #sql: string;
  readonly #parameters: readonly SqlValue[];

  constructor(database: MemoryDatabase, sql: string, parameters: readonly SqlValue[]) {
    this.#database = database;
    this.#sql = sql;
    this.#parameters = parameters;
  }

  /** `undefined` is refused, as D1 does. */
  bind(...parameters: unknown[]): MemoryD1Statement {
    return new MemoryD1Statement(this.#database, this.#sql, parameters.map(sqlValueOf));
  }

  async all(): Promise<D1Answer> {
    return this.answer();
  }

  async run(): Promise<D1Answer> {
    return this.answer();
  }

  async first(column?: string): Promise<unknown> {
    const [row] = this.answer().results;
    if (row === undefined) return null;
    return column === undefined ? row : row[column];
  }

  async raw(): Promise<SqlValue[][]> {
    return this.#database.query(this.#sql, this.#parameters).rows.map((row) => [...row]);
  }

  /** At once, for the batch that it is in. */
  answer(): D1Answer {
    const result = this.#database.query(this.#sql, this.#parameters);
    return { success: true, results: rowsOf(result), meta: { changes: result.changes } };
  }
}

function sqlValueOf(value: unknown): SqlValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  throw new TypeError(`D1_TYPE_ERROR: a ${typeof value} cannot be bound`);
}
