import { describe, expect, test, vi } from "vitest";
import { createStorefront } from "../../../sdk/index.ts";
import { hold, product, request, stocked } from "../../worker/shop.ts";
import { BASE } from "../clients.ts";
import { errorNamed } from "../failures.ts";
import { adminOver, shopperWith, wire } from "./stage.ts";

// A shop page and the real Worker.

// Asks for many SKUs; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

test("a shopper sees, reserves, changes, extends and releases, and the shop's server places the order", async () => {
  const { shop } = await shopperWith();
  const server = adminOver(wire());
  const [mug, plate] = [await stocked(5, { displayStockQuantity: true }), await stocked(5)];

  expect(await shop.availability.get(mug)).toMatchObject({ sku: mug, status: "in_stock", quantity: { value: 5 } });
  const held = await shop.reservations.create({ lines: [{ sku: mug, quantity: 2 }] });
  expect(held).toMatchObject({ state: "held", revision: 1, lines: [{ sku: mug, quantity: 2, backordered: 0 }] });
  expect(Date.parse(held.expiresAt) - Date.parse(held.createdAt)).toBe(900_000);
  expect((await shop.availability.get(mug)).quantity?.value).toBe(3);
  expect((await shop.availability.get(mug, { reservation: held.id })).quantity?.value).toBe(5);

  const lines = [
    { sku: mug, quantity: 1 },
    { sku: plate, quantity: 3 },
  ];
  const changed = await shop.reservations.change(held.id, { revision: 1, lines });
  expect(changed).toMatchObject({ revision: 2, lines });
  const extended = await shop.reservations.extend(held.id, { ttlSeconds: 1_800 });
  expect(Date.parse(extended.expiresAt)).toBeGreaterThan(Date.parse(held.expiresAt));
  expect((await shop.reservations.extend(held.id)).expiresAt).toBe(extended.expiresAt);
  expect(await shop.reservations.get(held.id)).toMatchObject({ lines, expiresAt: extended.expiresAt });

  const order = await server.orders.place({ id: `O-${mug}`, reservation: held.id });
  expect(order).toMatchObject({ state: "placed", reservation: held.id, lines: [{ ordered: 1 }, { ordered: 3 }] });
  expect(await server.orders.get(order.id)).toEqual(order);
  expect(await shop.reservations.get(held.id)).toMatchObject({ state: "ordered", order: order.id });
  expect(await server.orders.cancel(order.id, { note: "a second thought" })).toMatchObject({ state: "cancelled" });

  const other = await shop.reservations.create({ lines });
  expect(await shop.reservations.release(other.id)).toMatchObject({ state: "released" });
  expect(await errorNamed(shop.reservations.release(other.id), "ReservationEndedError")).toMatchObject({
    code: "reservation_released",
  });
});

test("an allowed origin needs no key", async () => {
  const sku = await stocked(1);
  await request("PATCH", "/v1/admin/settings", { body: { allowedOrigins: ["https://shop.example"] } });
  const line = wire({ origin: "https://shop.example" });
  const shop = createStorefront({ baseUrl: BASE, fetch: line.fetch });
  expect((await shop.availability.get(sku)).sku).toBe(sku);
  expect(line.sent[0]?.headers.has("authorization")).toBe(false);
});

describe("what is asked about", () => {
  test("may be a product, as far as its options are chosen", async () => {
    const { shop } = await shopperWith();
    const sku = await stocked(5);
    const id = await product({
      title: "Shirt",
      inventoryMethod: "combinations",
      attributes: [{ name: "Size", values: ["M", "L"] }],
      combinations: [{ selection: { Size: "M" }, sku }],
    });
    const views = await Promise.all(
      [undefined, {}, { Size: "M" }, { Size: "L" }].map((selection) => shop.products.availability(id, { selection })),
    );
    expect(views.map(({ status, sku: found }) => [status, found])).toEqual([
      ["choose_options", null],
      ["choose_options", null],
      ["in_stock", sku],
      ["out_of_stock", null],
    ]);
    expect(await shop.products.availability(id, { selection: { Size: "M" }, channel: "web" })).toMatchObject({
      sku,
    });
  });

  test("may be what the values of a product's attributes come to", async () => {
    const { shop } = await shopperWith();
    const [medium, large] = [await stocked(5), await stocked(0)];
    const id = await product({
      title: "Shirt",
      inventoryMethod: "combinations",
      attributes: [{ name: "Size", values: ["S", "M", "L"] }],
      combinations: [
        { selection: { Size: "M" }, sku: medium },
        { selection: { Size: "L" }, sku: large },
      ],
    });
    const selection = { Size: "M" };
    const view = await shop.products.availability(id, { selection, choices: true });
    expect(view).toMatchObject({ sku: medium, status: "in_stock" });
    expect(view.choices).toEqual([
      {
        attribute: "Size",
        required: true,
        chosen: "M",
        values: [
          { value: "S", possible: false, purchasable: false },
          { value: "M", possible: true, purchasable: true },
          { value: "L", possible: true, purchasable: false },
        ],
      },
    ]);
    for (const choices of [undefined, false]) {
      expect(await shop.products.availability(id, { selection, choices })).not.toHaveProperty("choices");
    }
  });

  test("may have options whose names stand in no order of an object's own", async () => {
    const { shop } = await shopperWith();
    const sku = await stocked(5);
    const names = ["Size", "2", "1", 'a "b"'];
    const selection = Object.fromEntries(names.map((name) => [name, "x"]));
    const attributes = names.map((name) => ({ name, values: ["x"] }));
    const combinations = [{ selection, sku }];
    const id = await product({ title: "Odd", inventoryMethod: "combinations", attributes, combinations });
    expect(await shop.products.availability(id, { selection })).toMatchObject({ sku, status: "in_stock" });
  });
});

describe("a list", () => {
  test("is in the order asked, each SKU once, and says which there are not", async () => {
    const { shop, line } = await shopperWith();
    const [one, two] = [await stocked(1), await stocked(2)];
    const { items, unknown } = await shop.availability.list([two, "no-such", one, two]);
    expect(items.map(({ sku }) => sku)).toEqual([two, one]);
    expect(unknown).toEqual(["no-such"]);
    expect(line.sent.map(({ path }) => path)).toEqual([`/v1/availability?sku=${two}&sku=no-such&sku=${one}`]);
  });

  test("is seen in the eyes of a channel and a reservation", async () => {
    const { shop } = await shopperWith();
    const sku = await stocked(5, { displayStockQuantity: true });
    const { id } = await hold([{ sku, quantity: 2 }]);
    const quantity = async (perspective: { channel?: string; reservation?: string }) =>
      (await shop.availability.list([sku], perspective)).items[0]?.quantity?.value;
    expect([await quantity({ channel: "web" }), await quantity({ reservation: id })]).toEqual([3, 5]);
    await errorNamed(shop.availability.list([sku], { channel: "none" }), "ValidationError");
  });

  test("of a hundred SKUs with the longest names there are is answered by the real server", async () => {
    const { shop, line } = await shopperWith();
    const skus = Array.from({ length: 100 }, (_, index) => `${100 + index}${"🧦".repeat(125)}`);
    expect((await shop.availability.list(skus)).unknown).toEqual(skus);
    // 4 + 3 + 125 × 12 = 1,507 characters each: the fourth passes 6,000, and is the last of its request.
    expect(line.sent).toHaveLength(25);
    for (const { path } of line.sent) expect(path.length).toBeLessThan(8_000);
  });
});
