import { describe, expect, test } from "vitest";
import type { LineProblem, Problem, ProductRequest } from "../../../sdk/index.ts";
import { expectClean, expectProblem, figures, hold, order, product, request, stocked } from "../shop.ts";

// A line may name what the shopper sees; the SKUs behind it are found by the server.

/** Asks for one line and says why it is refused. */
async function refusal(line: object): Promise<{ status: number } & LineProblem> {
  const answer = await request<Problem>("POST", "/v1/reservations", { body: { lines: [line] } });
  const [error = { pointer: "", code: "", detail: "" }] = answer.body.errors ?? [];
  return { status: answer.status, ...error };
}

test("a product of one SKU", async () => {
  const sku = await stocked(3);
  const id = await product({ title: "Mug", inventoryMethod: "sku", sku });
  const held = await hold([{ product: id, quantity: 2 }]);
  expect(held.lines).toEqual([
    {
      product: id,
      quantity: 2,
      requested: 2,
      backordered: 0,
      skus: [{ sku, quantity: 2, backordered: 0, shipsFrom: "main" }],
    },
  ]);
  expect(await figures(sku)).toMatchObject({ held: 2 });
});

test("two products and the SKU itself are judged together where they share it", async () => {
  const sku = await stocked(5);
  const one = await product({ title: "One", inventoryMethod: "sku", sku });
  const two = await product({ title: "Two", inventoryMethod: "sku", sku });
  const lines = [
    { product: one, quantity: 2 },
    { product: two, quantity: 2 },
    { sku, quantity: 2 },
  ];
  const refused = await request("POST", "/v1/reservations", { body: { lines } });
  const { errors } = expectProblem(refused, 409, "insufficient_stock", ["/lines/0", "/lines/1", "/lines/2"]);
  expect(errors).toMatchObject([{ requested: 6, available: 5 }, {}, {}]);
});

test("each product asks by its own settings; the SKU's own are nearer", async () => {
  const sku = await stocked(9);
  const pairs = await product({ title: "P", inventoryMethod: "sku", sku, policy: { quantityMultiple: 2 } });
  const hidden = await product({ title: "H", inventoryMethod: "sku", sku, policy: { published: false } });
  expect(await refusal({ product: pairs, quantity: 3 })).toMatchObject({
    code: "invalid_quantity",
    pointer: "/lines/0/quantity",
    line: 0,
    detail: "must be a multiple of 2",
    reason: "not_multiple",
    multiple: 2,
  });
  expect(await refusal({ product: hidden, quantity: 1 })).toMatchObject({ code: "not_purchasable", reason: "hidden" });
  await hold([{ sku, quantity: 3 }]);
  await request("PATCH", `/v1/admin/skus/${sku}/policy`, { body: { set: { published: true, quantityMultiple: 1 } } });
  await hold([{ product: pairs, quantity: 3 }]);
  await hold([{ product: hidden, quantity: 1 }]);
});

test("a product whose stock nobody counts sells by its settings alone", async () => {
  const id = await product({ title: "Voucher", inventoryMethod: "none", policy: { maxCartQuantity: 3 } });
  const held = await hold([{ product: id, quantity: 3 }]);
  expect(held.lines).toEqual([{ product: id, quantity: 3, requested: 3, backordered: 0, skus: [] }]);
  expect((await order(held.id)).lines).toMatchObject([{ product: id, ordered: 3, allocated: 3 }]);
  expect(await refusal({ product: id, quantity: 4 })).toMatchObject({
    status: 422,
    code: "invalid_quantity",
    detail: "must be at most 3",
  });
});

describe("a product with combinations", () => {
  async function shirt(more: Partial<ProductRequest> = {}): Promise<{ id: string; small: string; medium: string }> {
    const [small, medium] = [await stocked(2), await stocked(0)];
    const id = await product({
      title: "Shirt",
      inventoryMethod: "combinations",
      attributes: [
        { name: "Size", values: ["S", "M", "L"] },
        { name: "Gift", required: false, values: ["yes"] },
      ],
      combinations: [
        { selection: { Size: "S" }, sku: small },
        { selection: { Size: "M" }, sku: medium, allowOutOfStock: true },
        { selection: { Size: "M", Gift: "yes" }, sku: medium, allowOutOfStock: false },
      ],
      ...more,
    });
    return { id, small, medium };
  }

  test("sells the SKU of what was chosen", async () => {
    const { id, small } = await shirt();
    const held = await hold([{ product: id, selection: { Size: "S" }, quantity: 1 }]);
    expect(held.lines).toMatchObject([{ product: id, selection: { Size: "S" }, skus: [{ sku: small, quantity: 1 }] }]);
    // What is not required may be chosen or not; here it makes no other combination.
    await hold([{ product: id, selection: { Gift: "yes", Size: "S" }, quantity: 1 }]);
    expect(await figures(small)).toMatchObject({ held: 2 });
    const short = await refusal({ product: id, selection: { Size: "S" }, quantity: 1 });
    expect(short).toMatchObject({ status: 409, code: "insufficient_stock", pointer: "/lines/0", line: 0 });
  });

  test("asks for what has to be chosen", async () => {
    const { id } = await shirt();
    const detail = "Options have to be chosen first.";
    const incomplete = {
      status: 409,
      pointer: "/lines/0",
      line: 0,
      code: "not_purchasable",
      detail,
      reason: "choose_options",
    };
    expect(await refusal({ product: id, quantity: 1 })).toEqual(incomplete);
    expect(await refusal({ product: id, selection: { Gift: "yes" }, quantity: 1 })).toEqual(incomplete);
  });

  test("does not sell a combination that does not exist", async () => {
    const { id } = await shirt();
    const impossible = await refusal({ product: id, selection: { Size: "L" }, quantity: 1 });
    expect(impossible).toMatchObject({ code: "not_purchasable", reason: "combination_unavailable" });
  });

  test("sells one uncounted where it says so, or where the combination says so", async () => {
    const { id, small } = await shirt({ onlyExistingCombinations: false });
    const held = await hold([{ product: id, selection: { Size: "L" }, quantity: 50 }]);
    expect(held.lines).toMatchObject([{ quantity: 50, skus: [] }]);
    const uncounted = await shirt({ combinations: [{ selection: { Size: "L" }, sku: null }] });
    await hold([{ product: uncounted.id, selection: { Size: "L" }, quantity: 50 }]);
    expect(await figures(small)).toMatchObject({ held: 0 });
  });

  test("names an option that it does not have, escaped as a JSON pointer is", async () => {
    const { id } = await shirt();
    expect(await refusal({ product: id, selection: { Size: "XL" }, quantity: 1 })).toMatchObject({
      status: 400,
      code: "invalid_request",
      pointer: "/lines/0/selection/Size",
      line: 0,
    });
    expect(await refusal({ product: id, selection: { Size: "S", "W/H~": "1" }, quantity: 1 })).toMatchObject({
      code: "invalid_request",
      pointer: "/lines/0/selection/W~1H~0",
      line: 0,
    });
  });

  test("may sell one combination beyond its stock and another not", async () => {
    const { id, medium } = await shirt();
    const gift = { product: id, selection: { Size: "M", Gift: "yes" }, quantity: 1 };
    expect(await refusal(gift)).toMatchObject({ code: "insufficient_stock" });
    expect(await refusal({ sku: medium, quantity: 1 })).toMatchObject({ code: "insufficient_stock" });
    const held = await hold([{ product: id, selection: { Size: "M" }, quantity: 7 }]);
    expect(held.lines).toMatchObject([{ quantity: 7, backordered: 7 }]);
    expect(await figures(medium)).toMatchObject({ held: 7 });
  });

  test("takes allowOutOfStock: false before the SKU's own backorders", async () => {
    const sku = await stocked(1, { backorders: "allow" });
    const { id } = await shirt({ combinations: [{ selection: { Size: "S" }, sku, allowOutOfStock: false }] });
    const line = { product: id, selection: { Size: "S" }, quantity: 2 };
    expect(await refusal(line)).toMatchObject({ code: "insufficient_stock" });
    await hold([{ sku, quantity: 2 }]);
  });
});

describe("a kit", () => {
  async function bike(policy: ProductRequest["policy"] = {}): Promise<{ id: string; wheel: string; frame: string }> {
    const [wheel, frame] = [await stocked(7), await stocked(9)];
    const components = [
      { sku: wheel, quantity: 2 },
      { sku: frame, quantity: 1 },
    ];
    const id = await product({ title: "Bike", inventoryMethod: "kit", components, policy });
    return { id, wheel, frame };
  }

  test("holds every component, all or nothing", async () => {
    const { id, wheel, frame } = await bike();
    const held = await hold([{ product: id, quantity: 3 }]);
    expect(held.lines).toMatchObject([
      {
        product: id,
        quantity: 3,
        skus: [
          { sku: wheel, quantity: 6 },
          { sku: frame, quantity: 3 },
        ],
      },
    ]);
    expect([await figures(wheel), await figures(frame)]).toMatchObject([{ held: 6 }, { held: 3 }]);
    const refused = await request("POST", "/v1/reservations", { body: { lines: [{ product: id, quantity: 1 }] } });
    const { errors } = expectProblem(refused, 409, "insufficient_stock", ["/lines/0"]);
    expect(errors).toMatchObject([{ sku: wheel, requested: 2, available: 1 }]);
    expect(await figures(frame)).toMatchObject({ held: 3 });
    const placed = await order(held.id);
    expect(placed.lines).toMatchObject([{ product: id, ordered: 3, allocated: 3 }]);
    expect([await figures(wheel), await figures(frame)]).toMatchObject([{ allocated: 6 }, { allocated: 3 }]);
    await expectClean(wheel, frame);
  });

  test("names every component that is short", async () => {
    const { id, wheel, frame } = await bike();
    const refused = await request("POST", "/v1/reservations", { body: { lines: [{ product: id, quantity: 10 }] } });
    const { errors } = expectProblem(refused, 409, "insufficient_stock");
    expect(errors).toMatchObject([
      { pointer: "/lines/0", line: 0, sku: wheel, requested: 20, available: 7 },
      { pointer: "/lines/0", line: 0, sku: frame, requested: 10, available: 9 },
    ]);
  });

  test("has its own rules of the cart; those of its components do not bind it", async () => {
    const { id, wheel } = await bike({ minCartQuantity: 2 });
    await request("PATCH", `/v1/admin/skus/${wheel}/policy`, { body: { set: { maxCartQuantity: 1 } } });
    expect(await refusal({ product: id, quantity: 1 })).toMatchObject({
      code: "invalid_quantity",
      pointer: "/lines/0/quantity",
      line: 0,
      detail: "must be at least 2",
    });
    await hold([{ product: id, quantity: 2 }]);
    expect(await refusal({ sku: wheel, quantity: 2 })).toMatchObject({ code: "invalid_quantity" });
  });

  test("shares its components with the other lines of a cart", async () => {
    const { id, wheel } = await bike();
    const lines = [
      { product: id, quantity: 3 },
      { sku: wheel, quantity: 2 },
    ];
    const refused = await request("POST", "/v1/reservations", { body: { lines } });
    const { errors } = expectProblem(refused, 409, "insufficient_stock", ["/lines/0", "/lines/1"]);
    expect(errors).toMatchObject([
      { sku: wheel, requested: 8, available: 7 },
      { sku: wheel, requested: 8, available: 7 },
    ]);
    await hold([
      { product: id, quantity: 3 },
      { sku: wheel, quantity: 1 },
    ]);
  });

  test("is not sold outside its own time, whatever its components have", async () => {
    const { id } = await bike({ availableUntil: "2020-01-01T00:00:00Z" });
    expect(await refusal({ product: id, quantity: 1 })).toMatchObject({
      code: "not_purchasable",
      detail: "This line is not on sale any more.",
      reason: "no_longer_available",
    });
  });

  test("says how many whole kits wait for a component", async () => {
    const [base, lid] = [await stocked(9), await stocked(3, { backorders: "allow" })];
    const components = [
      { sku: base, quantity: 1 },
      { sku: lid, quantity: 2 },
    ];
    const id = await product({ title: "Box", inventoryMethod: "kit", components });
    // Eight lids for four boxes, three there: five are missing, which keeps three boxes waiting.
    const held = await hold([{ product: id, quantity: 4 }]);
    expect(held.lines).toMatchObject([{ quantity: 4, backordered: 3, skus: [{ backordered: 0 }, { backordered: 5 }] }]);
  });
});

test("what was held of a product stays what it was, however the product is changed", async () => {
  const [one, two] = [await stocked(5), await stocked(5)];
  const id = await product({ title: "P", inventoryMethod: "sku", sku: one });
  const held = await hold([{ product: id, quantity: 2 }]);
  await request("PUT", `/v1/admin/products/${id}`, { body: { title: "P", inventoryMethod: "sku", sku: two } });
  await hold([{ product: id, quantity: 1 }]);
  expect((await order(held.id)).lines[0]?.skus).toMatchObject([{ sku: one, quantity: 2 }]);
  await request("DELETE", `/v1/admin/products/${id}`);
  expect(await refusal({ product: id, quantity: 1 })).toMatchObject({
    status: 422,
    code: "product_not_found",
    pointer: "/lines/0/product",
    line: 0,
  });
  expect([await figures(one), await figures(two)]).toMatchObject([{ allocated: 2, held: 0 }, { held: 1 }]);
});
