import { describe, expect, it } from "vitest";
import { catalogueOf, refusalsOf } from "./catalogue-of.ts";

const HEADER =
  "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,Location," +
  "Bin name,Incoming (not editable),Unavailable (not editable),Committed (not editable),Available (not editable)," +
  "On hand (current),On hand (new)";

/** A row as Shopify writes it: what was on hand, and what was counted. */
function row(sku: string, location: string, current: string, next: string, handle = "tee", options = "Size,M"): string {
  return `${handle},Tee,${options},,,,,${sku},,,${location},,0,1,2,3,${current},${next}`;
}

function file(...rows: string[]): string {
  return [HEADER, ...rows].join("\n");
}

async function requestsOf(...rows: string[]) {
  const { skus, refusals } = await catalogueOf(file(...rows));
  expect(refusals).toStrictEqual([]);
  return skus.map(({ request }) => request);
}

describe("Shopify's inventory CSV", () => {
  it("is told from the product CSV by its header", async () => {
    const { isByFigure, warnings } = await catalogueOf(file(row("TEE-M", "Main", "10", "8")));
    expect([isByFigure, warnings]).toStrictEqual([true, []]);
  });

  it("gives the new figure as a count, and the current one as what is believed to be there", async () => {
    expect(await requestsOf(row("TEE-M", "Main", "10", "8"))).toStrictEqual([
      { sku: "TEE-M", levels: [{ warehouse: "Main", onHand: 8, expected: 10 }] },
    ]);
  });

  it("gives each figure by itself, so that a stale one takes no other with it", async () => {
    expect(await requestsOf(row("0042", "Main", "1", "2"), row("0042", "North", "3", "4"))).toStrictEqual([
      { sku: "0042", levels: [{ warehouse: "Main", onHand: 2, expected: 1 }] },
      { sku: "0042", levels: [{ warehouse: "North", onHand: 4, expected: 3 }] },
    ]);
  });

  it.each([
    ["not stocked", "5", { onHand: 5, expected: 0 }],
    ["Not stocked", "0", { onHand: 0, expected: 0 }],
    ["5", "not stocked", { onHand: 0, expected: 5 }],
    ["", "7", { onHand: 7 }],
  ])("reads %j now and %j then", async (current, next, level) => {
    expect(await requestsOf(row("A", "Main", current, next))).toStrictEqual([
      { sku: "A", levels: [{ warehouse: "Main", ...level }] },
    ]);
  });

  it("leaves a row alone that has no new figure, and one of a place where nothing is kept", async () => {
    const { skus, skipped, refusals } = await catalogueOf(
      file(
        row("A", "Main", "10", ""),
        row("B", "Main", "not stocked", ""),
        row("C", "Main", "not stocked", "not stocked"),
      ),
    );
    expect([skus, refusals]).toStrictEqual([[], []]);
    expect(skipped).toStrictEqual([
      { line: 2, sku: "A", product: null, reason: "no_new_figure" },
      { line: 3, sku: "B", product: null, reason: "not_stocked" },
      { line: 4, sku: "C", product: null, reason: "not_stocked" },
    ]);
  });

  it("takes off the apostrophes of an export", async () => {
    expect(await requestsOf(row("'=A", "'-Main", "1", "2"))).toStrictEqual([
      { sku: "=A", levels: [{ warehouse: "-Main", onHand: 2, expected: 1 }] },
    ]);
  });

  it("finds a variant without a SKU under the one that an import of its product derives", async () => {
    expect(
      await requestsOf(row("", "Main", "1", "2"), row("", "Main", "1", "2", "hat", "Title,Default Title")),
    ).toMatchObject([{ sku: "tee:M" }, { sku: "hat" }]);
    const products =
      "Handle,Title,Option1 Name,Option1 Value,Variant SKU\ntee,Tee,Size,M,\nhat,Hat,Title,Default Title,\n";
    expect((await catalogueOf(products)).skus.map(({ request }) => request.sku)).toStrictEqual(["tee:M", "hat"]);
  });
});

describe("a row of the inventory CSV is refused", () => {
  it("whole, with every other one for the same SKU and location", async () => {
    const catalogue = await catalogueOf(
      file(
        row("A", "Main", "1", "2"),
        row("A", "North", "1", "2"),
        row("A", "Main", "1", "2"),
        row("A", "Main", "1", ""),
      ),
    );
    expect(refusalsOf(catalogue)).toStrictEqual([
      [2, "figure_twice"],
      [4, "figure_twice"],
      [5, "figure_twice"],
    ]);
    expect(catalogue.refusals[0]?.reason).toStrictEqual({ code: "figure_twice", location: "Main", lines: [2, 4, 5] });
    expect(catalogue.skus.map(({ request }) => request.levels?.[0]?.warehouse)).toStrictEqual(["North"]);
  });

  it.each([
    [row("A", "", "1", "2"), "location_missing"],
    [row("A", "Main", "1", "abc"), "not_whole"],
    [row("A", "Main", "1", "-1"), "below_zero"],
    [row("A", "Main", "-1", "5"), "below_zero"],
    [row("A", "Main", "1.5", "5"), "not_whole"],
    [row("A", "Main", "1", "1000000001"), "out_of_range"],
    [row("", "Main", "1", "2", ""), "sku_invalid"],
    ["A,B", "cell_count"],
  ])("%s (%#)", async (line, code) => {
    const catalogue = await catalogueOf(file(line));
    expect(refusalsOf(catalogue)).toStrictEqual([[2, code]]);
    expect(catalogue.skus).toStrictEqual([]);
  });

  it("as a file where the header lacks what it lives on", async () => {
    await expect(catalogueOf("SKU,Location\nA,Main\n", "shopify-inventory")).rejects.toThrow(
      "not in Shopify's inventory format: the header has no On hand (new)",
    );
  });
});
