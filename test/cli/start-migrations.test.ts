import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { applyMigrations } from "../../cli/serve/migrations.ts";
import { StartError } from "../../cli/serve/start-error.ts";

let miniflare: Miniflare;
let database: Awaited<ReturnType<Miniflare["getD1Database"]>>;
let folder: string;

beforeAll(() => {
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      name: "database",
      modules: true,
      script: "export default {};",
      d1Databases: ["DB"],
    }),
  );
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "onhand-test-"));
  database = await miniflare.getD1Database("DB");
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.exec("DROP TABLE IF EXISTS d1_migrations");
  await database.exec("DROP TABLE IF EXISTS thing");
});

afterAll(() => miniflare.dispose());

function write(name: string, sql: string): void {
  writeFileSync(join(folder, name), sql);
}

async function recorded(): Promise<unknown[]> {
  return (await database.prepare("SELECT id, name FROM d1_migrations ORDER BY id").all()).results;
}

it("applies migrations in the order of their names and records each", async () => {
  write(
    "0002_fill.sql",
    "INSERT INTO thing VALUES ('a;b');\n-- a comment; with a semicolon\nINSERT INTO thing VALUES ('c');",
  );
  write("0001_make.sql", "CREATE TABLE thing (\n  name TEXT\n);");
  write("notes.txt", "not a migration");
  expect(await applyMigrations(database, folder)).toEqual(["0001_make.sql", "0002_fill.sql"]);
  expect(await recorded()).toEqual([
    { id: 1, name: "0001_make.sql" },
    { id: 2, name: "0002_fill.sql" },
  ]);
  expect((await database.prepare("SELECT name FROM thing").all()).results).toEqual([{ name: "a;b" }, { name: "c" }]);
});

it("applies none twice, and later only what is new", async () => {
  write("0001_make.sql", "CREATE TABLE thing (name TEXT);");
  await applyMigrations(database, folder);
  expect(await applyMigrations(database, folder)).toEqual([]);
  write("0002_more.sql", "ALTER TABLE thing ADD COLUMN size INTEGER;");
  expect(await applyMigrations(database, folder)).toEqual(["0002_more.sql"]);
});

it("undoes a migration that fails as a whole, names it, and keeps those before it", async () => {
  write("0001_make.sql", "CREATE TABLE thing (name TEXT);");
  write("0002_break.sql", "INSERT INTO thing VALUES ('kept?'); INSERT INTO nowhere VALUES (1);");
  const failure = await applyMigrations(database, folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StartError);
  expect(String(failure)).toMatch(/^StartError: Migration 0002_break\.sql failed: .*nowhere/);
  expect(await recorded()).toEqual([{ id: 1, name: "0001_make.sql" }]);
  expect((await database.prepare("SELECT name FROM thing").all()).results).toEqual([]);
});

it("does nothing without a folder", async () => {
  expect(await applyMigrations(database, join(folder, "none"))).toEqual([]);
});
