import { describe, expect, it } from "vitest";
import { catalogueOf, catalogueOfFixture, figuresOf, refusalsOf } from "./catalogue-of.ts";

const HEADER = "name,slug,optionGroups,optionValues,sku,price,stockOnHand,trackInventory";

function file(...rows: string[]): string {
  return [HEADER, ...rows].join("\n");
}

describe("Vendure's product CSV", () => {
  it("gives SKUs with their figures, padding off and leading zeros kept", async () => {
    const catalogue = await catalogueOfFixture("vendure.csv");
    expect(figuresOf(catalogue)).toStrictEqual({ "OD-120-L": 7, "OD-120-D": 0, "OD-160-L": 3, GW: 0, "007": 12 });
    expect(catalogue.refusals).toStrictEqual([]);
    expect(catalogue.taken).toHaveLength(6);
  });

  it("gives products: options in the order of appearance, follow-up rows to the product before them", async () => {
    const { products } = await catalogueOfFixture("vendure.csv");
    expect(products.map(({ request, line }) => ({ line, ...request }))).toStrictEqual([
      {
        line: 2,
        id: "oak-desk",
        title: "Oak Desk",
        inventoryMethod: "combinations",
        attributes: [
          { name: "width", required: true, values: ["120 cm", "160 cm"] },
          { name: "stain", required: true, values: ["Light", "Dark"] },
        ],
        combinations: [
          { selection: { width: "120 cm", stain: "Light" }, sku: "OD-120-L" },
          { selection: { width: "120 cm", stain: "Dark" }, sku: "OD-120-D" },
          { selection: { width: "160 cm", stain: "Light" }, sku: "OD-160-L" },
        ],
      },
      { line: 5, id: "gift-wrapping", title: "Gift Wrapping", inventoryMethod: "sku", sku: "GW" },
      {
        line: 6,
        id: "brass-knob",
        title: "Brass Knob",
        inventoryMethod: "combinations",
        attributes: [{ name: "finish", required: true, values: ["polished", "brushed"] }],
        combinations: [
          { selection: { finish: "polished" }, sku: "007" },
          { selection: { finish: "brushed" }, sku: "007" },
        ],
      },
    ]);
  });

  it("tracks as the file says: true, false, or inherited", async () => {
    const { skus } = await catalogueOfFixture("vendure.csv");
    expect(skus.map(({ request }) => request.policy)).toStrictEqual([
      undefined,
      undefined,
      { trackInventory: true },
      { trackInventory: false },
      { trackInventory: true },
    ]);
  });

  it("makes one stock of a SKU that stands on several rows", async () => {
    const { warnings } = await catalogueOfFixture("vendure.csv");
    expect(warnings).toStrictEqual([{ code: "shared_sku", sku: "007", lines: [6, 7] }]);
  });

  it("puts a name on one line", async () => {
    const { products } = await catalogueOf(file('"Rug\n of  wool\u200b",rug,,,R1,9,1,'));
    expect(products[0]?.request.title).toBe("Rug of wool");
  });

  it("sets no figure where the cell is empty", async () => {
    const { skus } = await catalogueOf(file("Rug,rug,,,R1,9,,"));
    expect(skus[0]?.request).toStrictEqual({ sku: "R1" });
  });

  it("makes a slug from the name where there is none, and says so", async () => {
    const catalogue = await catalogueOf(file("Crème Brûlée Spoon!,,,,S1,9,1,"));
    expect(catalogue.products[0]?.request.id).toBe("creme-brulee-spoon");
    expect(catalogue.warnings).toStrictEqual([{ code: "slug_from_name", product: "creme-brulee-spoon", line: 2 }]);
  });

  it("derives a SKU where there is none", async () => {
    const { skus } = await catalogueOf(file("Rug,rug,size,S,,9,1,", ",,,M,,9,2,", "Mat,mat,,,,9,3,"));
    expect(skus.map(({ request, derived }) => [request.sku, derived])).toStrictEqual([
      ["rug:S", true],
      ["rug:M", true],
      ["mat", true],
    ]);
  });

  it("passes over follow-up rows that say nothing of a choice", async () => {
    const catalogue = await catalogueOf(
      `${HEADER},variantAssets\nRug,rug,size,S,R1,9,1,,a.jpg\n,,,,,,,,b.jpg\n,,,M,R2,9,1,,`,
    );
    expect(catalogue.skipped).toStrictEqual([{ line: 3, sku: null, product: "rug", reason: "no_stock" }]);
    expect(catalogue.taken.map(({ sku }) => sku)).toStrictEqual(["R1", "R2"]);
  });
});

describe("a row of Vendure's file is refused", () => {
  it.each([
    ["abc", "not_whole"],
    ["1.5", "not_whole"],
    ["-2", "below_zero"],
    ["1000000001", "out_of_range"],
  ])("for the figure %s, and the rest goes on", async (figure, code) => {
    const catalogue = await catalogueOf(file("Rug,rug,size,S,R1,9,1,", `,,,M,R2,9,${figure},`, ",,,L,R3,9,3,"));
    expect(refusalsOf(catalogue)).toStrictEqual([[3, code]]);
    expect(figuresOf(catalogue)).toStrictEqual({ R1: 1, R3: 3 });
    expect(catalogue.products[0]).toMatchObject({
      incomplete: true,
      request: { attributes: [{ values: ["S", "L"] }], combinations: [{ sku: "R1" }, { sku: "R3" }] },
    });
    expect(catalogue.warnings).toStrictEqual([{ code: "product_incomplete", product: "rug", lines: [3] }]);
  });

  it("for a word in trackInventory that it does not know", async () => {
    expect(refusalsOf(await catalogueOf(file("Rug,rug,,,R1,9,1,perhaps")))).toStrictEqual([[2, "not_understood"]]);
  });

  it("for a SKU that is none", async () => {
    const bad = await catalogueOf(file(`Rug,rug,,,${"x".repeat(129)},9,1,`, "Mat,mat,,,..,9,1,"));
    expect(bad.refusals.map(({ reason }) => reason)).toStrictEqual([
      { code: "sku_invalid", fault: "too_long" },
      { code: "sku_invalid", fault: "dots" },
    ]);
    expect(bad.products).toStrictEqual([]);
    expect(bad.warnings.map(({ code }) => code)).toStrictEqual(["product_left_out", "product_left_out"]);
  });

  it("when it has more or fewer values than the product has options", async () => {
    const catalogue = await catalogueOf(
      file("Rug,rug,size|tone,S|dark,R1,9,1,", ",,,M,R2,9,1,", ",,,L|dark|x,R3,9,1,"),
    );
    expect(refusalsOf(catalogue)).toStrictEqual([
      [3, "option_count"],
      [4, "option_count"],
    ]);
  });

  it("when options share a name: the whole product", async () => {
    const catalogue = await catalogueOf(file("Rug,rug,size|size,S|M,R1,9,1,", ",,,L|M,R2,9,1,"));
    expect(refusalsOf(catalogue)).toStrictEqual([
      [2, "option_names_twice"],
      [3, "product_unknown"],
    ]);
  });

  it("when it follows no product", async () => {
    expect(refusalsOf(await catalogueOf(file(",,,M,R2,9,1,")))).toStrictEqual([[2, "product_unknown"]]);
  });

  it("when cells are missing, and what follows does not fall to the product before", async () => {
    const catalogue = await catalogueOf(
      file("Rug,rug,size,S,R1,9,1,", "Mat,mat,size,S,M1", ",,,M,M2,9,1,", "Cup,cup,,,C1,9,1,"),
    );
    expect(refusalsOf(catalogue)).toStrictEqual([
      [3, "cell_count"],
      [4, "product_unknown"],
    ]);
    expect(figuresOf(catalogue)).toStrictEqual({ R1: 1, C1: 1 });
    expect(catalogue.products[0]?.request.combinations).toHaveLength(1);
  });

  it("when a comma too many shifts its cells, though the last one is empty", async () => {
    const catalogue = await catalogueOf(file("Rug,rug,,,R1,9,1,", "Mat, round,mat,,,M1,9,1,"));
    expect(refusalsOf(catalogue)).toStrictEqual([[3, "cell_count"]]);
    expect(figuresOf(catalogue)).toStrictEqual({ R1: 1 });
  });

  it("when two products have one slug: all rows of both", async () => {
    const catalogue = await catalogueOf(file("Rug,rug,,,R1,9,1,", "Mat,mat,,,M1,9,1,", "Other,rug,,,R2,9,1,"));
    expect(refusalsOf(catalogue)).toStrictEqual([
      [2, "product_id_taken"],
      [4, "product_id_taken"],
    ]);
    expect(figuresOf(catalogue)).toStrictEqual({ M1: 1 });
  });

  it("when its slug cannot be an id", async () => {
    const catalogue = await catalogueOf(file(`Rug,${"s".repeat(129)},,,R1,9,1,`, "!!!,,,,R2,9,1,"));
    expect(catalogue.refusals.map(({ reason }) => reason)).toStrictEqual([
      { code: "product_id_invalid", fault: "too_long" },
      { code: "product_id_invalid", fault: "empty" },
    ]);
  });
});
