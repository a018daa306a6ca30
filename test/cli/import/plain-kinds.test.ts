import { describe, expect, it } from "vitest";
import { catalogueOf, refusalsOf } from "./catalogue-of.ts";

const GOODS = "kind,sku,warehouse,replenishment,quantity,received,expected_at,document,note";
const PARTS =
  "kind,product,title,inventory_method,sku,quantity,attributes,selection,allow_out_of_stock,only_existing_combinations," +
  "published,url";

/** One row of `PARTS`, its cells by column. */
function part(cells: Record<string, string>): string {
  return PARTS.split(",")
    .map((column) => {
      const cell = cells[column] ?? "";
      return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
    })
    .join(",");
}

const SHIRT = {
  ...{ kind: "product", product: "shirt", title: "Shirt", inventory_method: "combinations", published: "no" },
  url: "https://shop.example/shirt",
  attributes: '[{"name":"Size","values":["S","M"]}]',
};

describe("a replenishment's row", () => {
  it("states goods that are awaited as a whole", async () => {
    const { replenishments, refusals, skus } = await catalogueOf(
      `${GOODS}\nreplenishment,A,north,PO 1,40,3,2027-02-01,order 7,by sea\nreplenishment,'=A,,2,5,,,,\n`,
    );
    expect([skus, refusals]).toStrictEqual([[], []]);
    expect(replenishments).toStrictEqual([
      {
        ...{ line: 2, sku: "A", id: "PO 1", warehouse: "north", quantity: 40, received: 3 },
        ...{ expectedAt: "2027-02-01T00:00:00.000Z", document: "order 7", note: "by sea" },
      },
      {
        ...{ line: 3, sku: "=A", id: "2", warehouse: "main", quantity: 5, received: null },
        ...{ expectedAt: null, document: null, note: null },
      },
    ]);
  });

  it.each([
    ["replenishment,A,main,,5,,,,", "replenishment_id_invalid"],
    ["replenishment,,main,1,5,,,,", "sku_invalid"],
    ["replenishment,A,main,1,,,,,", "not_whole"],
    ["replenishment,A,main,1,-5,,,,", "below_zero"],
    ["replenishment,A,main,1,5,x,,,", "not_whole"],
    ["replenishment,A,main,1,5,,soon,,", "not_understood"],
    ["goods,A,main,1,5,,,,", "not_understood"],
    [",A,main,1,5,,,,", "cell_misplaced"],
  ])("%s is refused (%#)", async (line, code) => {
    const catalogue = await catalogueOf(`${GOODS}\n${line}\n`);
    expect(refusalsOf(catalogue)).toStrictEqual([[2, code]]);
    expect(catalogue.replenishments).toStrictEqual([]);
  });

  it("is refused with every other one of the same SKU and id", async () => {
    const rows = ["replenishment,A,,1,5,,,,", "replenishment,B,,1,5,,,,", "replenishment,A,,1,6,,,,"];
    const catalogue = await catalogueOf([GOODS, ...rows].join("\n"));
    expect(refusalsOf(catalogue)).toStrictEqual([
      [2, "replenishment_twice"],
      [4, "replenishment_twice"],
    ]);
    expect(catalogue.replenishments.map(({ sku }) => sku)).toStrictEqual(["B"]);
  });
});

describe("a product's rows", () => {
  it("define it part by part", async () => {
    const rows = [
      part(SHIRT),
      part({ kind: "combination", product: "shirt", selection: '{"Size":"S"}', sku: "S1", allow_out_of_stock: "true" }),
      part({ kind: "combination", product: "shirt", selection: '{"Size":"M"}' }),
      part({
        kind: "product",
        product: "kit",
        title: "Kit",
        inventory_method: "kit",
        only_existing_combinations: "true",
        url: "null",
      }),
      part({ kind: "component", product: "kit", sku: "S1", quantity: "2" }),
      part({ kind: "product", product: "cap", title: "Cap", inventory_method: "sku", sku: "C1" }),
    ];
    const { products, refusals, taken } = await catalogueOf([PARTS, ...rows].join("\n"));
    expect(refusals).toStrictEqual([]);
    expect(products.map(({ request }) => request)).toStrictEqual([
      {
        ...{ id: "shirt", title: "Shirt", inventoryMethod: "combinations", policy: { published: false } },
        url: "https://shop.example/shirt",
        attributes: [{ name: "Size", values: ["S", "M"] }],
        combinations: [
          { selection: { Size: "S" }, sku: "S1", allowOutOfStock: true },
          { selection: { Size: "M" }, sku: null, allowOutOfStock: null },
        ],
      },
      {
        ...{ id: "kit", title: "Kit", inventoryMethod: "kit", onlyExistingCombinations: true },
        url: null,
        components: [{ sku: "S1", quantity: 2 }],
      },
      { id: "cap", title: "Cap", inventoryMethod: "sku", sku: "C1" },
    ]);
    expect(taken.map(({ line, into }) => [line, into.id])).toStrictEqual([
      [2, "shirt"],
      [3, "shirt"],
      [4, "shirt"],
      [5, "kit"],
      [6, "kit"],
      [7, "cap"],
    ]);
  });

  it("are refused together where one of them is: half a definition is another product", async () => {
    const rows = [
      part(SHIRT),
      part({ kind: "combination", product: "shirt", selection: "Size=S", sku: "S1" }),
      part({ kind: "combination", product: "shirt", selection: '{"Size":"M"}', sku: "M1" }),
    ];
    const catalogue = await catalogueOf([PARTS, ...rows].join("\n"));
    expect(refusalsOf(catalogue)).toStrictEqual([
      [2, "product_rows_refused"],
      [3, "not_understood"],
      [4, "product_rows_refused"],
    ]);
    expect(catalogue.products).toStrictEqual([]);
  });

  it.each([
    [
      "there is no row that defines it",
      [{ kind: "component", product: "kit", sku: "A", quantity: "1" }],
      ["product_unknown"],
    ],
    ["two rows define it", [SHIRT, SHIRT], ["product_twice", "product_twice"]],
    ["it has no id", [{ ...SHIRT, product: "" }], ["product_id_invalid"]],
    ["its method is none", [{ ...SHIRT, inventory_method: "magic" }], ["not_understood"]],
    ["its attributes are none", [{ ...SHIRT, attributes: '{"Size":"M"}' }], ["not_understood"]],
    ["a component has no SKU", [{ kind: "component", product: "kit", quantity: "1" }], ["sku_invalid"]],
    ["a cell says nothing in its kind of row", [{ ...SHIRT, quantity: "1" }], ["cell_misplaced"]],
  ])("are refused when %s", async (_, rows, codes) => {
    const catalogue = await catalogueOf([PARTS, ...rows.map(part)].join("\n"));
    expect(catalogue.refusals.map(({ reason }) => reason.code)).toStrictEqual(codes);
    expect(catalogue.products).toStrictEqual([]);
  });
});

describe("cells of an export", () => {
  it.each([
    ["sku,preferred_warehouse", "A,null", { preferredWarehouse: null }],
    ["sku,preferred_warehouse", "A,'null", { preferredWarehouse: "null" }],
    ["sku,availability_estimate", "A,'=soon", { availabilityEstimate: "=soon" }],
    ["sku,low_stock_activity", "A,hide-prices", { lowStockActivity: "hide-prices" }],
    ["sku,preorder_available_at,preorder_limit", "A,null,", { preorder: null }],
    [
      "sku,preorder_available_at,preorder_limit,preorder_channel_limits",
      'A,2027-06-01,5,"{""web"":2}"',
      { preorder: { availableAt: "2027-06-01T00:00:00.000Z", limit: 5, channelLimits: { web: 2 } } },
    ],
  ])("%s: %s", async (header, row, policy) => {
    const { skus } = await catalogueOf(`${header}\n${row}\n`);
    expect(skus.map(({ request }) => request)).toStrictEqual([{ sku: "A", policy }]);
  });

  it.each([
    ["sku,preorder_available_at,preorder_limit,preorder_channel_limits", "A,2027-06-01,5,[1]", "not_understood"],
    [
      "sku,preorder_available_at,preorder_limit,preorder_channel_limits",
      'A,2027-06-01,5,"{""web"":""2""}"',
      "not_understood",
    ],
    ["sku,preorder_available_at,preorder_limit", "A,null,5", "not_understood"],
  ])("%s: %s is refused (%#)", async (header, row, code) => {
    expect(refusalsOf(await catalogueOf(`${header}\n${row}\n`))).toStrictEqual([[2, code]]);
  });
});
