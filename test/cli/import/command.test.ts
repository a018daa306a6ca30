import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BulkServer, KEY, startBulkServer } from "./bulk-server.ts";
import { fixture } from "./catalogue-of.ts";
import { type CommandResult, runCommand } from "./run-command.ts";

let server: BulkServer;
let folder: string;

beforeEach(async () => {
  server = await startBulkServer();
  folder = await mkdtemp(join(tmpdir(), "onhand-import-"));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function run(file: string, ...args: string[]): Promise<CommandResult> {
  return runCommand([file, "--url", server.url, "--key", KEY, ...args]);
}

async function written(content: string): Promise<string> {
  const path = join(folder, "stock.csv");
  await writeFile(path, content);
  return path;
}

describe("npm run import", () => {
  it.each([
    ["vendure.csv", "6 rows read (vendure): 5 SKUs, 3 products, 5 combinations, 0 derived SKUs.", 8],
    ["shopify.csv", "7 rows read (shopify): 5 SKUs, 3 products, 3 combinations, 3 derived SKUs.", 8],
    ["plain.csv", "4 rows read (plain): 4 SKUs, 0 products, 0 combinations, 0 derived SKUs.", 4],
  ])("imports %s, and again without a change", async (name, read, things) => {
    const first = await run(fixture(name));
    expect(first).toMatchObject({ code: 0, error: "" });
    expect(first.out).toContain(read);
    expect(first.out).toContain(`${things} created, 0 changed, 0 unchanged, 0 refused.`);
    const second = await run(fixture(name));
    expect(second.code).toBe(0);
    expect(second.out).toContain(`0 created, 0 changed, ${things} unchanged, 0 refused.`);
  });

  it("lists of a short file every row, with what changed", async () => {
    const { out } = await run(await written("sku,on_hand,backorders\nA,5,allow\nB,,\n"));
    expect(out).toMatch(/line 2 +A +– +created +policy.backorders, onHand@main\n/);
    expect(out).toMatch(/line 3 +B +– +created\n/);
  });

  it("changes nothing in a dry run, and says so", async () => {
    const { code, out } = await run(fixture("shopify.csv"), "--dry-run");
    expect(code).toBe(0);
    expect(out).toContain("Dry run: nothing was changed.");
    expect(out).toContain("8 created, 0 changed, 0 unchanged, 0 refused.");
    expect(server.skus.size + server.products.size).toBe(0);
  });

  it("takes the good rows, tells the bad ones by line, and ends with 2", async () => {
    const { code, out } = await run(await written("sku,on_hand\nA,5\nB,abc\nC,1.5\nD,-1\nA,6\n007,7\n"));
    expect(code).toBe(2);
    expect(out).toMatch(/line 3 +B +– +refused +on_hand "abc" is not a whole number/);
    expect(out).toMatch(/line 5 +D +– +refused +on_hand "-1" is below zero/);
    expect(out).toMatch(/line 2 +A +– +refused +the rows of this SKU contradict each other/);
    expect(out).toContain("1 created, 0 changed, 0 unchanged, 5 refused.");
    expect([...server.skus]).toStrictEqual([["007", { policy: {}, onHand: { main: 7 } }]]);
  });

  it("lists of a long file only what needs a look", async () => {
    const rows = Array.from({ length: 60 }, (_, index) => `S${index},${index === 30 ? "x" : index}`);
    const { out } = await run(await written(`sku,on_hand\n${rows.join("\n")}\n`));
    expect(out).toContain("Refused\n");
    expect(out).toMatch(/line 32 +S30/);
    expect(out).not.toMatch(/S31/);
    expect(out).toContain("60 rows read (plain): 59 SKUs");
  });

  it("ends with 2 for a refusal of the server", async () => {
    server.refused.set("B", { pointer: "", code: "on_hand_below_zero", detail: "units are on a shipment" });
    const { code, out } = await run(await written("sku,on_hand\nA,5\nB,1\n"));
    expect(code).toBe(2);
    expect(out).toMatch(/line 3 +B +– +refused +units are on a shipment \(on_hand_below_zero\)/);
    expect(out).toContain("1 created, 0 changed, 0 unchanged, 1 refused.");
  });

  it("writes what became of every row", async () => {
    const report = join(folder, "report.csv");
    const path = await written(
      "Handle,Title,Variant SKU,Variant Inventory Qty,Image Src\nhat,Hat,,3,\nhat,,,,a.jpg\ncap,Cap,=C,x,\ntie,Tie,T,1,\n",
    );
    expect((await run(path, "--report", report)).code).toBe(2);
    expect((await readFile(report, "utf8")).split("\r\n")).toStrictEqual([
      "line,sku,product,outcome,changed,reason",
      "2,,hat,created,,",
      "2,hat,hat,created,onHand@main,SKU derived: the file names none",
      "3,,hat,skipped,,carries no stock",
      '4,\'=C,cap,refused,,"Variant Inventory Qty ""x"" is not a whole number written in digits"',
      "5,,tie,created,,",
      "5,T,tie,created,onHand@main,",
      "",
    ]);
  });

  it("puts rows without a warehouse where --warehouse says, and reads the format that --format says", async () => {
    const path = await written("sku,on_hand\nA,5\n");
    await run(path, "--warehouse", "north");
    expect(server.skus.get("A")?.onHand).toStrictEqual({ north: 5 });
    const wrong = await run(path, "--format", "shopify");
    expect(wrong.code).toBe(1);
    expect(wrong.error).toContain("not in Shopify's format: the header has no Handle, Title");
  });

  it("names the file with the movements", async () => {
    await run(await written("sku,on_hand\nA,5\n"));
    expect(JSON.parse(server.arrivals[0]?.body ?? "{}")).toMatchObject({ document: "import stock.csv" });
    // 68 characters, but 129 UTF-16 units: none of the socks may be cut in half.
    const name = "🧦".repeat(61);
    const path = join(folder, name);
    await writeFile(path, "sku,on_hand\nA,5\n");
    await run(path);
    expect(JSON.parse(server.arrivals[1]?.body ?? "{}")).toMatchObject({ document: `import ${name}` });
  });

  it("shows no control characters of the file", async () => {
    const { out } = await run(await written('sku,on_hand\nA,"\u001b[2Jx"\n"B\u001b[1m",1\n'));
    expect(out).toContain('"\\u{1b}[2Jx"');
    expect(out).toMatch(/line 3 +B\\u\{1b\}\[1m +– +refused/);
    expect(out).not.toContain("\u001b");
  });
});

describe("the key", () => {
  it("comes from the environment", async () => {
    const path = await written("sku,on_hand\nA,5\n");
    const { code } = await runCommand([path, "--url", server.url], { ONHAND_ADMIN_KEY: KEY });
    expect(code).toBe(0);
  });

  it("comes from the data folder of a server on this machine", async () => {
    const path = await written("sku,on_hand\nA,5\n");
    await writeFile(join(folder, "admin-key"), `${KEY}\n`);
    expect((await runCommand([path, "--url", server.url, "--data", folder])).code).toBe(0);
    const elsewhere = await runCommand([path, "--url", "http://stock.invalid", "--data", folder]);
    expect(elsewhere).toMatchObject({ code: 1 });
    expect(elsewhere.error).toContain("No admin key");
  });

  it("is refused: says so, and nothing was done", async () => {
    const path = await written("sku,on_hand\nA,5\n");
    const { code, error } = await runCommand([path, "--url", server.url, "--key", "wrong"]);
    expect(code).toBe(1);
    expect(error).toBe("The server does not accept the key: The key is not known (unauthenticated).\n");
    const impossible = await runCommand([path, "--url", server.url, "--key", "a\nb"]);
    expect(impossible).toMatchObject({ code: 1, error: "The admin key has characters that no key has.\n" });
    const publishable = await runCommand([path, "--url", server.url, "--key", "onh_pk_of_the_page"]);
    expect(publishable).toMatchObject({
      code: 1,
      error: "That is a publishable key, for shop pages. An admin key is needed.\n",
    });
  });
});

describe("an import that cannot run ends with 1 and a sentence", () => {
  it.each([
    ["the file is missing", ["/nowhere.csv"], "There is no file /nowhere.csv, or it cannot be read.\n"],
    ["the address is none", [fixture("plain.csv"), "--url", "nonsense", "--key", "k"], "is not an address such as"],
    [
      "the address has credentials",
      [fixture("plain.csv"), "--url", "http://me:secret@127.0.0.1:9", "--key", "k"],
      "--url has a name or password in it.\n",
    ],
    [
      "the address has something after its path",
      [fixture("plain.csv"), "--url", "http://127.0.0.1:9/?shop=1", "--key", "k"],
      "--url has something after its path.\n",
    ],
    [
      "the server is not there",
      [fixture("plain.csv"), "--url", "http://127.0.0.1:9", "--key", "k"],
      "There is no answer",
    ],
  ])("when %s", async (_, args, message) => {
    const { code, error } = await runCommand(args);
    expect(code).toBe(1);
    expect(error).toContain(message);
    expect(error).not.toContain("    at ");
  });

  it("when the file is no CSV or no format is known, before anything is sent", async () => {
    const broken = await run(await written('sku,on_hand\nA,5\nB,"6\n'));
    expect(broken).toMatchObject({ code: 1 });
    expect(broken.error).toContain("is not CSV");
    const unknown = await run(await written("a,b\n1,2\n"));
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.error).toContain("Shopify's product CSV");
    expect(server.arrivals).toStrictEqual([]);
  });

  it("when the report would overwrite the file, or cannot be written", async () => {
    const path = await written("sku,on_hand\nA,5\n");
    expect((await run(path, "--report", path)).error).toContain("would be overwritten");
    const nowhere = await run(path, "--report", join(folder, "no", "such", "folder.csv"));
    expect(nowhere).toMatchObject({ code: 1 });
    expect(nowhere.error).toContain("The report could not be written");
  });

  it("half-way: tells what is done", async () => {
    const rows = Array.from({ length: 150 }, (_, index) => `S${index},1`);
    const path = await written(`sku,on_hand\n${rows.join("\n")}\n`);
    const report = join(folder, "report.csv");
    server.faults.push({ kind: "none" }, { kind: "answer", status: 403 });
    const first = await run(path, "--report", report);
    expect(first.code).toBe(1);
    expect(first.out).toContain("100 created, 0 changed, 0 unchanged, 0 refused, 50 not sent.");
    expect(first.error).toContain("The import ended early. Run it again");
    expect((await readFile(report, "utf8")).split("\r\n")[150]).toBe("151,S149,,not sent,,");
    const second = await run(path);
    expect(second).toMatchObject({ code: 0 });
    expect(second.out).toContain("50 created, 0 changed, 100 unchanged, 0 refused.");
  });

  it("not at all, when the server stumbles and comes back", async () => {
    server.faults.push({ kind: "hang_up" }, { kind: "hang_up_after" }, { kind: "answer", status: 503 });
    const { code, out } = await run(fixture("plain.csv"));
    expect(code).toBe(0);
    expect(out).toContain("4 created");
    expect(new Set(server.arrivals.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });
});
