import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Availability, BulkResult, ProductRequest } from "../../../sdk/index.ts";
import { skuStub } from "../../../worker/objects/stubs.ts";
import {
  type Answer,
  type Ask,
  expectProblem,
  freshSku,
  hold,
  product,
  receive,
  request,
  setPolicy,
  shopper,
  stocked,
} from "../shop.ts";

// Asks for a hundred SKUs; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let ask: Ask;
beforeAll(async () => {
  ask = await shopper();
});

afterEach(() => {
  vi.useRealTimers();
});

function seen(id: string, selection: unknown = {}, query = "&choices=true", as: Ask = ask) {
  const chosen = encodeURIComponent(JSON.stringify(selection));
  return as<Availability>("GET", `/v1/products/${id}/availability?selection=${chosen}${query}`);
}

/** Each value as a page shows it. */
function told({ body }: Answer<Availability>): Record<string, Record<string, string>> {
  const word = (possible: boolean, purchasable: boolean | null): string => {
    if (!possible) return "not made";
    return purchasable === null ? "unknown" : purchasable ? "to be had" : "sold out";
  };
  return Object.fromEntries(
    (body.choices ?? []).map(({ attribute, values }) => [
      attribute,
      Object.fromEntries(values.map(({ value, possible, purchasable }) => [value, word(possible, purchasable)])),
    ]),
  );
}

const ATTRIBUTES = [
  { name: "Size", values: ["S", "M", "L"] },
  { name: "Colour", values: ["red", "blue"] },
  { name: "Engraving", required: false, values: ["none", "name"] },
];

interface Shirt {
  id: string;
  smallRed: string;
  mediumRed: string;
  mediumBlue: string;
  largeBlue: string;
}

/**
 * Small in red, medium in both, large in blue; there is no small blue one and no large red one. Of medium red there is
 * none, and of the others a few.
 */
async function shirt(more: Partial<ProductRequest> = {}, allowOutOfStock: Partial<Shirt> = {}): Promise<Shirt> {
  const [smallRed, mediumRed, mediumBlue, largeBlue] = [
    await stocked(2),
    await stocked(0),
    await stocked(1),
    await stocked(5),
  ];
  const combination = (Size: string, Colour: string, sku: string, name: keyof Shirt) => ({
    selection: { Size, Colour },
    sku,
    allowOutOfStock: allowOutOfStock[name] === undefined ? null : allowOutOfStock[name] === "yes",
  });
  const id = await product({
    title: "Shirt",
    inventoryMethod: "combinations",
    attributes: ATTRIBUTES,
    combinations: [
      combination("S", "red", smallRed, "smallRed"),
      combination("M", "red", mediumRed, "mediumRed"),
      combination("M", "blue", mediumBlue, "mediumBlue"),
      combination("L", "blue", largeBlue, "largeBlue"),
    ],
    ...more,
  });
  return { id, smallRed, mediumRed, mediumBlue, largeBlue };
}

const ANY = { none: "to be had", name: "to be had" };
const NONE = { none: "sold out", name: "sold out" };

describe("the choices of a product with combinations", () => {
  test("are told as they stand in the product, with what is chosen, and without a figure", async () => {
    const { id } = await shirt();
    const { body } = await seen(id, { Size: "S" });
    expect(body).toMatchObject({ sku: null, status: "choose_options", purchasable: false });
    expect(body.choices).toEqual([
      {
        attribute: "Size",
        required: true,
        chosen: "S",
        values: [
          { value: "S", possible: true, purchasable: true },
          { value: "M", possible: true, purchasable: true },
          { value: "L", possible: true, purchasable: true },
        ],
      },
      {
        attribute: "Colour",
        required: true,
        chosen: null,
        values: [
          { value: "red", possible: true, purchasable: true },
          { value: "blue", possible: false, purchasable: false },
        ],
      },
      {
        attribute: "Engraving",
        required: false,
        chosen: null,
        values: [
          { value: "none", possible: true, purchasable: true },
          { value: "name", possible: true, purchasable: true },
        ],
      },
    ]);
  });

  test("follow what is chosen, nothing, in part and as a whole, and let one go over to another value", async () => {
    const { id, mediumBlue } = await shirt();
    expect(told(await seen(id))).toEqual({
      Size: { S: "to be had", M: "to be had", L: "to be had" },
      Colour: { red: "to be had", blue: "to be had" },
      Engraving: ANY,
    });
    expect(told(await seen(id, { Colour: "red" }))).toEqual({
      Size: { S: "to be had", M: "sold out", L: "not made" },
      Colour: { red: "to be had", blue: "to be had" },
      Engraving: ANY,
    });
    const whole = await seen(id, { Size: "M", Colour: "blue", Engraving: "name" });
    expect(whole.body).toMatchObject({ sku: mediumBlue, status: "in_stock", purchasable: true });
    expect(told(whole)).toEqual({
      Size: { S: "not made", M: "to be had", L: "to be had" },
      Colour: { red: "sold out", blue: "to be had" },
      Engraving: ANY,
    });
  });

  test("show the ways out of what is sold out or not made", async () => {
    const { id } = await shirt();
    const soldOut = await seen(id, { Size: "M", Colour: "red" });
    expect(soldOut.body).toMatchObject({ status: "out_of_stock", message: { code: "out_of_stock" } });
    expect(told(soldOut)).toEqual({
      Size: { S: "to be had", M: "sold out", L: "not made" },
      Colour: { red: "sold out", blue: "to be had" },
      Engraving: NONE,
    });
    const notMade = await seen(id, { Size: "L", Colour: "red" });
    expect(notMade.body).toMatchObject({ message: { code: "combination_unavailable" } });
    expect(told(notMade)).toEqual({
      Size: { S: "to be had", M: "sold out", L: "not made" },
      Colour: { red: "not made", blue: "to be had" },
      Engraving: NONE,
    });
  });

  test("heed a combination's own word about backorders, both ways", async () => {
    const { id, mediumRed, mediumBlue } = await shirt({}, { mediumRed: "yes", mediumBlue: "no" });
    await setPolicy(mediumBlue, { backorders: "allow" });
    await hold([{ sku: mediumBlue, quantity: 1 }]);
    expect((await seen(id, { Size: "M", Colour: "red" })).body).toMatchObject({ sku: mediumRed, purchasable: true });
    expect(told(await seen(id, { Size: "M" }))).toMatchObject({ Colour: { red: "to be had", blue: "sold out" } });
    const plain = await shirt();
    await setPolicy(plain.mediumRed, { backorders: "allow" });
    expect(told(await seen(plain.id, { Size: "M" }))).toMatchObject({ Colour: { red: "to be had" } });
  });

  test("need not exist where the product sells what has no combination", async () => {
    const { id, mediumBlue } = await shirt({ onlyExistingCombinations: false });
    await hold([{ sku: mediumBlue, quantity: 1 }]);
    expect((await seen(id, { Size: "L", Colour: "red" })).body).toMatchObject({ sku: null, purchasable: true });
    expect(told(await seen(id, { Size: "L", Colour: "red" }))).toEqual({
      Size: { S: "to be had", M: "sold out", L: "to be had" },
      Colour: { red: "to be had", blue: "to be had" },
      Engraving: ANY,
    });
    // Medium is there in both colours, and of neither is anything left.
    expect(told(await seen(id, { Size: "M" }))).toMatchObject({
      Size: { S: "to be had", M: "sold out", L: "to be had" },
      Colour: { red: "sold out", blue: "sold out" },
    });
    const over = { onlyExistingCombinations: false, policy: { availableUntil: "2020-01-01T00:00:00Z" } };
    expect(told(await seen((await shirt(over)).id))).toMatchObject({ Size: { L: "sold out" } });
  });

  test("see that a combination is not counted", async () => {
    const { id } = await shirt({
      combinations: [{ selection: { Size: "S", Colour: "blue" }, sku: null }],
    });
    expect(told(await seen(id))).toEqual({
      Size: { S: "to be had", M: "not made", L: "not made" },
      Colour: { red: "not made", blue: "to be had" },
      Engraving: ANY,
    });
  });

  test("are those of the SKUs, which several products and combinations may share", async () => {
    const shared = await stocked(1);
    const combinations = ["S", "M"].map((Size) => ({
      selection: { Size },
      sku: shared,
      allowOutOfStock: Size === "M",
    }));
    const { id } = await shirt({ combinations });
    const other = await shirt({ combinations: [{ selection: { Colour: "red" }, sku: shared }] });
    expect(told(await seen(id))).toMatchObject({ Size: { S: "to be had", M: "to be had", L: "not made" } });
    await hold([{ product: other.id, selection: { Size: "L", Colour: "red" }, quantity: 1 }]);
    expect(told(await seen(id))).toMatchObject({ Size: { S: "sold out", M: "to be had", L: "not made" } });
    expect(told(await seen(other.id))).toMatchObject({ Size: { S: "sold out" }, Colour: { red: "sold out" } });
  });

  test("leave the asker's own units out of account", async () => {
    const { id, mediumBlue } = await shirt();
    const mine = await hold([{ product: id, selection: { Size: "M", Colour: "blue" }, quantity: 1 }], {}, ask);
    expect(told(await seen(id, { Size: "M" }))).toMatchObject({ Colour: { red: "sold out", blue: "sold out" } });
    const own = await seen(id, { Size: "M", Colour: "blue" }, `&choices=true&reservation=${mine.id}`);
    expect(own.body).toMatchObject({ sku: mediumBlue, purchasable: true });
    expect(told(own)).toMatchObject({ Size: { M: "to be had" }, Colour: { blue: "to be had" } });
  });

  test("tell what the view tells, read at once where that is asked for", async () => {
    const { id, mediumBlue } = await shirt();
    const selection = { Size: "M", Colour: "blue" };
    expect(told(await seen(id, selection))).toMatchObject({ Size: { M: "to be had" } });
    await behindTheWorker(mediumBlue, 0);
    const now = await seen(id, selection, "&choices=true&consistency=strong");
    expect(now.body).toMatchObject({ status: "out_of_stock", purchasable: false });
    expect(told(now)).toMatchObject({ Size: { M: "sold out" }, Colour: { red: "sold out", blue: "sold out" } });
  });
});

describe("what is hidden", () => {
  test("is as if it were not there", async () => {
    const { id, mediumBlue, largeBlue } = await shirt();
    await setPolicy(largeBlue, { published: false });
    await setPolicy(mediumBlue, { minStockQuantity: 9, lowStockActivity: "unpublish" });
    expect(told(await seen(id))).toEqual({
      Size: { S: "to be had", M: "sold out", L: "not made" },
      Colour: { red: "to be had", blue: "not made" },
      Engraving: ANY,
    });
    const itself = await seen(id, { Size: "L", Colour: "blue" });
    expect(itself.body).toMatchObject({ status: "hidden", message: null });
    expect(told(itself)).toMatchObject({ Size: { S: "not made", M: "not made", L: "not made" } });
  });

  test("has no choices as a product", async () => {
    const { id } = await shirt({ policy: { published: false } });
    const { body } = await seen(id);
    expect(body.status).toBe("hidden");
    expect(body).not.toHaveProperty("choices");
  });
});

describe("are told when they are asked for", () => {
  test("and of a product with combinations alone", async () => {
    const { id, smallRed } = await shirt();
    for (const query of ["", "&choices=false"]) expect((await seen(id, {}, query)).body).not.toHaveProperty("choices");
    const others = [
      await product({ title: "P", inventoryMethod: "sku", sku: smallRed }),
      await product({ title: "P", inventoryMethod: "none" }),
      await product({ title: "P", inventoryMethod: "kit", components: [{ sku: smallRed, quantity: 1 }] }),
    ];
    for (const other of others) {
      const { status, body } = await seen(other);
      expect([status, body.status]).toEqual([200, "in_stock"]);
      expect(body).not.toHaveProperty("choices");
    }
  });

  test.each([
    ["a value that the product has not", { Size: "XL" }, "&choices=true", "selection/Size"],
    ["an attribute that it has not", { Size: "S", Length: "long" }, "&choices=true", "selection/Length"],
    ["anything but true or false", {}, "&choices=yes", "choices"],
  ])("and refused for %s", async (_, selection, query, pointer) => {
    const { id } = await shirt();
    expectProblem(await seen(id, selection, query), 400, "invalid_request", [pointer]);
  });

  test("and not of a SKU", async () => {
    expectProblem(await ask("GET", `/v1/availability/${await stocked(1)}?choices=true`), 400, "invalid_request");
  });
});

/** Counts a SKU where this Worker does not see it, as another one would. */
async function behindTheWorker(sku: string, onHand: number): Promise<void> {
  const change = { kind: "count", onHand, expected: null } as const;
  const provenance = { actor: "test", note: null, document: null };
  await skuStub(env, sku).write({ warehouse: "main", change, provenance, key: null });
}

describe("a view with choices", () => {
  test("has another version and ETag when a SKU changes that is one value away, and no other", async () => {
    const { id, smallRed, mediumRed, mediumBlue, largeBlue } = await shirt();
    const selection = { Size: "M", Colour: "red" };
    let known = await seen(id, selection);
    const look = async () => {
      const before = known;
      const headers = { "if-none-match": before.headers.get("etag") ?? "" };
      const chosen = encodeURIComponent(JSON.stringify(selection));
      const path = `/v1/products/${id}/availability?choices=true&selection=${chosen}`;
      const again = await ask<Availability>("GET", path, { headers });
      if (again.status === 304) return "the same";
      known = again;
      return again.body.version > before.body.version ? "newer" : "other, but not newer";
    };
    expect(await look()).toBe("the same");
    for (const sku of [mediumRed, mediumBlue, smallRed]) {
      await receive(sku, 1);
      expect([sku, await look()]).toEqual([sku, "newer"]);
    }
    await receive(largeBlue, 1);
    expect(await look()).toBe("the same");
    await setPolicy(smallRed, { minStockQuantity: 1 });
    expect(await look()).toBe("newer");
  });

  test("is as old as the oldest look of it, and serves for half a second like any other", async () => {
    const start = Date.UTC(2026, 11, 1, 9);
    vi.setSystemTime(start - 1);
    const { id, mediumBlue } = await shirt();
    vi.setSystemTime(start);
    expect((await seen(id, { Size: "M" })).body.asOf).toBe("2026-12-01T09:00:00.000Z");
    await behindTheWorker(mediumBlue, 0);
    vi.setSystemTime(start + 499);
    const before = await seen(id, { Size: "M" });
    expect(before.body.asOf).toBe("2026-12-01T09:00:00.000Z");
    expect(told(before)).toMatchObject({ Colour: { blue: "to be had" } });
    vi.setSystemTime(start + 500);
    const after = await seen(id, { Size: "M" });
    expect(after.body.asOf).toBe("2026-12-01T09:00:00.500Z");
    expect(told(after)).toMatchObject({ Colour: { blue: "sold out" } });
  });
});

describe("of many SKUs", () => {
  /** A product with so many values, each with a SKU of its own. There is stock of the first alone. */
  async function wide(count: number): Promise<string> {
    const skus = Array.from({ length: count }, freshSku);
    for (let at = 0; at < count; at += 100) {
      const rows = skus
        .slice(at, at + 100)
        .map((sku, index) => ({ sku, levels: [{ onHand: at + index === 0 ? 1 : 0 }] }));
      const made = await request<BulkResult>("POST", "/v1/admin/bulk/skus", { body: { rows } });
      expect(made.body.rows.every(({ outcome }) => outcome === "created")).toBe(true);
    }
    const combinations = skus.map((sku) => ({ selection: { Number: sku }, sku }));
    const attributes = [{ name: "Number", values: skus }];
    return product({ title: "P", inventoryMethod: "combinations", attributes, combinations });
  }

  const words = async (id: string): Promise<string[]> => Object.values(told(await seen(id)).Number ?? {});

  test("a hundred are looked at", async () => {
    const found = await words(await wide(100));
    expect([found.length, found[0], ...new Set(found.slice(1))]).toEqual([100, "to be had", "sold out"]);
  });

  test("one more is not known", async () => {
    const found = await words(await wide(101));
    expect([found[0], found[99], found[100]]).toEqual(["to be had", "sold out", "unknown"]);
  });
});
