import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Admin, createAdmin, secretKey } from "../../../sdk/index.ts";
import { type Server, startServer } from "../../process/server.ts";
import { type CommandResult, runCommand } from "../import/run-command.ts";

// Shopify's inventory CSV against the real server: out, counted in a spreadsheet, and in again.

const HEADER =
  "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,Location," +
  "Bin name,Incoming (not editable),Unavailable (not editable),Committed (not editable),Available (not editable)," +
  "On hand (current),On hand (new)";

let folder: string;
let server: Server;
let admin: Admin;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "onhand-inventory-"));
  server = await startServer({ data: join(folder, "data") });
  admin = createAdmin({ baseUrl: server.origin, key: secretKey(server.adminKey), timeoutMs: 60_000 });
  await admin.warehouses.put("main", { name: "Main Street" });
  await admin.warehouses.put("north", { name: "Depot, north" });
  const main = (onHand: number) => [{ warehouse: "main", onHand }];
  await admin.bulk.skus({
    rows: [
      { sku: "0042", levels: main(10) },
      { sku: "=TEE-M", levels: [...main(8), { warehouse: "north", onHand: 3 }] },
      { sku: "CAP", levels: main(5) },
    ],
  });
  await admin.products.put("tee", {
    ...{ title: 'The "tee"', inventoryMethod: "combinations", attributes: [{ name: "Size", values: ["M", "L"] }] },
    combinations: [{ selection: { Size: "M" }, sku: "=TEE-M" }],
  });
  const held = await admin.reservations.create({ lines: [{ sku: "=TEE-M", quantity: 2 }] });
  await admin.orders.place({ id: "order-1", reservation: held.id });
  await admin.reservations.create({ lines: [{ sku: "=TEE-M", quantity: 1 }] });
});
afterAll(async () => {
  await server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

function run(command: "import" | "export", ...args: string[]): Promise<CommandResult> {
  return runCommand([...args, "--url", server.origin, "--key", server.adminKey], {}, command);
}

async function exported(): Promise<string[]> {
  const path = join(folder, "inventory.csv");
  const { code, error } = await run("export", path, "--format", "shopify-inventory");
  expect({ code, error }).toStrictEqual({ code: 0, error: "" });
  return readFileSync(path, "utf8").trimEnd().split("\r\n");
}

function imported(lines: readonly string[], ...args: string[]): Promise<CommandResult> {
  const path = join(folder, "counted.csv");
  writeFileSync(path, `${lines.join("\r\n")}\r\n`);
  return run("import", path, ...args);
}

async function onHand(sku: string): Promise<Record<string, number>> {
  const { levels } = await admin.skus.get(sku);
  return Object.fromEntries(levels.map((level) => [level.warehouse, level.onHand]));
}

// In this order: each looks at what the one before made.
describe("Shopify's inventory CSV", () => {
  it("is written as Shopify writes it: every SKU at every warehouse", async () => {
    const none = "not stocked,not stocked,not stocked,not stocked,not stocked,";
    expect(await exported()).toStrictEqual([
      HEADER,
      "0042,0042,Title,Default Title,,,,,0042,,,Main Street,,0,0,0,10,10,",
      `0042,0042,Title,Default Title,,,,,0042,,,"Depot, north",,${none}`,
      `tee,"The ""tee""",Size,M,,,,,'=TEE-M,,,Main Street,,0,1,2,5,8,`,
      `tee,"The ""tee""",Size,M,,,,,'=TEE-M,,,"Depot, north",,0,0,0,3,3,`,
      "CAP,CAP,Title,Default Title,,,,,CAP,,,Main Street,,0,0,0,5,5,",
      `CAP,CAP,Title,Default Title,,,,,CAP,,,"Depot, north",,${none}`,
    ]);
  });

  it("changes nothing when it is imported as it was exported", async () => {
    const { code, out } = await imported(await exported());
    expect(code).toBe(0);
    expect(out).toContain("6 rows read (shopify-inventory): 0 figures, 0 derived SKUs.");
    expect(out).toContain("0 created, 0 changed, 0 unchanged, 0 refused.");
  });

  it("takes what was counted, and tells of each stale figure what it is now", async () => {
    const lines = await exported();
    const [header = "", zeros = "", zerosNorth = "", tee = "", teeNorth = "", cap = ""] = lines;
    await admin.skus.adjust("=TEE-M", { delta: -1, reason: "lost" });
    const counted = [header, `${zeros}12`, `${zerosNorth}4`, `${tee}9`, `${teeNorth}1`, `${cap}not stocked`];

    const dry = await imported(counted, "--dry-run");
    expect(dry.code).toBe(2);
    expect(dry.out).toMatch(/line 4 +=TEE-M +– +refused +On hand is 7 now\. \(stale_write\)/);
    expect(dry.out).toContain("0 created, 4 changed, 0 unchanged, 1 refused.");
    expect(await onHand("0042")).toStrictEqual({ main: 10 });

    const { code, out } = await imported(counted);
    expect(code).toBe(2);
    expect(out).toMatch(/line 4 +=TEE-M +– +refused +On hand is 7 now\. \(stale_write\)/);
    expect(out).toMatch(/line 5 +=TEE-M +– +changed +onHand@north/);
    expect(out).toContain("0 created, 4 changed, 0 unchanged, 1 refused.");
    expect(await onHand("0042")).toStrictEqual({ main: 12, north: 4 });
    expect(await onHand("=TEE-M")).toStrictEqual({ main: 7, north: 1 });
    expect(await onHand("CAP")).toStrictEqual({ main: 0 });

    const again = await imported(counted);
    expect(again.out).toContain("0 created, 0 changed, 4 unchanged, 1 refused.");
  });

  it("finds a warehouse by name or code, and refuses rows of one that there is not", async () => {
    const row = (location: string, next: number) => `,,,,,,,,CAP,,,${location},,,,,,0,${next}`;
    const { code, out } = await imported([HEADER, row("main", 6), row("Attic", 1)]);
    expect(code).toBe(2);
    expect(out).toMatch(/line 2 +CAP +– +changed +onHand@main/);
    expect(out).toMatch(/line 3 +CAP +– +refused +there is no warehouse with the name or code "Attic"/);
    expect(await onHand("CAP")).toStrictEqual({ main: 6 });
  });

  it("makes a warehouse that is missing where that is wished", async () => {
    const row = ",,,,,,,,NEW,,,Old Attic,,,,,,not stocked,7";
    const dry = await imported([HEADER, row], "--create-warehouses", "--dry-run");
    expect(dry.out).toContain("the warehouse old-attic (Old Attic) would be made");
    expect(dry.out).toMatch(/line 2 +NEW +– +created +onHand@old-attic/);
    expect((await admin.warehouses.list()).items.map(({ code }) => code)).not.toContain("old-attic");

    const { code, out } = await imported([HEADER, row], "--create-warehouses");
    expect(code).toBe(0);
    expect(out).toContain("the warehouse old-attic (Old Attic) was made");
    expect(await onHand("NEW")).toStrictEqual({ "old-attic": 7 });
    expect(await admin.warehouses.get("old-attic")).toMatchObject({ name: "Old Attic" });
  });
});
