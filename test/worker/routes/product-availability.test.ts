import { beforeAll, describe, expect, test } from "vitest";
import type { Availability, ProductRequest } from "../../../sdk/index.ts";
import {
  type Answer,
  type Ask,
  expectProblem,
  freshSku,
  hold,
  product,
  request,
  setPolicy,
  shopper,
  stocked,
} from "../shop.ts";

let ask: Ask;
beforeAll(async () => {
  ask = await shopper();
});

function seen(id: string, selection?: unknown, as: Ask = ask): Promise<Answer<Availability>> {
  const query = selection === undefined ? "" : `?selection=${encodeURIComponent(JSON.stringify(selection))}`;
  return as<Availability>("GET", `/v1/products/${encodeURIComponent(id)}/availability${query}`);
}

test("a product that is not there", async () => {
  expectProblem(await seen("no-such"), 404, "product_not_found");
});

test("a product of one SKU is told as that SKU, by the product's settings", async () => {
  const sku = await stocked(4);
  const policy = { displayStockQuantity: true, maxCartQuantity: 3, returnable: false };
  const id = await product({ title: "Mug", inventoryMethod: "sku", sku, policy });
  const view = await seen(id);
  expect(view.body).toMatchObject({
    sku,
    product: id,
    channel: "web",
    status: "in_stock",
    message: { code: "in_stock_quantity", quantity: { value: 4, capped: false } },
    purchasable: true,
    quantity: { value: 4, capped: false },
    orderQuantity: { min: 1, max: 3, allowed: null, multiple: 1 },
    returnable: false,
  });
  expect(view.body).not.toHaveProperty("figures");
  expect((await seen(id, undefined, request)).body.figures).toMatchObject({ onHand: 4, available: 4 });
});

test("a product whose stock nobody counts is in stock, within its own time and while it is published", async () => {
  const sold = await product({ title: "V", inventoryMethod: "none" });
  expect((await seen(sold)).body).toMatchObject({ sku: null, status: "in_stock", purchasable: true });
  expect((await seen(sold, undefined, request)).body.figures).toMatchObject({ onHand: 0, available: null });
  const past = { availableUntil: "2020-01-01T00:00:00Z" };
  const over = await product({ title: "V", inventoryMethod: "none", policy: past });
  expect((await seen(over)).body).toMatchObject({ status: "out_of_stock", message: { code: "no_longer_available" } });
  const hidden = await product({ title: "V", inventoryMethod: "none", policy: { published: false } });
  expect((await seen(hidden)).body).toMatchObject({ status: "hidden", message: null, purchasable: false });
});

describe("a product with combinations", () => {
  async function shirt(more: Partial<ProductRequest> = {}): Promise<{ id: string; small: string; medium: string }> {
    const [small, medium] = [await stocked(2), await stocked(0)];
    const id = await product({
      title: "Shirt",
      inventoryMethod: "combinations",
      attributes: [
        { name: "Size", values: ["S", "M", "L"] },
        { name: "Colour", values: ["red", "blue"] },
      ],
      combinations: [
        { selection: { Size: "S", Colour: "red" }, sku: small },
        { selection: { Size: "M" }, sku: medium, allowOutOfStock: true },
        { selection: { Size: "M", Colour: "blue" }, sku: medium },
      ],
      ...more,
    });
    return { id, small, medium };
  }

  test("asks for what is still to be chosen", async () => {
    const { id } = await shirt();
    for (const selection of [undefined, {}, { Size: "S" }, { Colour: "red" }]) {
      const view = await seen(id, selection);
      expect(view.body).toMatchObject({
        sku: null,
        product: id,
        status: "choose_options",
        message: { code: "choose_options" },
        purchasable: false,
        schemaOrg: null,
        merchantFeed: null,
      });
    }
    expect((await seen(id)).body).not.toHaveProperty("selection");
    expect((await seen(id, { Size: "S" })).body.selection).toEqual({ Size: "S" });
  });

  test("tells of the SKU of what was chosen, the most exact combination first", async () => {
    const { id, small, medium } = await shirt();
    const red = await seen(id, { Size: "S", Colour: "red" });
    expect(red.body).toMatchObject({ sku: small, selection: { Size: "S", Colour: "red" }, status: "in_stock" });
    const free = await seen(id, { Size: "M", Colour: "red" });
    expect(free.body).toMatchObject({ sku: medium, status: "in_stock", purchasable: true });
    const exact = await seen(id, { Size: "M", Colour: "blue" });
    expect(exact.body).toMatchObject({ sku: medium, status: "out_of_stock", purchasable: false });
  });

  test("says that a combination is not sold, or sells it uncounted where the product does", async () => {
    const selection = { Size: "L", Colour: "red" };
    const { id } = await shirt();
    expect((await seen(id, selection)).body).toMatchObject({
      sku: null,
      status: "out_of_stock",
      message: { code: "combination_unavailable" },
      purchasable: false,
    });
    const open = await shirt({ onlyExistingCombinations: false });
    expect((await seen(open.id, selection)).body).toMatchObject({ sku: null, status: "in_stock", purchasable: true });
  });

  test.each<[unknown, string]>([
    [{ Size: "XL" }, "selection/Size"],
    [{ "W/H": "1" }, "selection/W~1H"],
    [{ Size: 1 }, "selection"],
    ["S", "selection"],
    [["S"], "selection"],
    [null, "selection"],
  ])("refuses the selection %j", async (selection, pointer) => {
    const { id } = await shirt();
    expectProblem(await seen(id, selection), 400, "invalid_request", [pointer]);
  });

  test("refuses a selection that is not JSON", async () => {
    const { id } = await shirt();
    const refused = await ask("GET", `/v1/products/${id}/availability?selection=Size%3DS`);
    expectProblem(refused, 400, "invalid_request", ["selection"]);
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

  test("has as many as its scarcest component makes", async () => {
    const { id, wheel, frame } = await bike({ displayStockQuantity: true });
    expect((await seen(id)).body).toMatchObject({
      sku: null,
      product: id,
      status: "in_stock",
      quantity: { value: 3, capped: false },
      orderQuantity: { max: 3 },
    });
    expect((await seen(id, undefined, request)).body.figures).toMatchObject({ available: 3 });
    await hold([{ sku: frame, quantity: 7 }]);
    expect((await seen(id)).body.quantity).toEqual({ value: 2, capped: false });
    await hold([{ sku: wheel, quantity: 6 }]);
    expect((await seen(id)).body).toMatchObject({ status: "out_of_stock", purchasable: false });
  });

  test("leaves the asker's own units out of account", async () => {
    const { id } = await bike({ displayStockQuantity: true });
    const mine = await hold([{ product: id, quantity: 2 }], {}, ask);
    expect((await seen(id)).body.quantity).toEqual({ value: 1, capped: false });
    const own = await ask<Availability>("GET", `/v1/products/${id}/availability?reservation=${mine.id}`);
    expect(own.body.quantity).toEqual({ value: 3, capped: false });
  });

  test("does not count a component that nobody counts", async () => {
    const { id, wheel, frame } = await bike({ displayStockQuantity: true });
    await setPolicy(wheel, { trackInventory: false });
    expect((await seen(id)).body.quantity).toEqual({ value: 9, capped: false });
    await setPolicy(frame, { trackInventory: false });
    expect((await seen(id)).body).toMatchObject({ status: "in_stock", purchasable: true });
    expect((await seen(id)).body).not.toHaveProperty("quantity");
  });

  test("is as low as one of its components, and waits as long as one of them", async () => {
    const { id, wheel, frame } = await bike();
    await setPolicy(frame, { minStockQuantity: 9 });
    expect((await seen(id)).body.status).toBe("low_stock");
    await setPolicy(wheel, { preorder: { availableAt: "2099-01-01T00:00:00Z", limit: 4 } });
    expect((await seen(id)).body).toMatchObject({
      status: "preorder",
      message: { code: "preorder", date: "2099-01-01T00:00:00.000Z" },
    });
  });

  test("is told as a backorder when a component is", async () => {
    const { id, wheel } = await bike();
    await setPolicy(wheel, { backorders: "allow_and_notify" });
    await hold([{ sku: wheel, quantity: 7 }]);
    expect((await seen(id)).body).toMatchObject({ status: "backorder", purchasable: true });
    await setPolicy(wheel, { backorders: "allow" });
    expect((await seen(id)).body).toMatchObject({ status: "in_stock", purchasable: true });
  });
});

test("the view's version grows with its SKU, its settings and the product", async () => {
  const sku = await stocked(4);
  const id = await product({ title: "P", inventoryMethod: "sku", sku });
  const versions = [(await seen(id)).body.version];
  await hold([{ sku, quantity: 1 }]);
  versions.push((await seen(id)).body.version);
  await setPolicy(sku, { minStockQuantity: 1 });
  versions.push((await seen(id)).body.version);
  await request("PUT", `/v1/admin/products/${id}`, { body: { title: "Q", inventoryMethod: "sku", sku } });
  versions.push((await seen(id)).body.version);
  expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other));
  expect(versions).toHaveLength(4);
});

test("a product is asked for by a name with any characters", async () => {
  const sku = await stocked(1);
  const id = `p/${freshSku()} 100%`;
  const path = `/v1/admin/products/${encodeURIComponent(id)}`;
  expect((await request("PUT", path, { body: { title: "P", inventoryMethod: "sku", sku } })).status).toBe(201);
  expect((await seen(id)).body).toMatchObject({ product: id, sku });
});

test("an attribute with the name of something every object has is chosen like any other", async () => {
  const attributes = [{ name: "constructor", values: ["a"] }];
  const id = await product({ title: "P", inventoryMethod: "combinations", attributes });
  const seen = await request<Availability>("GET", `/v1/products/${id}/availability`);
  expect(seen.body.status).toBe("choose_options");
});
