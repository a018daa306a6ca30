import { describe, expect, it } from "vitest";
import { catalogueOf, catalogueOfFixture, figuresOf, refusalsOf } from "./catalogue-of.ts";

const HEADER =
  "Handle,Title,Published,Status,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Image Src";

function file(...rows: string[]): string {
  return [HEADER, ...rows].join("\n");
}

describe("Shopify's product CSV", () => {
  it("gives SKUs with figures and settings", async () => {
    const { skus, refusals } = await catalogueOfFixture("shopify.csv");
    expect(refusals).toStrictEqual([]);
    expect(skus.map(({ request, derived }) => ({ derived, ...request }))).toStrictEqual([
      {
        derived: false,
        sku: "LS-SAND-M",
        policy: { backorders: "none", trackInventory: true },
        levels: [{ warehouse: "main", onHand: 4 }],
      },
      {
        derived: true,
        sku: "linen-shirt:Sand:L",
        policy: { backorders: "allow", trackInventory: true },
        levels: [{ warehouse: "main", onHand: 2 }],
      },
      {
        derived: true,
        sku: "linen-shirt:Moss:M",
        policy: { backorders: "none", trackInventory: true },
        levels: [{ warehouse: "main", onHand: 0 }],
      },
      {
        derived: true,
        sku: "felt-hat",
        policy: { backorders: "none", trackInventory: false },
        levels: [{ warehouse: "main", onHand: 5 }],
      },
      {
        derived: false,
        sku: "SCARF",
        policy: { backorders: "none", trackInventory: true },
        levels: [{ warehouse: "main", onHand: 1 }],
      },
    ]);
  });

  it("gives products: option names from the first row, none for Default Title, unpublished ones too", async () => {
    const { products } = await catalogueOfFixture("shopify.csv");
    expect(products.map(({ request, line }) => ({ line, ...request }))).toStrictEqual([
      {
        line: 2,
        id: "linen-shirt",
        title: "Linen Shirt",
        inventoryMethod: "combinations",
        attributes: [
          { name: "Colour", required: true, values: ["Sand", "Moss"] },
          { name: "Size", required: true, values: ["M", "L"] },
        ],
        combinations: [
          { selection: { Colour: "Sand", Size: "M" }, sku: "LS-SAND-M" },
          { selection: { Colour: "Sand", Size: "L" }, sku: "linen-shirt:Sand:L" },
          { selection: { Colour: "Moss", Size: "M" }, sku: "linen-shirt:Moss:M" },
        ],
        policy: { published: true },
      },
      {
        line: 9,
        id: "felt-hat",
        title: "Felt Hat",
        inventoryMethod: "sku",
        sku: "felt-hat",
        policy: { published: true },
      },
      {
        line: 11,
        id: "old-scarf",
        title: "Old Scarf",
        inventoryMethod: "sku",
        sku: "SCARF",
        policy: { published: false },
      },
    ]);
  });

  it("passes over rows that carry only a further image, and counts lines past the breaks in cells", async () => {
    const { skipped, taken } = await catalogueOfFixture("shopify.csv");
    expect(skipped).toStrictEqual([
      { line: 7, sku: null, product: "linen-shirt", reason: "no_stock" },
      { line: 10, sku: null, product: "felt-hat", reason: "no_stock" },
    ]);
    expect(taken.map(({ line }) => line)).toStrictEqual([2, 6, 8, 9, 11]);
  });

  it("brings rows of one handle together, wherever they stand", async () => {
    const catalogue = await catalogueOf(
      file(
        "hat,Hat,,,Size,S,,,H1,shopify,1,,",
        "cap,Cap,,,Title,Default Title,,,C1,shopify,2,,",
        "hat,,,,,M,,,H2,shopify,3,,",
      ),
    );
    expect(catalogue.products.map(({ request }) => [request.id, request.combinations?.length ?? 0])).toStrictEqual([
      ["hat", 2],
      ["cap", 0],
    ]);
  });

  it("reads the newer names of the columns", async () => {
    const catalogue = await catalogueOf(
      [
        "Title,URL handle,Published on online store,SKU,Option1 name,Option1 value,Option1 Linked To,Inventory tracker,Inventory quantity,Continue selling when out of stock",
        "Hat,hat,FALSE,H1,Size,S,,shopify,3,TRUE",
        ",hat,,H2,,M,,shopify,4,FALSE",
        ",hat,,H3,,L,,shopify,5,DENY",
      ].join("\n"),
    );
    expect(figuresOf(catalogue)).toStrictEqual({ H1: 3, H2: 4, H3: 5 });
    expect(catalogue.skus.map(({ request }) => request.policy?.backorders)).toStrictEqual(["allow", "none", "none"]);
    expect(catalogue.products[0]?.request.policy).toStrictEqual({ published: false });
    expect(catalogue.warnings).toStrictEqual([]);
  });

  it.each([
    ["true", "", { published: true }],
    ["false", "", { published: false }],
    ["", "", undefined],
    ["true", "active", { published: true }],
    ["true", "draft", { published: false }],
    ["", "archived", { published: false }],
    ["", "active", undefined],
  ])("publishes by Published %j and Status %j", async (published, status, policy) => {
    const catalogue = await catalogueOf(file(`hat,Hat,${published},${status},Title,Default Title,,,H1,shopify,1,,`));
    expect(catalogue.products[0]?.request.policy).toStrictEqual(policy);
  });

  it("says nothing of tracking and backorders where the columns are missing or empty", async () => {
    const without = await catalogueOf("Handle,Title,Variant SKU,Variant Inventory Qty\nhat,Hat,H1,3");
    expect(without.skus[0]?.request).toStrictEqual({ sku: "H1", levels: [{ warehouse: "main", onHand: 3 }] });
    const empty = await catalogueOf(file("hat,Hat,,,Title,Default Title,,,H1,shopify,,,"));
    expect(empty.skus[0]?.request).toStrictEqual({ sku: "H1", policy: { trackInventory: true } });
  });

  it("takes a row with a title alone for the one choice of a product without options, and for none of one with options", async () => {
    const catalogue = await catalogueOf(
      file("hat,Hat,,,,,,,,,,,", "cap,Cap,,,Size,,,,,,,,a.jpg", "cap,,,,,S,,,C1,shopify,2,,"),
    );
    expect(figuresOf(catalogue)).toStrictEqual({ hat: null, C1: 2 });
    expect(catalogue.skipped).toStrictEqual([{ line: 3, sku: null, product: "cap", reason: "no_stock" }]);
  });

  it("takes the value Default Title for a value where the option has another name", async () => {
    const catalogue = await catalogueOf(file("hat,Hat,,,Print,Default Title,,,H1,shopify,1,,"));
    expect(catalogue.products[0]?.request.combinations).toStrictEqual([
      { selection: { Print: "Default Title" }, sku: "H1" },
    ]);
  });

  it("takes the option Title without a value for no option", async () => {
    const catalogue = await catalogueOf(file("hat,Hat,,,Title,,,,H1,shopify,1,,"));
    expect(catalogue.products[0]?.request).toMatchObject({ inventoryMethod: "sku", sku: "H1" });
  });

  it("says how many rows are not tracked: they sell without limit", async () => {
    const catalogue = await catalogueOf(
      file("hat,Hat,,,Size,S,,,H1,,1,,", "hat,,,,,M,,,H2,shopify,1,,", "hat,,,,,L,,,H3,,1,,", "hat,,,,,XL,,,H4,,x,,"),
    );
    expect(catalogue.warnings[0]).toStrictEqual({ code: "not_tracked", lines: [2, 4] });
    const without = await catalogueOf("Handle,Title,Variant SKU,Variant Inventory Qty\nhat,Hat,H1,3");
    expect(without.warnings).toStrictEqual([]);
  });

  it("puts a title on one line", async () => {
    const catalogue = await catalogueOf(file('hat,"  Hat\n of\t felt\u00ad ",,,Title,Default Title,,,H1,shopify,1,,'));
    expect(catalogue.products[0]?.request.title).toBe("Hat of felt");
  });

  it("shows the handle where no row has a title", async () => {
    const catalogue = await catalogueOf(file("hat,,,,Title,Default Title,,,H1,shopify,1,,"));
    expect(catalogue.products[0]?.request.title).toBe("hat");
    expect(catalogue.warnings).toStrictEqual([{ code: "title_missing", product: "hat", line: 2 }]);
  });

  it("keeps an option called __proto__ as any other", async () => {
    const catalogue = await catalogueOf(file("hat,Hat,,,__proto__,S,,,H1,shopify,1,,"));
    expect(JSON.stringify(catalogue.products[0]?.request.combinations)).toBe(
      '[{"selection":{"__proto__":"S"},"sku":"H1"}]',
    );
  });
});

describe("a row of Shopify's file is refused", () => {
  it.each([
    ["for a figure with a fraction", "hat,,,,,M,,,H2,shopify,1.5,,", "not_whole"],
    ["for a negative figure", "hat,,,,,M,,,H2,shopify,-3,,", "below_zero"],
    ["for a figure out of range", "hat,,,,,M,,,H2,shopify,1000000001,,", "out_of_range"],
    ["for an unknown policy", "hat,,,,,M,,,H2,shopify,1,sometimes,", "not_understood"],
    ["for a SKU that is none", "hat,,,,,M,,,.,shopify,1,,", "sku_invalid"],
    ["without a value for an option", "hat,,,,,,,,H2,shopify,1,,", "option_value_missing"],
    ["with a value for an option without a name", "hat,,,,,M,,Wide,H2,shopify,1,,", "option_name_missing"],
    ["with a cell too few", "hat,,,,,M,,,H2,shopify,1,", "cell_count"],
  ])("%s, and the product's other choices go on", async (_, row, code) => {
    const catalogue = await catalogueOf(file("hat,Hat,,,Size,S,,,H1,shopify,1,,", row));
    expect(refusalsOf(catalogue)).toStrictEqual([[3, code]]);
    expect(catalogue.refusals[0]?.product).toBe("hat");
    expect(catalogue.products).toMatchObject([{ incomplete: true, request: { combinations: [{ sku: "H1" }] } }]);
  });

  it("without a handle", async () => {
    const catalogue = await catalogueOf(file(",Hat,,,Title,Default Title,,,H1,shopify,1,,"));
    expect(refusalsOf(catalogue)).toStrictEqual([[2, "product_id_invalid"]]);
  });

  it("with the whole product, when it cannot be read whether that is published, or its options share a name", async () => {
    const unreadable = await catalogueOf(
      file("hat,Hat,perhaps,,Size,S,,,H1,shopify,1,,", "hat,,,,,M,,,H2,shopify,1,,"),
    );
    expect(refusalsOf(unreadable)).toStrictEqual([
      [2, "not_understood"],
      [3, "not_understood"],
    ]);
    expect(unreadable.products).toStrictEqual([]);
    const twice = await catalogueOf(file("hat,Hat,,,Size,S,Size,M,H1,shopify,1,,"));
    expect(refusalsOf(twice)).toStrictEqual([[2, "option_names_twice"]]);
  });
});
