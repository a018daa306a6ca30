import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Admin, createAdmin, type ExportedSku, type Policy, secretKey } from "../../../sdk/index.ts";
import { type Server, startServer } from "../../process/server.ts";
import { type CommandResult, runCommand } from "../import/run-command.ts";

// A shop that has everything, written out of one installation and into another that has nothing.

let folder: string;
let full: { server: Server; admin: Admin };
let empty: { server: Server; admin: Admin };

async function installation(data: string): Promise<{ server: Server; admin: Admin }> {
  const server = await startServer({ data: join(folder, data) });
  const key = secretKey(server.adminKey);
  return { server, admin: createAdmin({ baseUrl: server.origin, key, timeoutMs: 60_000 }) };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "onhand-export-"));
  full = await installation("full");
  empty = await installation("empty");
  await stock(full.admin);
  // What settings name has to be there: estimates are not part of a stock file.
  for (const { admin } of [full, empty]) for (const id of ESTIMATES) await admin.estimates.put(id, { minDays: 1 });
  for (const [sku, policy] of Object.entries(POLICIES)) await full.admin.skus.changePolicy(sku, { set: policy });
});
afterAll(async () => {
  await full?.server.kill();
  await empty?.server.kill();
  rmSync(folder, { recursive: true, force: true });
});

function run(command: "import" | "export", { server }: { server: Server }, ...args: string[]): Promise<CommandResult> {
  return runCommand([...args, "--url", server.origin, "--key", server.adminKey], {}, command);
}

async function exported(from: { server: Server }, ...args: string[]): Promise<string> {
  const { code, out, error } = await run("export", from, ...args);
  expect({ code, error }).toStrictEqual({ code: 0, error: "" });
  return out;
}

const SKUS = [
  ...["0042", "a,b", 'the "best"', "=SUM(A1)", "-5", "+49", "@x", "'tis", "null", "two  spaces", "a;b", "a|b"],
  ...["Größe 🧦", "日本", "A\\B", "abc", "ABC", "nowhere", "sold"],
];
const ESTIMATES = ["null", "=soon"];
const POLICIES: Record<string, Partial<Policy>> = {
  "0042": { backorderLimit: null, backorders: "allow_and_notify", trackInventory: true, published: false },
  "a,b": { availabilityEstimate: "null", preorder: null, allowedQuantities: [1, 2, 6] },
  "-5": { availabilityEstimate: null, outOfStockThreshold: -5, minStockQuantity: 0 },
  abc: { availabilityEstimate: "=soon", availableFrom: "2027-01-05T08:00:00.000Z", availableUntil: null },
  ABC: { preorder: { availableAt: "2027-06-01T00:00:00.000Z", limit: 30, channelLimits: { web: 10, "a,b": 0 } } },
  日本: { preferredWarehouse: "north, 2", displayQuantityCap: null, lowStockActivity: "unpublish" },
};

async function stock(admin: Admin): Promise<void> {
  await admin.warehouses.put("north, 2", { name: 'The "north"' });
  await admin.warehouses.put("Süd", { name: "South" });
  await admin.bulk.skus({
    rows: SKUS.map((sku, index) => ({
      sku,
      levels:
        sku === "nowhere"
          ? []
          : [
              { warehouse: "main", onHand: index },
              { warehouse: "north, 2", onHand: 1_000_000_000 - index },
            ],
    })),
  });
  await admin.skus.adjust("abc", { warehouse: "Süd", delta: 7, reason: "received" });
  await admin.skus.adjust("abc", { warehouse: "Süd", delta: -7, reason: "lost" });
  await admin.bulk.replenishments({
    rows: [
      { sku: "a,b", id: "PO,1", warehouse: "Süd", quantity: 40, expectedAt: "2027-02-01T00:00:00.000Z" },
      { sku: "a,b", id: "=PO 2", quantity: 5, document: "'d", note: " \r\n=1 " },
      { sku: "sold", id: "po", warehouse: "north, 2", quantity: 10, note: "by sea,\nslowly" },
    ],
  });
  await admin.bulk.receipts({ rows: [{ sku: "sold", id: "po", quantity: 3 }] });
  const held = await admin.reservations.create({ lines: [{ sku: "sold", quantity: 2 }] });
  await admin.orders.place({ id: "order-1", reservation: held.id });
  await admin.reservations.create({ lines: [{ sku: "sold", quantity: 1 }] });

  await admin.products.put("=single", {
    title: '"Single", =1',
    url: "https://shop.example/=1,2?a=b&c='d'#e",
    inventoryMethod: "sku",
    sku: "=SUM(A1)",
  });
  await admin.products.put("free", { title: "Free", inventoryMethod: "none", policy: { maxCartQuantity: 2 } });
  const components = [
    { sku: "0042", quantity: 2 },
    { sku: "a,b", quantity: 1 },
  ];
  await admin.products.put("kit", { title: "Kit", inventoryMethod: "kit", components });
  await admin.products.put("shirt", {
    title: "Shirt",
    inventoryMethod: "combinations",
    onlyExistingCombinations: false,
    attributes: [
      { name: " Size\r\n", values: ["S,M", '"L"'] },
      { name: "colour", required: false, values: ["=red", "null"] },
    ],
    combinations: [
      { selection: { " Size\r\n": "S,M", colour: "=red" }, sku: "abc", allowOutOfStock: true },
      { selection: { " Size\r\n": '"L"' }, sku: "ABC" },
      { selection: { colour: "null" }, sku: null, allowOutOfStock: false },
    ],
    policy: { availabilityEstimate: null, displayStockQuantity: true },
  });
}

/** What an export promises to carry, beside what others make of it: claims, and when something happened. */
function carried({ sku, policy, levels, replenishments }: ExportedSku) {
  return {
    sku,
    policy,
    levels: levels.map(({ warehouse, onHand, incoming }) => ({ warehouse, onHand, incoming })),
    replenishments: replenishments.map(({ createdAt, updatedAt, ...rest }) => rest),
  };
}

// In this order: each looks at what the one before made.
describe("an export into an empty installation", () => {
  let first: string;

  it("is judged by a dry run, which changes nothing", async () => {
    first = await exported(full);
    writeFileSync(join(folder, "first.csv"), first);
    const { code, out } = await run("import", empty, join(folder, "first.csv"), "--create-warehouses", "--dry-run");
    expect(out).toContain(`${SKUS.length + 4 + 3} created, 0 changed, 0 unchanged, 0 refused.`);
    expect(out).toContain("the warehouse north, 2 (north, 2) would be made");
    expect(code).toBe(0);
    expect((await empty.admin.export()).items).toStrictEqual([]);
    expect((await empty.admin.warehouses.list()).items.map(({ code }) => code)).toStrictEqual(["main"]);
  });

  it("is taken as a whole", async () => {
    const { code, out } = await run("import", empty, join(folder, "first.csv"), "--create-warehouses");
    expect(out).toContain(`${SKUS.length + 4 + 3} created, 0 changed, 0 unchanged, 0 refused.`);
    expect(code).toBe(0);
  });

  it("gives the same SKUs, own settings, figures on hand and expected goods", async () => {
    const [before, after] = await Promise.all([full.admin.export({ limit: 100 }), empty.admin.export({ limit: 100 })]);
    expect(before.items).toHaveLength(SKUS.length);
    expect(after.items.map(carried)).toStrictEqual(before.items.map(carried));
    const sold = after.items.find(({ sku }) => sku === "sold");
    expect(sold?.levels).toStrictEqual([
      { warehouse: "main", onHand: 18, held: 0, allocated: 0, planned: 0, incoming: 0 },
      { warehouse: "north, 2", onHand: 999_999_985, held: 0, allocated: 0, planned: 0, incoming: 7 },
    ]);
    expect(sold?.replenishments).toMatchObject([{ id: "po", quantity: 10, received: 3, note: "by sea,\nslowly" }]);
  });

  it("gives the same products", async () => {
    const [before, after] = await Promise.all([full.admin.products.list(), empty.admin.products.list()]);
    const definitions = [before, after].map(({ items }) => items.map(({ revision, updatedAt, ...rest }) => rest));
    expect(definitions[0]).toHaveLength(4);
    expect(definitions[1]).toStrictEqual(definitions[0]);
  });

  it("can be exported again, to the same bytes", async () => {
    expect(await exported(empty)).toBe(first);
  });

  it("is unchanged when it is imported again", async () => {
    const { code, out } = await run("import", empty, join(folder, "first.csv"));
    expect(out).toContain(`0 created, 0 changed, ${SKUS.length + 4 + 3} unchanged, 0 refused.`);
    expect(code).toBe(0);
    for (const sku of SKUS) expect((await empty.admin.skus.audit(sku)).drift).toStrictEqual([]);
  });
});

describe("an export to a file", () => {
  it("is there as a whole, beside nothing else", async () => {
    const target = join(folder, "to-file.csv");
    const said = await exported(full, target);
    expect(said).toBe(`${SKUS.length} SKUs and 4 products exported to ${target} (plain).\n`);
    expect(readFileSync(target, "utf8")).toBe(await exported(full));
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toStrictEqual([]);
  });
});
