import { describe, expect, it } from "vitest";
import { keepExisting, readExisting } from "../../../cli/import/keep-existing.ts";

function product(...sizes: string[]) {
  return {
    id: "hat",
    title: "Hat",
    inventoryMethod: "combinations" as const,
    attributes: [{ name: "Size", required: true, values: sizes }],
    combinations: sizes.map((size) => ({ selection: { Size: size }, sku: `H-${size}` })),
  };
}

function existing(...sizes: string[]) {
  const { attributes, combinations } = product(...sizes);
  return { attributes, combinations: combinations.map((each) => ({ ...each, allowOutOfStock: true })) };
}

describe("a definition with refused rows", () => {
  it("keeps the choices of the server in their order, and adds the new ones", () => {
    const merged = keepExisting(product("S", "L", "XL"), existing("S", "M", "L"));
    expect(merged?.kept).toBe(1);
    expect(merged?.row.attributes).toStrictEqual([{ name: "Size", required: true, values: ["S", "M", "L", "XL"] }]);
    expect(merged?.row.combinations).toStrictEqual([
      { selection: { Size: "S" }, sku: "H-S" },
      { selection: { Size: "M" }, sku: "H-M", allowOutOfStock: true },
      { selection: { Size: "L" }, sku: "H-L" },
      { selection: { Size: "XL" }, sku: "H-XL" },
    ]);
  });

  it("keeps nothing where the server has nothing more", () => {
    expect(keepExisting(product("S", "M"), existing("S"))).toMatchObject({ kept: 0 });
    expect(keepExisting(product("S"), { attributes: [], combinations: [] })).toStrictEqual({
      kept: 0,
      row: product("S"),
    });
  });

  it("drops a value that no choice has any longer", () => {
    const server = existing("S", "M");
    server.combinations = server.combinations.slice(0, 1);
    expect(keepExisting(product("S", "L"), server)?.row.attributes?.[0]?.values).toStrictEqual(["S", "L"]);
  });

  it("is refused when its options are others", () => {
    const other = existing("S");
    other.attributes = [{ name: "Width", required: true, values: ["S"] }];
    expect(keepExisting(product("S"), other)).toBeNull();
    other.attributes = [...existing("S").attributes, { name: "Width", required: true, values: ["S"] }];
    expect(keepExisting(product("S"), other)).toBeNull();
  });
});

it.each([
  null,
  "x",
  {},
  { attributes: [] },
  { attributes: [], combinations: "x" },
  { attributes: [1], combinations: [] },
])("does not take %j for a product", (body) => {
  expect(readExisting(body)).toBeNull();
});
