import initSqlJs, { type Database, type SqlJsStatic, type Statement } from "sql.js";
import { SQLITE_WASM } from "../built.js";

export type SqlValue = string | number | null;
export type SqlRow = Record<string, SqlValue>;

/** What a statement came to. */
export interface SqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  /** Rows that were written, by triggers and foreign keys as well. */
  readonly changes: number;
}

/** The part of the runtime's WebAssembly that is used; the types of no one runtime are taken for granted. */
interface Compiler {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<object>;
}

let loading: Promise<SqlJsStatic> | null = null;

/**
 * SQLite, loaded once for all the servers of a process: each database has memory of its own in it. `module`: it is compiled
 * already. A failure is told to everyone who waits, and tried again by the next.
 */
export function loadSqlite(module: object | undefined): Promise<SqlJsStatic> {
  loading ??= instantiate(module).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function instantiate(given: object | undefined): Promise<SqlJsStatic> {
  // Every runtime that Onhand's client runs in has it.
  const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: Compiler };
  const module = given ?? (await wasm.compile(Uint8Array.from(atob(SQLITE_WASM), (byte) => byte.charCodeAt(0))));
  return new Promise((resolve, reject) => {
    // Emscripten's hook: it neither looks for a file nor compiles one by itself.
    const instantiateWasm = (imports: object, done: (instance: object) => void): object => {
      wasm.instantiate(module, imports).then(done, reject);
      return {};
    };
    // The package's own types name the hook's values by a runtime's types.
    initSqlJs({ instantiateWasm } as unknown as Parameters<typeof initSqlJs>[0]).then(resolve, reject);
  });
}

/**
 * One database in memory. Statements stay prepared, as many as there are texts of them: a server's are its own. Everything is
 * synchronous; rows are read to the end before the next statement.
 */
export class MemoryDatabase {
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();
  #depth = 0;

  constructor(sqlite: SqlJsStatic) {
    this.#database = new sqlite.Database();
    // Nothing outlives the process, so nothing need be written down before it is done.
    this.#database.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON");
  }

  /** Runs one statement, or several without parameters, of which then no rows are read. */
  query(sql: string, parameters: readonly SqlValue[] = []): SqlResult {
    if (parameters.length === 0 && /;\s*\S/.test(sql)) {
      this.#database.exec(sql);
      return { columns: [], rows: [], changes: 0 };
    }
    const statement = this.#prepared(sql);
    const before = this.#changes();
    try {
      statement.bind([...parameters]);
      const rows: SqlValue[][] = [];
      // There are no blobs in any table.
      while (statement.step()) rows.push(statement.get() as SqlValue[]);
      return { columns: statement.getColumnNames(), rows, changes: this.#changes() - before };
    } finally {
      statement.reset();
    }
  }

  /** Runs a body in a transaction, or within one in a savepoint. What it wrote is undone when it throws. */
  transaction<Value>(body: () => Value): Value {
    this.#depth += 1;
    const name = `level${this.#depth}`;
    this.query(`SAVEPOINT ${name}`);
    try {
      const value = body();
      this.query(`RELEASE ${name}`);
      return value;
    } catch (error) {
      this.query(`ROLLBACK TO ${name}`);
      this.query(`RELEASE ${name}`);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  /** Gives its memory back. */
  close(): void {
    this.#statements.clear();
    // Frees its statements as well.
    this.#database.close();
  }

  #changes(): number {
    const statement = this.#prepared("SELECT total_changes()");
    statement.step();
    const [changes] = statement.get();
    statement.reset();
    return Number(changes);
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** A result's rows by the names of their columns. */
export function rowsOf({ columns, rows }: SqlResult): SqlRow[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])));
}
