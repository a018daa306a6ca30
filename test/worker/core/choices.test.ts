import { describe, expect, test } from "vitest";
import type { Combination, ProductDefinition, Selection } from "../../../sdk/index.ts";
import { choicesOf, prospectOf, type SkuOfChoice, skusOfChoices } from "../../../worker/core/choices.ts";
import type { Prospect } from "../../../worker/core/prospect.ts";
import { judgeAvailability } from "../../../worker/core/verdict.ts";
import { NOW, policy, stock } from "./given.ts";

const SIZE = { name: "Size", required: true, values: ["S", "M", "L"] };
const COLOUR = { name: "Colour", required: true, values: ["red", "blue"] };
const ENGRAVING = { name: "Engraving", required: false, values: ["none", "name"] };

function product(set: Partial<ProductDefinition> = {}): ProductDefinition {
  return {
    title: "Shirt",
    url: null,
    inventoryMethod: "combinations",
    sku: null,
    attributes: [SIZE, COLOUR],
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

/** Small in red, medium in both, large in blue. */
const SHIRT = product({
  combinations: [
    combination({ Size: "S", Colour: "red" }, "S-RED"),
    combination({ Size: "M", Colour: "red" }, "M-RED"),
    combination({ Size: "M", Colour: "blue" }, "M-BLUE"),
    combination({ Size: "L", Colour: "blue" }, "L-BLUE"),
  ],
});

/** What can be bought is told by SKU; all else cannot. */
type Sold = Record<string, Prospect>;
const ALL: Sold = { "S-RED": "purchasable", "M-RED": "purchasable", "M-BLUE": "purchasable", "L-BLUE": "purchasable" };

/** Each value as a page shows it. */
function told(of: ProductDefinition, selection: Selection, sold: Sold, elsewhere: Prospect = "absent", steps?: number) {
  const outlook = { of: ({ sku }: Combination) => sold[sku ?? ""] ?? "unavailable", elsewhere };
  const choices = choicesOf(of, selection, outlook, steps);
  const word = (possible: boolean, purchasable: boolean | null): string => {
    if (!possible) return purchasable === false ? "not made" : "a contradiction";
    return purchasable === null ? "unknown" : purchasable ? "to be had" : "sold out";
  };
  return Object.fromEntries(
    choices.map(({ attribute, values }) => [
      attribute,
      Object.fromEntries(values.map(({ value, possible, purchasable }) => [value, word(possible, purchasable)])),
    ]),
  );
}

test("attributes and values stand in the product's order, with what is chosen", () => {
  const outlook = { of: (): Prospect => "purchasable", elsewhere: "absent" as const };
  expect(choicesOf(product({ attributes: [COLOUR, ENGRAVING] }), { Colour: "blue" }, outlook)).toEqual([
    {
      attribute: "Colour",
      required: true,
      chosen: "blue",
      values: [
        { value: "red", possible: true, purchasable: false },
        { value: "blue", possible: true, purchasable: false },
      ],
    },
    {
      attribute: "Engraving",
      required: false,
      chosen: null,
      values: [
        { value: "none", possible: true, purchasable: false },
        { value: "name", possible: true, purchasable: false },
      ],
    },
  ]);
});

describe("while nothing is chosen", () => {
  test("a value is to be had where one of its combinations is", () => {
    expect(told(SHIRT, {}, { "S-RED": "purchasable", "M-BLUE": "purchasable" })).toEqual({
      Size: { S: "to be had", M: "to be had", L: "sold out" },
      Colour: { red: "to be had", blue: "to be had" },
    });
  });

  test("a value of no combination is not made", () => {
    const shirt = product({ combinations: [combination({ Size: "M", Colour: "red" }, "M-RED")] });
    expect(told(shirt, {}, ALL)).toEqual({
      Size: { S: "not made", M: "to be had", L: "not made" },
      Colour: { red: "to be had", blue: "not made" },
    });
  });
});

describe("with part of it chosen", () => {
  test("the others are judged together with it, and its own values as if they replaced it", () => {
    expect(told(SHIRT, { Size: "S" }, ALL)).toEqual({
      Size: { S: "to be had", M: "to be had", L: "to be had" },
      Colour: { red: "to be had", blue: "not made" },
    });
    expect(told(SHIRT, { Colour: "blue" }, { "M-BLUE": "purchasable", "S-RED": "purchasable" })).toEqual({
      Size: { S: "not made", M: "to be had", L: "sold out" },
      Colour: { red: "to be had", blue: "to be had" },
    });
  });
});

describe("with all of it chosen", () => {
  test("a value is what stands one step away", () => {
    expect(told(SHIRT, { Size: "M", Colour: "red" }, { "M-RED": "purchasable", "M-BLUE": "unavailable" })).toEqual({
      Size: { S: "sold out", M: "to be had", L: "not made" },
      Colour: { red: "to be had", blue: "sold out" },
    });
  });

  test("a choice that is not made shows the ways out", () => {
    expect(told(SHIRT, { Size: "S", Colour: "blue" }, ALL)).toEqual({
      Size: { S: "not made", M: "to be had", L: "to be had" },
      Colour: { red: "to be had", blue: "not made" },
    });
  });
});

describe("where combinations need not exist", () => {
  const open = { ...SHIRT, onlyExistingCombinations: false };

  test("everything is possible, and a hole sells", () => {
    // S-blue, L-red have no combination.
    expect(told(open, {}, {}, "purchasable")).toEqual({
      Size: { S: "to be had", M: "sold out", L: "to be had" },
      Colour: { red: "to be had", blue: "to be had" },
    });
    expect(told(open, { Size: "S" }, {}, "purchasable")).toEqual({
      Size: { S: "to be had", M: "sold out", L: "to be had" },
      Colour: { red: "sold out", blue: "to be had" },
    });
  });

  test("a hole sells no better than the product does", () => {
    expect(told(open, { Size: "S" }, {}, "unavailable")).toMatchObject({
      Colour: { red: "sold out", blue: "sold out" },
    });
  });
});

describe("an attribute that no combination names", () => {
  const engraved = { ...SHIRT, attributes: [SIZE, COLOUR, ENGRAVING] };

  test("is always possible, and to be had as far as the rest is", () => {
    const sold: Sold = { "M-RED": "purchasable" };
    const engraving = (selection: Selection) => told(engraved, selection, sold).Engraving;
    expect(engraving({})).toEqual({ none: "to be had", name: "to be had" });
    expect(engraving({ Size: "M", Colour: "red", Engraving: "name" })).toEqual({
      none: "to be had",
      name: "to be had",
    });
    expect(engraving({ Size: "M", Colour: "blue" })).toEqual({ none: "sold out", name: "sold out" });
    expect(engraving({ Size: "S", Colour: "blue" })).toEqual({ none: "sold out", name: "sold out" });
  });

  test("changes nothing of the others", () => {
    const { Engraving: _, ...others } = told(engraved, { Size: "M", Engraving: "name" }, ALL);
    expect(others).toEqual(told(SHIRT, { Size: "M" }, ALL));
  });
});

describe("an optional attribute that some combinations name", () => {
  const engraved = product({
    attributes: [SIZE, ENGRAVING],
    combinations: [
      combination({ Size: "S" }, "S-PLAIN"),
      combination({ Size: "M" }, "M-PLAIN"),
      combination({ Size: "M", Engraving: "name" }, "M-NAME"),
    ],
  });

  test("may still be chosen, so that what is plain may be sold out", () => {
    expect(told(engraved, { Size: "M" }, { "M-NAME": "purchasable" })).toEqual({
      Size: { S: "sold out", M: "to be had", L: "not made" },
      Engraving: { none: "sold out", name: "to be had" },
    });
  });

  test("may be left out, so that what is engraved may be sold out", () => {
    expect(told(engraved, {}, { "M-PLAIN": "purchasable" })).toMatchObject({ Size: { M: "to be had" } });
    expect(told(engraved, { Size: "M", Engraving: "name" }, { "M-PLAIN": "purchasable" })).toEqual({
      // Small does not care for the engraving; medium does.
      Size: { S: "sold out", M: "sold out", L: "not made" },
      Engraving: { none: "to be had", name: "sold out" },
    });
  });
});

describe("of combinations that fit together", () => {
  test("the most exact one counts, not the one that it goes before", () => {
    const shirt = product({
      combinations: [combination({ Size: "M" }, "M-ANY"), combination({ Size: "M", Colour: "blue" }, "M-BLUE")],
    });
    expect(told(shirt, { Size: "M" }, { "M-ANY": "purchasable" }).Colour).toEqual({
      red: "to be had",
      blue: "sold out",
    });
    expect(told(shirt, { Size: "M" }, { "M-BLUE": "purchasable" }).Colour).toEqual({
      red: "sold out",
      blue: "to be had",
    });
  });

  test("one that is always gone before is never come to", () => {
    const covered = product({
      combinations: [
        combination({ Size: "M" }, "M-ANY"),
        combination({ Size: "M", Colour: "blue" }, "M-BLUE"),
        combination({ Size: "M", Colour: "red" }, "M-RED"),
      ],
    });
    expect(told(covered, {}, { "M-ANY": "purchasable" }).Size).toEqual({ S: "not made", M: "sold out", L: "not made" });
    // A third colour leaves it a way.
    const wider = { ...covered, attributes: [SIZE, { ...COLOUR, values: ["red", "blue", "green"] }] };
    expect(told(wider, {}, { "M-ANY": "purchasable" }).Size).toMatchObject({ M: "to be had" });
    // So does a colour that need not be chosen.
    const optional = { ...covered, attributes: [SIZE, { ...COLOUR, required: false }] };
    expect(told(optional, {}, { "M-ANY": "purchasable" }).Size).toMatchObject({ M: "to be had" });
  });

  test("the first of two that are as exact counts", () => {
    const shirt = product({
      combinations: [combination({ Size: "M" }, "M-ANY"), combination({ Colour: "red" }, "ANY-RED")],
    });
    expect(told(shirt, { Size: "M", Colour: "red" }, { "ANY-RED": "purchasable" })).toEqual({
      Size: { S: "to be had", M: "sold out", L: "to be had" },
      Colour: { red: "sold out", blue: "sold out" },
    });
  });
});

describe("what is hidden", () => {
  const hidden: Sold = { ...ALL, "L-BLUE": "absent", "M-BLUE": "absent" };

  test("is as if it were not there", () => {
    expect(told(SHIRT, {}, hidden)).toEqual({
      Size: { S: "to be had", M: "to be had", L: "not made" },
      Colour: { red: "to be had", blue: "not made" },
    });
  });

  test("cannot be told from a hole where combinations need not exist, but that it is not to be had", () => {
    const open = { ...SHIRT, onlyExistingCombinations: false };
    expect(told(open, { Size: "M" }, hidden, "purchasable").Colour).toEqual({ red: "to be had", blue: "sold out" });
  });
});

describe("what is not known", () => {
  test("makes a value unknown unless something of it is known to be had", () => {
    expect(told(SHIRT, {}, { "M-RED": "purchasable", "M-BLUE": "unknown" })).toEqual({
      Size: { S: "sold out", M: "to be had", L: "sold out" },
      Colour: { red: "to be had", blue: "unknown" },
    });
  });

  test("is what was not weighed to its end", () => {
    // Each value: its combinations, and each of them again with its other value. 1 + 1 for S, 2 + 2 for M, 1 + 1 for L,
    // 2 + 2 for red, 2 + 2 for blue.
    const weighed = (steps: number) => told(SHIRT, {}, {}, "absent", steps);
    expect(weighed(16)).toEqual({
      Size: { S: "sold out", M: "sold out", L: "sold out" },
      Colour: { red: "sold out", blue: "sold out" },
    });
    expect(weighed(15).Colour).toEqual({ red: "sold out", blue: "unknown" });
    expect(weighed(3).Size).toEqual({ S: "sold out", M: "unknown", L: "unknown" });
  });

  test("begins past 200,000 combinations weighed", () => {
    const values = Array.from({ length: 200_001 }, (_, index) => `v${index}`);
    const last = (count: number) => {
      const some = values.slice(0, count);
      const attributes = [{ name: "Size", required: true, values: some }];
      const combinations = some.map((Size) => combination({ Size }, Size));
      const outlook = { of: (): Prospect => "unavailable", elsewhere: "absent" as const };
      return choicesOf(product({ attributes, combinations }), {}, outlook)[0]?.values.at(-1)?.purchasable;
    };
    expect([last(200_000), last(200_001)]).toEqual([false, null]);
  });
});

test("an attribute may have the name of something every object has", () => {
  const odd = product({
    attributes: [{ name: "constructor", required: true, values: ["a", "b"] }, COLOUR],
    combinations: [combination({ constructor: "a", Colour: "red" }, "A"), combination({ Colour: "blue" }, "B")],
  });
  expect(told(odd, {}, { A: "purchasable", B: "purchasable" })).toEqual({
    constructor: { a: "to be had", b: "to be had" },
    Colour: { red: "to be had", blue: "to be had" },
  });
  expect(told(odd, { Colour: "red" }, { A: "purchasable", B: "purchasable" }).constructor).toEqual({
    a: "to be had",
    b: "not made",
  });
});

describe("the table of availability, as choices see it", () => {
  const asked = { policy: policy(), stock: stock(), choice: "made" as const, estimate: null, nowMs: NOW };

  test.each([
    ["to be had", asked, "purchasable"],
    ["on backorder", { ...asked, stock: stock({ available: 0, physical: 0, limit: 5 }) }, "purchasable"],
    ["sold out", { ...asked, stock: stock({ available: 0, physical: 0, limit: 0 }) }, "unavailable"],
    ["with its button switched off", { ...asked, stock: stock({ acting: "disable_buy_button" }) }, "unavailable"],
    ["unpublished by hand", { ...asked, policy: policy({ published: false }) }, "absent"],
    ["unpublished for want of stock", { ...asked, stock: stock({ acting: "unpublish" }) }, "absent"],
  ])("%s", (_, question, prospect) => {
    expect(prospectOf(judgeAvailability(question))).toBe(prospect);
  });
});

describe("the SKUs to look at", () => {
  const skus = (found: SkuOfChoice[]) => found.map(({ sku }) => sku).toSorted();

  test("are all while nothing is chosen", () => {
    expect(skus(skusOfChoices(SHIRT, {}))).toEqual(["L-BLUE", "M-BLUE", "M-RED", "S-RED"]);
  });

  test("are those that are one value away", () => {
    expect(skus(skusOfChoices(SHIRT, { Size: "L", Colour: "blue" }))).toEqual(["L-BLUE", "M-BLUE"]);
    expect(skus(skusOfChoices(SHIRT, { Size: "S", Colour: "red" }))).toEqual(["M-RED", "S-RED"]);
    // With another size, whatever its colour.
    expect(skus(skusOfChoices(SHIRT, { Size: "S" }))).toEqual(["L-BLUE", "M-BLUE", "M-RED", "S-RED"]);
  });

  test("are each there once, but for a combination's own word about backorders", () => {
    const shared = product({
      combinations: [
        combination({ Size: "S", Colour: "red" }, "ONE"),
        combination({ Size: "M", Colour: "red" }, "ONE"),
        combination({ Size: "L", Colour: "red" }, "ONE", true),
        combination({ Size: "L", Colour: "blue" }, null),
      ],
    });
    expect(skusOfChoices(shared, {})).toEqual([
      { sku: "ONE", allowOutOfStock: null },
      { sku: "ONE", allowOutOfStock: true },
    ]);
  });

  test("are none of a product without combinations", () => {
    expect(skusOfChoices(product(), {})).toEqual([]);
    expect(skusOfChoices(product({ attributes: [] }), {})).toEqual([]);
  });

  test("are, where there are too many, what is chosen and then one for each value in turn", () => {
    expect(skusOfChoices(SHIRT, { Size: "M", Colour: "blue" }, 1).map(({ sku }) => sku)).toEqual(["M-BLUE"]);
    // Nothing chosen: the first of all is S-RED, that of M is M-RED, of L L-BLUE; red and blue have theirs by then, but
    // blue's first is M-BLUE.
    expect(skusOfChoices(SHIRT, {}, 3).map(({ sku }) => sku)).toEqual(["S-RED", "M-RED", "L-BLUE"]);
    expect(skusOfChoices(SHIRT, {}, 4).map(({ sku }) => sku)).toEqual(["S-RED", "M-RED", "L-BLUE", "M-BLUE"]);
  });
});
