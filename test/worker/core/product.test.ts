import { describe, expect, test } from "vitest";
import type { Combination, ProductDefinition, Selection } from "../../../sdk/index.ts";
import { choose, selectionKey, skusOf, unknownOption } from "../../../worker/core/product.ts";

function product(set: Partial<ProductDefinition> = {}): ProductDefinition {
  return {
    title: "Shirt",
    url: null,
    inventoryMethod: "combinations",
    sku: null,
    attributes: [
      { name: "Size", required: true, values: ["S", "M"] },
      { name: "Color", required: true, values: ["red", "blue"] },
      { name: "Engraving", required: false, values: ["none", "name"] },
    ],
    combinations: [],
    onlyExistingCombinations: true,
    components: [],
    policy: {},
    ...set,
  };
}

function combination(selection: Selection, sku: string | null, allowOutOfStock: boolean | null = null): Combination {
  return { selection, sku, allowOutOfStock };
}

describe("a choice", () => {
  const shirt = product({
    combinations: [
      combination({ Size: "S", Color: "red" }, "S-RED"),
      combination({ Size: "M", Color: "red" }, "M-RED", true),
      combination({ Size: "M", Color: "blue" }, null, false),
    ],
  });

  test("is incomplete while a required attribute is not chosen, and says which", () => {
    expect(choose(shirt, {})).toEqual({ state: "incomplete", missing: ["Size", "Color"] });
    expect(choose(shirt, { Color: "red", Engraving: "name" })).toEqual({ state: "incomplete", missing: ["Size"] });
  });

  test("is made without the optional ones", () => {
    expect(choose(shirt, { Size: "S", Color: "red" })).toEqual({ state: "made", sku: "S-RED", allowOutOfStock: null });
  });

  test("is made whatever is chosen of an attribute that no combination names", () => {
    expect(choose(shirt, { Size: "S", Color: "red", Engraving: "name" })).toMatchObject({ sku: "S-RED" });
  });

  test("carries the combination's own word about backorders", () => {
    expect(choose(shirt, { Size: "M", Color: "red" })).toEqual({ state: "made", sku: "M-RED", allowOutOfStock: true });
  });

  test("may be one that exists and is not counted", () => {
    expect(choose(shirt, { Size: "M", Color: "blue" })).toEqual({ state: "made", sku: null, allowOutOfStock: false });
  });

  test("is impossible where only existing combinations are sold", () => {
    expect(choose(shirt, { Size: "S", Color: "blue" })).toEqual({ state: "impossible" });
  });

  test("sells uncounted where others are sold as well", () => {
    const open = { ...shirt, onlyExistingCombinations: false };
    expect(choose(open, { Size: "S", Color: "blue" })).toEqual({ state: "made", sku: null, allowOutOfStock: null });
    expect(choose(open, { Size: "S" })).toMatchObject({ state: "incomplete" });
  });
});

describe("of several combinations that fit", () => {
  const selection = { Size: "M", Color: "red", Engraving: "name" };

  test("the most exact one is meant, wherever it stands", () => {
    const loose = combination({ Size: "M" }, "LOOSE");
    const closer = combination({ Size: "M", Color: "red" }, "CLOSER");
    const exact = combination({ Size: "M", Color: "red", Engraving: "name" }, "EXACT");
    expect(choose(product({ combinations: [loose, closer, exact] }), selection)).toMatchObject({ sku: "EXACT" });
    expect(choose(product({ combinations: [exact, closer, loose] }), selection)).toMatchObject({ sku: "EXACT" });
    expect(choose(product({ combinations: [loose, closer] }), selection)).toMatchObject({ sku: "CLOSER" });
  });

  test("one that names an optional attribute is not meant while that is not chosen", () => {
    const combinations = [
      combination({ Size: "M" }, "PLAIN"),
      combination({ Size: "M", Engraving: "name" }, "ENGRAVED"),
    ];
    expect(choose(product({ combinations }), { Size: "M", Color: "red" })).toMatchObject({ sku: "PLAIN" });
    expect(choose(product({ combinations }), selection)).toMatchObject({ sku: "ENGRAVED" });
  });

  test("the first of two that are as exact is meant", () => {
    const combinations = [combination({ Color: "red" }, "FIRST"), combination({ Size: "M" }, "SECOND")];
    expect(choose(product({ combinations }), selection)).toMatchObject({ sku: "FIRST" });
  });
});

test("a part of a selection that the product does not have is named", () => {
  expect(unknownOption(product(), { Size: "M", Color: "red" })).toBeNull();
  expect(unknownOption(product(), { Size: "XL" })).toEqual({ attribute: "Size", value: "XL" });
  expect(unknownOption(product(), { Size: "M", Length: "long" })).toEqual({ attribute: "Length", value: "long" });
});

describe("the SKUs behind a product", () => {
  const combinations = [
    combination({ Size: "S" }, "A"),
    combination({ Size: "M" }, "B"),
    combination({}, "A"),
    combination({}, null),
  ];
  const full = product({
    sku: "OWN",
    combinations,
    components: [
      { sku: "C", quantity: 2 },
      { sku: "D", quantity: 1 },
    ],
  });

  test.each([
    ["none", []],
    ["sku", ["OWN"]],
    ["combinations", ["A", "B"]],
    ["kit", ["C", "D"]],
  ] as const)("by the method %s", (inventoryMethod, expected) => {
    expect(skusOf({ ...full, inventoryMethod })).toEqual(expected);
  });

  test("are none without a SKU, and a component counts once", () => {
    expect(skusOf(product({ inventoryMethod: "sku" }))).toEqual([]);
    const twice = [
      { sku: "C", quantity: 2 },
      { sku: "C", quantity: 1 },
    ];
    expect(skusOf(product({ inventoryMethod: "kit", components: twice }))).toEqual(["C"]);
  });
});

test("equal selections have the same key, in whatever order they were made", () => {
  expect(selectionKey({ Size: "M", Color: "red" })).toBe(selectionKey({ Color: "red", Size: "M" }));
  expect(selectionKey({ Size: "M" })).not.toBe(selectionKey({ Size: "S" }));
  expect(selectionKey({ Size: "M" })).not.toBe(selectionKey({ Size: "M", Color: "red" }));
});
