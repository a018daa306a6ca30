import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveSku } from "../../../cli/import/derive-sku.ts";
import { idFault } from "../../../cli/import/id-text.ts";
import { catalogueOf } from "./catalogue-of.ts";

const NONE: ReadonlySet<string> = new Set();

function derived(product: string, ...values: string[]): string {
  return deriveSku({ product, values }, NONE);
}

describe("a derived SKU", () => {
  it.each([
    [["felt-hat"], "felt-hat"],
    [["felt_hat"], "felt_hat"],
    [["linen-shirt", "Moss", "M"], "linen-shirt:Moss:M"],
    [["desk", "120 cm", "1.5"], "desk:120_cm:1.5"],
    [["hemd", "Grün"], "hemd:Grün"],
    [["shirt", "赤"], "shirt:赤"],
  ])("of %j reads %s", ([product = "", ...values], sku) => {
    expect(derived(product, ...values)).toBe(sku);
  });

  it("carries a digest where the values cannot be written out", () => {
    // The first ten hexadecimal digits of the SHA-256 of ["shirt","Red/Blue"] and ["shirt","Red_Blue"].
    expect(derived("shirt", "Red/Blue")).toBe("shirt:Red_Blue~92bbf824b3");
    expect(derived("shirt", "Red_Blue")).toBe("shirt:Red_Blue~0e98c9d3a9");
    expect(derived("shirt", "Red Blue")).toBe("shirt:Red_Blue");
  });

  it.each([
    [
      ["a", "b:c"],
      ["a", "b", "c"],
    ],
    [["a-b"], ["a", "b"]],
    [
      ["a", "Red"],
      ["a", "red"],
    ],
    [
      ["a", "x  y"],
      ["a", "x y"],
    ],
    [
      ["a", "1/2"],
      ["a", "1", "2"],
    ],
    [
      ["a", "é"],
      ["a", "e\u0301"],
    ],
    [
      ["a", "\u212a"],
      ["a", "K"],
    ],
    [["a b"], ["a_b"]],
    [
      ["a", "!"],
      ["a", "?"],
    ],
  ])("tells %j from %j", ([product = "", ...values], [otherProduct = "", ...otherValues]) => {
    expect(derived(product, ...values)).not.toBe(derived(otherProduct, ...otherValues));
  });

  it("has 128 characters at most, and never loses what tells two apart", () => {
    expect(derived("p".repeat(126), "x")).toBe(`${"p".repeat(126)}:x`);
    const long = derived("p".repeat(126), "xy");
    expect(long).toHaveLength(128);
    expect(long).toMatch(/^p{117}~[0-9a-f]{10}$/);
    expect(derived("p".repeat(126), "xz")).not.toBe(long);
  });

  it("is never one that the file itself names", () => {
    const sku = deriveSku({ product: "hat", values: ["L"] }, new Set(["hat:L"]));
    expect(sku).toMatch(/^hat:L~[0-9a-f]{10}$/);
  });

  it("is a SKU, and another one for everything else", () => {
    const part = fc
      .string({ minLength: 1, unit: "grapheme" })
      .map((text) => text.trim())
      .filter((text) => text !== "");
    const origin = fc.tuple(part, fc.array(part, { maxLength: 3 }));
    fc.assert(
      fc.property(fc.uniqueArray(origin, { selector: (each) => JSON.stringify(each) }), (origins) => {
        const skus = origins.map(([product, values]) => deriveSku({ product, values }, NONE));
        expect(new Set(skus).size).toBe(origins.length);
        for (const sku of skus) {
          expect(sku.length).toBeLessThanOrEqual(128);
          expect(sku).toBe(sku.trim());
          if (sku !== "." && sku !== "..") expect(idFault(sku)).toBeNull();
        }
      }),
    );
  });
});

const HEADER = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty";
const ROWS = [
  "bowl,Bowl,Glaze,Red/Blue,,shopify,1",
  "bowl,,,Red Blue,,shopify,2",
  "bowl,,,Red-Blue,,shopify,3",
  "cup,Cup,Glaze,Red,,shopify,4",
];

function skusOf(catalogue: Awaited<ReturnType<typeof catalogueOf>>): string[] {
  return catalogue.skus.map(({ request }) => request.sku).sort();
}

describe("derived SKUs of a file", () => {
  it("do not depend on the order of products", async () => {
    const one = await catalogueOf([HEADER, ...ROWS].join("\n"));
    const two = await catalogueOf([HEADER, ...ROWS.slice(3), ...ROWS.slice(0, 3)].join("\n"));
    expect(skusOf(two)).toStrictEqual(skusOf(one));
    expect(one.skus.every((sku) => sku.derived)).toBe(true);
    expect(new Set(skusOf(one)).size).toBe(4);
  });

  it("stay as they are when a look-alike choice is added", async () => {
    const before = skusOf(await catalogueOf([HEADER, ROWS[0], ROWS[3]].join("\n")));
    const after = skusOf(await catalogueOf([HEADER, ...ROWS].join("\n")));
    expect(after).toEqual(expect.arrayContaining(before));
  });
});
