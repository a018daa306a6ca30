import { describe, expect, it } from "vitest";
import { inventoryRows, locationsOf, shownAs } from "../../../cli/export/inventory-rows.ts";
import type { Product } from "../../../sdk/index.ts";

function product(definition: Partial<Product> & Pick<Product, "id" | "inventoryMethod">): Product {
  return {
    ...{ title: definition.id, url: null, sku: null, attributes: [], combinations: [], components: [], policy: {} },
    ...{ onlyExistingCombinations: true, revision: 1, updatedAt: "2026-11-22T09:00:00.000Z" },
    ...definition,
  };
}

const SHIRT = product({
  ...{ id: "shirt", title: "=Shirt", inventoryMethod: "combinations" },
  attributes: ["Size", "Colour", "Cut", "Print"].map((name) => ({ name, required: true, values: ["1", "2"] })),
  combinations: [
    { selection: { Size: "1", Colour: "2", Cut: "1", Print: "2" }, sku: "S-1", allowOutOfStock: null },
    { selection: { Size: "2" }, sku: null, allowOutOfStock: null },
  ],
});
const CAP = product({ id: "cap", title: "Cap", inventoryMethod: "sku", sku: "C-1" });
const ALSO = product({ id: "also", title: "Also", inventoryMethod: "sku", sku: "C-1" });

describe("what a SKU is shown as", () => {
  it("comes from its product: handle, title and up to three options", () => {
    expect([...shownAs([SHIRT])]).toStrictEqual([
      [
        "S-1",
        {
          ...{ Handle: "shirt", Title: "'=Shirt", "Option1 Name": "Size", "Option1 Value": "1" },
          ...{ "Option2 Name": "Colour", "Option2 Value": "2", "Option3 Name": "Cut", "Option3 Value": "1" },
        },
      ],
    ]);
  });

  it("is the first product that has it", () => {
    expect(shownAs([ALSO, CAP]).get("C-1")).toMatchObject({ Handle: "also", "Option1 Value": "Default Title" });
  });
});

describe("a SKU's rows", () => {
  const locations = locationsOf([
    { code: "main", name: "Main Street" },
    { code: "north", name: "Depot" },
  ]);

  it("have held units as unavailable, and allocated and planned ones as committed", () => {
    const level = { warehouse: "main", onHand: 20, held: 1, allocated: 2, planned: 4, incoming: 9 };
    expect([...inventoryRows({ sku: "C-1", levels: [level] }, shownAs([CAP]), locations)]).toStrictEqual([
      {
        ...{ Handle: "cap", Title: "Cap", "Option1 Name": "Title", "Option1 Value": "Default Title", SKU: "C-1" },
        ...{ Location: "Main Street", "Incoming (not editable)": "9", "Unavailable (not editable)": "1" },
        ...{ "Committed (not editable)": "6", "Available (not editable)": "13", "On hand (current)": "20" },
      },
      expect.objectContaining({ Location: "Depot", "On hand (current)": "not stocked" }),
    ]);
  });

  it("have the SKU for a handle where no product has it", () => {
    const [first] = inventoryRows({ sku: "-5", levels: [] }, new Map(), locations);
    expect(first).toMatchObject({ Handle: "'-5", Title: "'-5", SKU: "'-5" });
  });

  it("are there for a warehouse that was made after the list was read", () => {
    const level = { warehouse: "new", onHand: 1, held: 0, allocated: 0, planned: 0, incoming: 0 };
    const rows = [...inventoryRows({ sku: "A", levels: [level] }, new Map(), locations)];
    expect(rows.map(({ Location }) => Location)).toStrictEqual(["Main Street", "Depot", "new"]);
  });
});

describe("a location", () => {
  it("is the code where the name would stand for another warehouse", () => {
    const names = locationsOf([
      { code: "main", name: "Main Street" },
      { code: "north", name: "Depot" },
      { code: "south", name: "Depot" },
      { code: "west", name: "main" },
    ]);
    expect([...names]).toStrictEqual([
      ["main", "Main Street"],
      ["north", "north"],
      ["south", "south"],
      ["west", "west"],
    ]);
  });
});
