import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page, Product, Replenishment, Sku, SkuSummary } from "../../../sdk/index.ts";
import { type Server, startServer } from "../../process/server.ts";
import { fixture, withFile } from "./catalogue-of.ts";
import { type CommandResult, runCommand } from "./run-command.ts";

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "onhand-import-"));
  server = await startServer({ data: join(folder, "data") });
});
afterAll(async () => {
  await server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Imports with the key that the server keeps in its data folder. */
function run(name: string, ...args: string[]): Promise<CommandResult> {
  return runCommand([fixture(name), "--url", server.origin, "--data", join(folder, "data"), ...args]);
}

async function read<Body>(path: string): Promise<Body> {
  const response = await server.admin("GET", path);
  expect(response.status, path).toBe(200);
  // The contract's type for that route.
  return (await response.json()) as Body;
}

function readSku(sku: string): Promise<Sku> {
  return read<Sku>(`/v1/admin/skus/${encodeURIComponent(sku)}`);
}

// In this order: each looks at what only its own file makes.
describe.each([
  ["vendure.csv", 8, ["OD-120-L", "OD-120-D", "OD-160-L", "GW", "007"], [7, 0, 3, 0, 12]],
  ["shopify.csv", 8, ["LS-SAND-M", "linen-shirt:Sand:L", "linen-shirt:Moss:M", "felt-hat", "SCARF"], [4, 2, 0, 5, 1]],
  ["plain.csv", 4, ["BOLT-M8", "NUT-M8", "0042"], [250, 0, 6]],
])("%s against the real server", (name, things, skus, figures) => {
  it("changes nothing in a dry run", async () => {
    const { code, out, error } = await run(name, "--dry-run");
    expect({ code, error }).toStrictEqual({ code: 0, error: "" });
    expect(out).toContain(`${things} created, 0 changed, 0 unchanged, 0 refused.`);
    const { items } = await read<Page<SkuSummary>>("/v1/admin/skus");
    expect(items.filter(({ sku }) => skus.includes(sku))).toStrictEqual([]);
    for (const sku of skus) {
      expect((await server.admin("GET", `/v1/admin/skus/${encodeURIComponent(sku)}`)).status).toBe(404);
    }
  });

  it("has every figure after the import", async () => {
    const { code, out, error } = await run(name);
    expect({ code, error }).toStrictEqual({ code: 0, error: "" });
    expect(out).toContain(`${things} created, 0 changed, 0 unchanged, 0 refused.`);
    for (const [index, sku] of skus.entries()) {
      const { levels } = await readSku(sku);
      expect([sku, levels.reduce((sum, { onHand }) => sum + onHand, 0)]).toStrictEqual([sku, figures[index]]);
    }
  });

  it("is unchanged when it is imported again", async () => {
    const { code, out } = await run(name);
    expect(code).toBe(0);
    expect(out).toContain(`0 created, 0 changed, ${things} unchanged, 0 refused.`);
  });
});

describe("a file with faults against the real server", () => {
  const header = "name,slug,optionGroups,optionValues,sku,stockOnHand";
  const rows = ["Rug,rug,size,S,RUG-S,1", ",,,M,RUG-M,2", ",,,L,RUG-L,3"];

  function runContent(...lines: string[]): Promise<CommandResult> {
    return withFile([header, ...lines].join("\n"), (path) =>
      runCommand([path, "--url", server.origin, "--data", join(folder, "data")]),
    );
  }

  it("takes no choice off sale for a mistyped figure", async () => {
    expect((await runContent(...rows)).code).toBe(0);
    const before = await read<Product>("/v1/admin/products/rug");
    const { code, out } = await runContent("Rug,rug,size,S,RUG-S,5", ",,,M,RUG-M,2o", ",,,L,RUG-L,3");
    expect(code).toBe(2);
    expect(out).toMatch(/line 3 +RUG-M +rug +refused +stockOnHand "2o" is not a whole number/);
    expect(out).toContain("0 created, 1 changed, 2 unchanged, 1 refused.");
    expect(await read<Product>("/v1/admin/products/rug")).toStrictEqual(before);
    expect((await readSku("RUG-S")).levels.map(({ onHand }) => onHand)).toStrictEqual([5]);
    expect((await readSku("RUG-M")).levels.map(({ onHand }) => onHand)).toStrictEqual([2]);
  });

  it("loses of a request only the row that the server refuses", async () => {
    const { code, out } = await runContent("Mat,mat,,,MAT,1", `${"t".repeat(501)},long,,,LONG,1`, "Cup,cup,,,CUP,1");
    expect(code).toBe(2);
    expect(out).toMatch(/line 3 +– +long +refused +must have at most 500 characters/);
    expect(out).toContain("5 created, 0 changed, 0 unchanged, 1 refused.");
  });

  it("says which warehouse there is none of, and wrong keys", async () => {
    const nowhere = await run("plain.csv", "--warehouse", "nowhere", "--dry-run");
    expect(nowhere.code).toBe(0);
    const { code, out } = await withFile("sku,warehouse,on_hand\nA,nowhere,1\n", (path) =>
      runCommand([path, "--url", server.origin, "--data", join(folder, "data")]),
    );
    expect(code).toBe(2);
    expect(out).toMatch(/line 2 +A +– +refused +There is no such warehouse/);
    const wrong = await run("plain.csv", "--key", "onh_sk_wrong");
    expect(wrong.code).toBe(1);
    expect(wrong.error).toContain("The server does not accept the key");
  });
});

describe("expected goods against the real server", () => {
  const header = "kind,sku,warehouse,on_hand,replenishment,quantity,received,expected_at";

  function runContent(lines: string[], ...args: string[]): Promise<CommandResult> {
    return withFile([header, ...lines].join("\n"), (path) =>
      runCommand([path, "--url", server.origin, "--data", join(folder, "data"), ...args]),
    );
  }

  async function stateOf(sku: string): Promise<unknown> {
    const { items } = await read<Page<Replenishment>>(`/v1/admin/skus/${sku}/replenishments`);
    const { levels } = await readSku(sku);
    return [
      levels.map(({ onHand, incoming }) => [onHand, incoming]),
      items.map(({ received, state }) => [received, state]),
    ];
  }

  it("are made, and what came of them is booked once; the count is what it says in the end", async () => {
    const rows = ["stock,LAMP,main,7,,,,", "replenishment,LAMP,main,,PO-1,10,3,2027-02-01"];
    const dry = await runContent(rows, "--dry-run");
    expect(dry.out).toContain("2 created, 0 changed, 0 unchanged, 0 refused.");
    const { code, out } = await runContent(rows);
    expect(code).toBe(0);
    expect(out).toMatch(/line 2 +LAMP +– +created +onHand@main/);
    expect(out).toMatch(/line 3 +LAMP +– +created +received/);
    expect(await stateOf("LAMP")).toStrictEqual([[[7, 7]], [[3, "open"]]]);
    expect((await runContent(rows)).out).toContain("0 created, 0 changed, 2 unchanged, 0 refused.");
    expect(await stateOf("LAMP")).toStrictEqual([[[7, 7]], [[3, "open"]]]);
  });

  it("raise on hand by what came since, where the file counts nothing", async () => {
    const rows = ["replenishment,LAMP,main,,PO-1,10,8,2027-02-01"];
    const dry = await runContent(rows, "--dry-run");
    expect(dry.out).toMatch(/line 2 +LAMP +– +changed +received/);
    expect(await stateOf("LAMP")).toStrictEqual([[[7, 7]], [[3, "open"]]]);
    expect((await runContent(rows)).code).toBe(0);
    expect(await stateOf("LAMP")).toStrictEqual([[[12, 2]], [[8, "open"]]]);
  });

  it("are refused where more came already than the file says, and of a SKU that there is not", async () => {
    const rows = ["replenishment,LAMP,main,,PO-1,10,2,2027-02-01", "replenishment,NO-LAMP,main,,PO-1,10,,"];
    const { code, out } = await runContent(rows);
    expect(code).toBe(2);
    expect(out).toMatch(/line 2 +LAMP +– +refused +8 units of it came already, more than the file says/);
    expect(out).toMatch(/line 3 +NO-LAMP +– +refused +There is no SKU NO-LAMP\. \(sku_not_found\)/);
    expect(await stateOf("LAMP")).toStrictEqual([[[12, 2]], [[8, "open"]]]);
  });

  it("come to a warehouse that is made for them where that is wished", async () => {
    const rows = ["stock,VASE,attic,1,,,,", "replenishment,VASE,cellar,,PO-1,10,,"];
    expect((await runContent(rows)).code).toBe(2);
    const { code, out } = await runContent(rows, "--create-warehouses");
    expect({ code, out: out.includes("the warehouse cellar (cellar) was made") }).toStrictEqual({ code: 0, out: true });
    expect(await stateOf("VASE")).toStrictEqual([
      [
        [1, 0],
        [0, 10],
      ],
      [[0, "open"]],
    ]);
  });
});

describe("what was imported", () => {
  it("has its settings", async () => {
    expect((await readSku("GW")).policy.trackInventory).toStrictEqual({ value: false, source: "sku" });
    expect((await readSku("linen-shirt:Sand:L")).policy.backorders).toStrictEqual({ value: "allow", source: "sku" });
    expect((await readSku("LS-SAND-M")).policy.backorders).toStrictEqual({ value: "none", source: "sku" });
    const { policy } = await readSku("NUT-M8");
    expect([policy.backorders.value, policy.backorderLimit.value]).toStrictEqual(["allow_and_notify", 40]);
    expect(policy.outOfStockThreshold.source).not.toBe("sku");
  });

  it("has its products", async () => {
    const knob = await read<Product>("/v1/admin/products/brass-knob");
    expect(knob.combinations.map(({ selection, sku }) => [selection, sku])).toStrictEqual([
      [{ finish: "polished" }, "007"],
      [{ finish: "brushed" }, "007"],
    ]);
    expect(await read<Product>("/v1/admin/products/old-scarf")).toMatchObject({
      title: "Old Scarf",
      inventoryMethod: "sku",
      sku: "SCARF",
      policy: { published: false },
    });
  });
});
