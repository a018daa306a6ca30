import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "../../../cli/client/connect.ts";
import { explainFailure } from "../../../cli/client/explain-failure.ts";
import type { Catalogue } from "../../../cli/import/catalogue.ts";
import { emptyOutcomes, type Outcomes } from "../../../cli/import/outcome.ts";
import { sendCatalogue } from "../../../cli/import/send.ts";
import { isOnhandError } from "../../../sdk/index.ts";
import { type BulkServer, KEY, problemBody, startBulkServer } from "./bulk-server.ts";
import { catalogueOf } from "./catalogue-of.ts";

let server: BulkServer;

beforeEach(async () => {
  server = await startBulkServer();
});
afterEach(() => server.close());

async function send(catalogue: Catalogue, dryRun = false): Promise<Outcomes> {
  const url = new URL(server.url);
  const outcomes = emptyOutcomes();
  try {
    await sendCatalogue(connect(url, KEY), catalogue, { dryRun, document: "import test.csv" }, outcomes);
  } catch (error) {
    throw isOnhandError(error) ? explainFailure(error, url) : error;
  }
  return outcomes;
}

function bodies(path: string): { rows: unknown[]; assumeSkus?: string[]; document?: string; dryRun: boolean }[] {
  return server.arrivals.filter((each) => each.path === path).map(({ body }) => JSON.parse(body));
}

const HEADER = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty";

function hats(...sizes: string[]): string {
  const rows = sizes.map((size, index) => `hat,${index === 0 ? "Hat,Size" : ","},${size},H-${size},1`);
  return [HEADER, ...rows].join("\n");
}

describe("a catalogue", () => {
  it("is sent in batches of 100: all SKUs, then the products", async () => {
    const rows = Array.from({ length: 250 }, (_, index) => `p${index},Product ${index},,,S${index},${index}`);
    const outcomes = await send(await catalogueOf([HEADER, ...rows].join("\n")));
    const paths = server.arrivals.map(({ path }) => path);
    expect(paths).toStrictEqual([...Array(3).fill("/v1/admin/bulk/skus"), ...Array(3).fill("/v1/admin/bulk/products")]);
    expect(bodies("/v1/admin/bulk/skus").map((body) => body.rows.length)).toStrictEqual([100, 100, 50]);
    expect(bodies("/v1/admin/bulk/skus")[0]).toMatchObject({ document: "import test.csv", dryRun: false });
    expect(server.skus.get("S249")).toStrictEqual({ policy: {}, onHand: { main: 249 } });
    expect([...outcomes.products.values()].every(({ outcome }) => outcome === "created")).toBe(true);
  });

  it("is unchanged when it is sent again", async () => {
    const catalogue = await catalogueOf(hats("S", "M"));
    await send(catalogue);
    const again = await send(catalogue);
    const all = [...again.skus.values(), ...again.products.values()];
    expect(all.map(({ outcome }) => outcome)).toStrictEqual(["unchanged", "unchanged", "unchanged"]);
  });

  it("is split by bytes, too", async () => {
    // 40 products of 200 names with 300 characters each, about 130 KB: seven of them fill a mebibyte.
    const rows = Array.from({ length: 40 }, (_, index) => {
      const values = Array.from({ length: 200 }, (_, at) => `${at}-${"x".repeat(300)}`);
      return values.map((value, at) => `p${index},${at === 0 ? "P,Size" : ","},${value},S,`).join("\n");
    });
    await send(await catalogueOf([HEADER, ...rows].join("\n")));
    const sizes = server.arrivals.map(({ body }) => body.length);
    expect(Math.max(...sizes)).toBeLessThan(1024 * 1024);
    expect(Math.max(...sizes)).toBeGreaterThan(900 * 1024);
    expect(server.products.size).toBe(40);
  });

  it("loses a product that no request can carry, and only that", async () => {
    const values = Array.from({ length: 1_200 }, (_, at) => `${at}-${"x".repeat(500)}`);
    const large = values.map((value, at) => `big,${at === 0 ? "Big,Size" : ","},${value},S,`);
    const outcomes = await send(await catalogueOf([HEADER, ...large, "cap,Cap,,,C,1"].join("\n")));
    expect(outcomes.products.get("big")).toStrictEqual({ outcome: "refused", reason: { code: "too_large" } });
    expect(outcomes.products.get("cap")).toMatchObject({ outcome: "created" });
  });

  it("goes on without the rows for which a whole request is refused", async () => {
    const rows = ["a,Short,,,A,1", `b,${"t".repeat(501)},,,B,1`, "c,Short,,,C,1"];
    const outcomes = await send(await catalogueOf([HEADER, ...rows].join("\n")));
    expect(outcomes.products.get("b")).toMatchObject({
      outcome: "refused",
      reason: { code: "server", problem: { detail: "the title is too long" } },
    });
    expect([...server.products.keys()]).toStrictEqual(["a", "c"]);
    const keys = server.arrivals.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(3);
  });

  it("ends the run for a refusal that no row explains, and for an answer that is none", async () => {
    const catalogue = await catalogueOf(hats("S"));
    server.faults.push({ kind: "answer", status: 400, body: problemBody(400, "invalid_request", "No") });
    await expect(send(catalogue)).rejects.toThrow("The server refuses the request: No (invalid_request)");
    server.faults.push({ kind: "answer", status: 404, body: "not here" });
    await expect(send(catalogue)).rejects.toThrow("does not know what it was asked for");
    for (const body of [
      {},
      { rows: [] },
      { rows: [{ id: "other", outcome: "created", changes: [] }] },
      { rows: [1] },
    ]) {
      server.faults.push({ kind: "answer", status: 200, body });
      await expect(send(catalogue)).rejects.toThrow("The server's answer cannot be understood");
    }
  });
});

describe("a dry run", () => {
  it("changes nothing and takes the new SKUs for existing", async () => {
    const outcomes = await send(await catalogueOf(hats("S", "M")), true);
    expect(server.skus.size + server.products.size).toBe(0);
    expect(bodies("/v1/admin/bulk/products")).toMatchObject([{ dryRun: true, assumeSkus: ["H-S", "H-M"] }]);
    expect(outcomes.products.get("hat")).toMatchObject({ outcome: "created" });
  });

  it("names only SKUs that are not there yet, 1,000 at most in a request", async () => {
    await send(await catalogueOf(hats("S")));
    server.arrivals.length = 0;
    await send(await catalogueOf(hats("S", "M")), true);
    expect(bodies("/v1/admin/bulk/products")[0]?.assumeSkus).toStrictEqual(["H-M"]);
    server.arrivals.length = 0;
    const rows = Array.from({ length: 30 }, (_, p) =>
      Array.from({ length: 50 }, (_, c) => `p${p},${c === 0 ? "P,Size" : ","},${c},,1`).join("\n"),
    );
    await send(await catalogueOf([HEADER, ...rows].join("\n")), true);
    expect(bodies("/v1/admin/bulk/products").map(({ assumeSkus }) => assumeSkus?.length)).toStrictEqual([1_000, 500]);
  });

  it("cannot judge a product with more new SKUs", async () => {
    const sizes = Array.from({ length: 1_001 }, (_, index) => String(index));
    const outcomes = await send(await catalogueOf(hats(...sizes)), true);
    expect(outcomes.products.get("hat")).toStrictEqual({ outcome: "refused", reason: { code: "too_many_new_skus" } });
    const enough = await send(await catalogueOf(hats(...sizes.slice(1))), true);
    expect(enough.products.get("hat")).toMatchObject({ outcome: "created" });
  });
});

describe("a refused SKU", () => {
  const problem = { pointer: "", code: "on_hand_below_zero", detail: "units are on a shipment" };

  it("leaves its choice out of a new product", async () => {
    server.refused.set("H-M", problem);
    const outcomes = await send(await catalogueOf(hats("S", "M")));
    expect(outcomes.skus.get("H-M")).toStrictEqual({ outcome: "refused", reason: { code: "server", problem } });
    expect(server.products.get("hat")).toMatchObject({
      attributes: [{ values: ["S"] }],
      combinations: [{ sku: "H-S" }],
    });
  });

  it("keeps its choice in a product that the server has", async () => {
    await send(await catalogueOf(hats("S", "M")));
    server.refused.set("H-M", problem);
    const outcomes = await send(await catalogueOf(hats("S", "M", "L")));
    expect(server.products.get("hat")?.combinations?.map(({ sku }) => sku)).toStrictEqual(["H-S", "H-M", "H-L"]);
    expect(outcomes.warnings).toStrictEqual([{ code: "choices_kept", product: "hat", line: 2, choices: 1 }]);
  });

  it("refuses a product that has only it", async () => {
    server.refused.set("H-S", problem).set("C", problem);
    const outcomes = await send(await catalogueOf(`${hats("S")}\ncap,Cap,,,C,1`));
    expect(outcomes.products.get("hat")).toStrictEqual({
      outcome: "refused",
      reason: { code: "sku_refused", sku: "H-S" },
    });
    expect(outcomes.products.get("cap")).toStrictEqual({
      outcome: "refused",
      reason: { code: "sku_refused", sku: "C" },
    });
    expect(server.products.size).toBe(0);
  });
});

describe("a refused row", () => {
  it("takes no choice from a product that the server has", async () => {
    await send(await catalogueOf(hats("S", "M", "L")));
    const mistyped = await catalogueOf(hats("S", "M", "L").replace("H-M,1", "H-M,l"));
    const outcomes = await send(mistyped);
    expect(server.products.get("hat")?.combinations?.map(({ sku }) => sku)).toStrictEqual(["H-S", "H-M", "H-L"]);
    const again = await send(mistyped);
    expect(again.products.get("hat")).toMatchObject({ outcome: "unchanged" });
    expect(outcomes.warnings).toMatchObject([{ code: "choices_kept", choices: 1 }]);
  });

  it("refuses the product when its options changed at the same time", async () => {
    await send(await catalogueOf(hats("S", "M")));
    const renamed = hats("S", "M").replace("Hat,Size", "Hat,Width").replace("H-M,1", "H-M,l");
    const outcomes = await send(await catalogueOf(renamed));
    expect(outcomes.products.get("hat")).toStrictEqual({ outcome: "refused", reason: { code: "options_differ" } });
    expect(server.products.get("hat")?.attributes?.[0]?.name).toBe("Size");
  });

  it("asks nothing where no row was refused", async () => {
    await send(await catalogueOf(hats("S", "M")));
    expect(server.arrivals.some(({ method }) => method === "GET")).toBe(false);
  });
});
