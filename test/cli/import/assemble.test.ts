import { describe, expect, it } from "vitest";
import { describeRefusal } from "../../../cli/import/refusal.ts";
import { catalogueOf, figuresOf, refusalsOf } from "./catalogue-of.ts";

describe("one SKU on several rows", () => {
  it("with one figure is one stock, with a warning", async () => {
    const catalogue = await catalogueOf("sku,on_hand\nA,5\nB,1\nA,5\n");
    expect(figuresOf(catalogue)).toStrictEqual({ A: 5, B: 1 });
    expect(catalogue.warnings).toStrictEqual([{ code: "shared_sku", sku: "A", lines: [2, 4] }]);
    expect(catalogue.taken.map(({ line }) => line)).toStrictEqual([2, 3, 4]);
  });

  it("with different figures: none is taken, whichever comes first", async () => {
    for (const rows of ["A,5\nB,1\nA,6\n", "A,6\nB,1\nA,5\n"]) {
      const catalogue = await catalogueOf(`sku,on_hand\n${rows}`);
      expect(figuresOf(catalogue)).toStrictEqual({ B: 1 });
      expect(refusalsOf(catalogue)).toStrictEqual([
        [2, "contradiction"],
        [4, "contradiction"],
      ]);
      expect(describeRefusal(catalogue.refusals[0]?.reason ?? { code: "too_large" })).toBe(
        "the rows of this SKU contradict each other in the figure at main (lines 2, 4); none is taken",
      );
    }
  });

  it("with another figure at one warehouse keeps the other warehouse", async () => {
    const catalogue = await catalogueOf("sku,warehouse,on_hand\nA,north,5\nA,south,1\nA,north,6\n");
    expect(catalogue.skus.map(({ request }) => request.levels)).toStrictEqual([[{ warehouse: "south", onHand: 1 }]]);
    expect(refusalsOf(catalogue)).toStrictEqual([
      [2, "contradiction"],
      [4, "contradiction"],
    ]);
  });

  it("with different settings: none is taken; with a setting on one of them it holds for all", async () => {
    const different = await catalogueOf("sku,warehouse,on_hand,backorders\nA,n,5,allow\nA,s,5,none\nA,w,5,\n");
    expect(refusalsOf(different)).toStrictEqual([
      [2, "contradiction"],
      [3, "contradiction"],
    ]);
    expect(different.skus.map(({ request }) => request)).toStrictEqual([
      { sku: "A", levels: [{ warehouse: "w", onHand: 5 }] },
    ]);
    const one = await catalogueOf("sku,warehouse,on_hand,backorders\nA,n,5,allow\nA,s,6,\n");
    expect(one.skus[0]?.request.policy).toStrictEqual({ backorders: "allow" });
  });

  it("with a figure on one of them and an empty cell on the other has that figure", async () => {
    expect(figuresOf(await catalogueOf("sku,on_hand\nA,\nA,7\n"))).toStrictEqual({ A: 7 });
  });

  it("in two products is one stock of both", async () => {
    const catalogue = await catalogueOf(
      "Handle,Title,Variant SKU,Variant Inventory Qty\nhat,Hat,SHARED,3\ncap,Cap,SHARED,3\n",
    );
    expect(figuresOf(catalogue)).toStrictEqual({ SHARED: 3 });
    expect(catalogue.products.map(({ request }) => request.sku)).toStrictEqual(["SHARED", "SHARED"]);
  });

  it("differs from one in another case", async () => {
    expect(figuresOf(await catalogueOf("sku,on_hand\nabc,1\nABC,2\n"))).toStrictEqual({ abc: 1, ABC: 2 });
  });
});

const SHOPIFY = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty";

describe("choices of one product", () => {
  it("with the same values and different SKUs are refused", async () => {
    const catalogue = await catalogueOf(`${SHOPIFY}\nhat,Hat,Size,S,H1,1\nhat,,,S,H2,1\nhat,,,M,H3,1\n`);
    expect(refusalsOf(catalogue)).toStrictEqual([
      [2, "choice_twice"],
      [3, "choice_twice"],
    ]);
    expect(figuresOf(catalogue)).toStrictEqual({ H3: 1 });
  });

  it("with the same values and the same SKU are one", async () => {
    const catalogue = await catalogueOf(`${SHOPIFY}\nhat,Hat,Size,S,,1\nhat,,,S,,1\n`);
    expect(catalogue.products[0]?.request.combinations).toStrictEqual([{ selection: { Size: "S" }, sku: "hat:S" }]);
    expect(catalogue.warnings).toStrictEqual([{ code: "shared_sku", sku: "hat:S", lines: [2, 3] }]);
  });

  it("without options and with several SKUs are refused", async () => {
    const catalogue = await catalogueOf(`${SHOPIFY}\nhat,Hat,,,H1,1\nhat,,,,H2,1\n`);
    expect(refusalsOf(catalogue)).toStrictEqual([
      [2, "options_missing"],
      [3, "options_missing"],
    ]);
    expect(catalogue.warnings).toStrictEqual([{ code: "product_left_out", product: "hat", lines: [2, 3] }]);
  });

  it("lose the one whose SKU is contradicted elsewhere", async () => {
    const catalogue = await catalogueOf(`${SHOPIFY}\nhat,Hat,Size,S,H1,1\nhat,,,M,H2,1\ncap,Cap,,,H1,9\n`);
    expect(refusalsOf(catalogue)).toStrictEqual([
      [2, "contradiction"],
      [4, "contradiction"],
    ]);
    expect(catalogue.products.map(({ request, incomplete }) => [request.id, incomplete])).toStrictEqual([
      ["hat", true],
    ]);
  });
});

it("names the lines of a long list only as far as they help", async () => {
  const rows = Array.from({ length: 25 }, (_, index) => `A,${index}`);
  const catalogue = await catalogueOf(`sku,on_hand\n${rows.join("\n")}\n`);
  expect(describeRefusal(catalogue.refusals[0]?.reason ?? { code: "too_large" })).toContain("20, 21 and 5 more)");
});
