import fc from "fast-check";
import { expect, test } from "vitest";
import type { Combination, ProductDefinition, Selection } from "../../../sdk/index.ts";
import { choicesOf } from "../../../worker/core/choices.ts";
import { choose } from "../../../worker/core/product.ts";
import type { Prospect } from "../../../worker/core/prospect.ts";

// What a value comes to, found by going through every choice that there is and asking `choose` what each one means.

const NAMES = ["A", "B", "C", "D"];
const VALUES = ["1", "2", "3"];
const RANKS: Record<Prospect, number> = { absent: 0, unavailable: 1, unknown: 2, purchasable: 3 };

interface Shop {
  product: ProductDefinition;
  selection: Selection;
  prospects: Record<string, Prospect>;
  elsewhere: Prospect;
}

const prospect = fc.constantFrom<Prospect>("absent", "unavailable", "unavailable", "unknown", "purchasable");

const partOf = (attributes: ProductDefinition["attributes"]): fc.Arbitrary<Selection> =>
  fc.tuple(...attributes.map(({ values }) => fc.option(fc.constantFrom(...values), { freq: 2 }))).map((chosen) =>
    Object.fromEntries(
      attributes.flatMap(({ name }, index) => {
        const value = chosen[index];
        return value === null || value === undefined ? [] : [[name, value] as const];
      }),
    ),
  );

const shop: fc.Arbitrary<Shop> = fc
  .tuple(
    ...NAMES.map((name) =>
      fc.record({ name: fc.constant(name), required: fc.boolean(), count: fc.integer({ min: 1, max: 3 }) }),
    ),
  )
  .chain((drawn) => {
    const attributes = drawn.map(({ name, required, count }) => ({ name, required, values: VALUES.slice(0, count) }));
    const combinations = fc.uniqueArray(partOf(attributes), {
      maxLength: 14,
      selector: (each) => JSON.stringify(each),
    });
    return fc.record({
      attributes: fc.constant(attributes),
      combinations,
      selection: partOf(attributes),
      drawn: fc.array(prospect, { minLength: 14, maxLength: 14 }),
      onlyExistingCombinations: fc.boolean(),
      uncounted: prospect,
    });
  })
  .map(({ attributes, combinations, selection, drawn, onlyExistingCombinations, uncounted }) => {
    const sold = combinations.map(
      (each, index): Combination => ({ selection: each, sku: `${index}`, allowOutOfStock: null }),
    );
    return {
      product: {
        title: "",
        url: null,
        inventoryMethod: "combinations" as const,
        sku: null,
        attributes,
        combinations: sold,
        onlyExistingCombinations,
        components: [],
        policy: {},
      },
      selection,
      prospects: Object.fromEntries(drawn.map((each, index) => [`${index}`, each])),
      elsewhere: onlyExistingCombinations ? ("absent" as const) : uncounted,
    };
  });

/** Every whole choice that goes on from a selection. */
function ways({ attributes }: ProductDefinition, selection: Selection): Selection[] {
  return attributes.reduce<Selection[]>(
    (all, { name, required, values }) => {
      if (Object.hasOwn(selection, name)) return all;
      const chosen = all.flatMap((way) => values.map((value) => ({ ...way, [name]: value })));
      return required ? chosen : all.concat(chosen);
    },
    [selection],
  );
}

function prospectOf({ product, prospects, elsewhere }: Shop, way: Selection): Prospect {
  const choice = choose(product, way);
  if (choice.state === "incomplete") throw new Error("a way is a whole choice");
  return choice.state === "impossible" || choice.sku === null ? elsewhere : (prospects[choice.sku] ?? "unknown");
}

test("a value comes to the best of all the ways to choose the rest", () => {
  fc.assert(
    fc.property(shop, (drawn) => {
      const { product, selection, prospects, elsewhere } = drawn;
      const outlook = { of: ({ sku }: Combination) => prospects[sku ?? ""] ?? "unknown", elsewhere };
      for (const { attribute, values } of choicesOf(product, selection, outlook)) {
        const isNamed = product.combinations.some((each) => Object.hasOwn(each.selection, attribute));
        for (const { value, possible, purchasable } of values) {
          const found = ways(product, { ...selection, [attribute]: value }).map((way) => RANKS[prospectOf(drawn, way)]);
          const best = Math.max(...found);
          expect({ attribute, value, possible, purchasable }).toEqual({
            attribute,
            value,
            possible: best > RANKS.absent || !product.onlyExistingCombinations || !isNamed,
            purchasable: best === RANKS.unknown ? null : best === RANKS.purchasable,
          });
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
