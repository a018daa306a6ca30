import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, it } from "vitest";
import { applyMigrations } from "../../cli/serve/migrations.ts";

// A shop with data takes over the tables that history and reports stand on.

const MIGRATIONS = join(import.meta.dirname, "../../worker/catalogue/migrations");
const NEWEST = "0006_events_and_report.sql";

let miniflare: Miniflare;
let database: Awaited<ReturnType<Miniflare["getD1Database"]>>;
let folder: string;

beforeAll(async () => {
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      name: "database",
      modules: true,
      script: "export default {};",
      d1Databases: ["DB"],
    }),
  );
  database = await miniflare.getD1Database("DB");
  folder = mkdtempSync(join(tmpdir(), "onhand-test-"));
  const before = readdirSync(MIGRATIONS).filter((name) => name < NEWEST);
  for (const name of before) copyFileSync(join(MIGRATIONS, name), join(folder, name));
  await applyMigrations(database, folder);
});

afterAll(async () => {
  await miniflare.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const rows = async (query: string): Promise<unknown[]> => (await database.prepare(query).all()).results;

const MOVEMENT = `INSERT INTO movement
  (sku, sequence, warehouse, kind, figure, change, after, reason, note, "order", document, actor, at)
  VALUES (?, ?, 'main', 'adjust', 'onHand', 1, ?, 'found', NULL, ?, 'paper', 'admin', '2026-12-01T09:00:00.000Z')`;

it("keeps every movement, marks them as far as they have no hole, and finds what products sell", async () => {
  const products = [
    ["cup", { title: "Cup", inventoryMethod: "sku", sku: "CUP" }],
    [
      "mug",
      {
        title: "Mug",
        inventoryMethod: "combinations",
        combinations: [
          { selection: { Size: "S" }, sku: null },
          { selection: { Size: "M" }, sku: "MUG-M" },
        ],
      },
    ],
    ["set", { title: "Set", inventoryMethod: "kit", components: [{ sku: "CUP" }, { sku: "MUG-M" }] }],
    ["gift", { title: "Gift", inventoryMethod: "none" }],
  ] as const;
  await database.batch([
    ...["A", "B", "C"].map((sku) => database.prepare("INSERT INTO sku (sku, created_at) VALUES (?, 1)").bind(sku)),
    // B lacks its third.
    ...[1, 2, 3].map((sequence) => database.prepare(MOVEMENT).bind("A", sequence, sequence, "O-1")),
    ...[1, 2, 4].map((sequence) => database.prepare(MOVEMENT).bind("B", sequence, sequence, null)),
    ...products.map(([id, definition]) =>
      database
        .prepare("INSERT INTO product (id, definition, revision, updated_at) VALUES (?, ?, 1, 1)")
        .bind(id, JSON.stringify(definition)),
    ),
  ]);
  const before = await rows("SELECT * FROM movement ORDER BY sku, sequence");
  copyFileSync(join(MIGRATIONS, NEWEST), join(folder, NEWEST));
  expect(await applyMigrations(database, folder)).toEqual([NEWEST]);
  expect(await rows("SELECT * FROM movement ORDER BY sku, sequence")).toEqual(before);
  expect(before).toHaveLength(6);
  expect(await rows("SELECT sku, lines_up_to FROM sku ORDER BY sku")).toEqual([
    { sku: "A", lines_up_to: 3 },
    { sku: "B", lines_up_to: 2 },
    { sku: "C", lines_up_to: 0 },
  ]);
  expect(await rows("SELECT * FROM product_sku ORDER BY product, position")).toEqual([
    { product: "cup", position: 0, sku: "CUP", selection: null },
    { product: "mug", position: 1, sku: "MUG-M", selection: '{"Size":"M"}' },
    { product: "set", position: 0, sku: "CUP", selection: null },
    { product: "set", position: 1, sku: "MUG-M", selection: null },
  ]);
});

it("finds movements by the indexes that they are asked for with", async () => {
  const isWhole = `(sequence <= (SELECT lines_up_to FROM sku WHERE sku.sku = movement.sku)
    OR sku IN (SELECT value FROM json_each('["A"]')))`;
  const plan = async (condition: string): Promise<string> =>
    JSON.stringify(await rows(`EXPLAIN QUERY PLAN SELECT * FROM movement WHERE ${isWhole} AND ${condition} LIMIT 10`));
  expect(await plan(`"order" = 'O-1' ORDER BY at DESC, sku DESC, sequence DESC`)).toContain("movement_order");
  expect(await plan("document = 'paper' ORDER BY at DESC, sku DESC, sequence DESC")).toContain("movement_document");
  const byTime = await plan("(at, sku, sequence) < ('2027', 'A', 1) ORDER BY at DESC, sku DESC, sequence DESC");
  expect(byTime).toContain("movement_at");
  expect(byTime).not.toContain("TEMP B-TREE");
  const byKind = await plan("kind = 'adjust' AND at >= '2026' ORDER BY at DESC, sku DESC, sequence DESC");
  expect(byKind).toContain("movement_at");
  expect(byKind).not.toContain("TEMP B-TREE");
  expect(await plan("sku = 'A' ORDER BY sequence DESC")).toMatch(
    /SEARCH movement USING (PRIMARY KEY|.*sqlite_autoindex)/,
  );
});
