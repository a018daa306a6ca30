import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { StartError } from "./start-error.ts";

type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

// The very table of `wrangler d1 migrations apply`, so that either may be used on a database.
const createTable = `CREATE TABLE IF NOT EXISTS "d1_migrations"(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);`;

/**
 * Applies the migrations of `folder` that the database has not had, in the order of their names, each with its record in
 * one transaction. Resolves with the names of those applied. Rejects with a {@link StartError} that names the migration
 * which failed; those before it stay.
 */
export async function applyMigrations(database: Database, folder: string): Promise<string[]> {
  await database.prepare(createTable).run();
  const { results } = await database.prepare(`SELECT name FROM "d1_migrations"`).all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const due = migrationNames(folder).filter((name) => !applied.has(name));
  if (due.length === 0) return due;
  // Loaded only when there is something to do: it costs a second.
  const { unstable_splitSqlQuery: statementsOf } = await import("wrangler");
  for (const name of due) {
    const statements = statementsOf(readFileSync(join(folder, name), "utf8"));
    const record = database.prepare(`INSERT INTO "d1_migrations" (name) VALUES (?)`).bind(name);
    try {
      await database.batch([...statements.map((statement) => database.prepare(statement)), record]);
    } catch (error) {
      throw new StartError(`Migration ${name} failed: ${error instanceof Error ? error.message : error}`);
    }
  }
  return due;
}

function migrationNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
}
