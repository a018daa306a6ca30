import { describe, expect, test } from "vitest";
import type { Line } from "../../../sdk/index.ts";
import { expectClean, expectProblem, figures, hold, order, product, request, stocked } from "../shop.ts";

// `partial: true` takes what is there instead of refusing the whole.

/** Quantities asked for and taken, line by line. */
async function taken(lines: Line[]): Promise<[number, number][]> {
  const { lines: held } = await hold(lines, { partial: true });
  return held.map((line) => [line.requested, line.quantity]);
}

test("each line has what was there of what it asked for", async () => {
  const [plenty, few, none] = [await stocked(9), await stocked(2), await stocked(0)];
  const lines = [plenty, few, none].map((sku) => ({ sku, quantity: 3 }));
  expect(await taken(lines)).toEqual([
    [3, 3],
    [3, 2],
    [3, 0],
  ]);
  const held = await Promise.all([plenty, few, none].map(async (sku) => (await figures(sku)).held));
  expect(held).toEqual([3, 2, 0]);
  await expectClean(plenty, few, none);
});

test("what is enough is taken as a whole", async () => {
  const sku = await stocked(3);
  expect(await taken([{ sku, quantity: 3 }])).toEqual([[3, 3]]);
});

test("lines of one SKU get what there is in their order", async () => {
  const sku = await stocked(5);
  const line = { sku, quantity: 3 };
  expect(await taken([line, line, line])).toEqual([
    [3, 3],
    [3, 2],
    [3, 0],
  ]);
  expect(await figures(sku)).toMatchObject({ held: 5 });
});

describe("it is refused as without `partial`", () => {
  test("when nothing at all is there", async () => {
    const [one, two] = [await stocked(0), await stocked(0)];
    const lines = [one, two].map((sku) => ({ sku, quantity: 2 }));
    const refused = await request("POST", "/v1/reservations", { body: { lines, partial: true } });
    expectProblem(refused, 409, "insufficient_stock", ["/lines/0", "/lines/1"]);
  });

  test("when anything but stock is wrong with a line", async () => {
    const [few, hidden] = [await stocked(2), await stocked(9, { published: false })];
    const lines = [
      { sku: few, quantity: 3 },
      { sku: hidden, quantity: 1 },
    ];
    const refused = await request("POST", "/v1/reservations", { body: { lines, partial: true } });
    expectProblem(refused, 409, "not_purchasable", ["/lines/0", "/lines/1"]);
    expect(await figures(few)).toMatchObject({ held: 0 });
  });
});

describe("what is taken may be in a cart", () => {
  test.each<[Record<string, unknown>, number, number]>([
    [{ quantityMultiple: 3 }, 9, 6],
    [{ allowedQuantities: [1, 5, 10] }, 10, 5],
    [{ allowedQuantities: [3, 4, 6, 12], quantityMultiple: 4 }, 12, 4],
    [{ minCartQuantity: 7 }, 10, 7],
  ])("%j: %i asked for, 7 there, %i taken", async (policy, asked, quantity) => {
    const sku = await stocked(7, policy);
    expect(await taken([{ sku, quantity: asked }])).toEqual([[asked, quantity]]);
  });

  test("or nothing is taken", async () => {
    const sku = await stocked(7, { minCartQuantity: 8 });
    const body = { lines: [{ sku, quantity: 10 }], partial: true };
    expectProblem(await request("POST", "/v1/reservations", { body }), 409, "insufficient_stock", ["/lines/0"]);
    expect(await figures(sku)).toMatchObject({ held: 0 });
  });
});

describe("kits", () => {
  test("are taken whole", async () => {
    const [wheel, frame] = [await stocked(7), await stocked(9)];
    const components = [
      { sku: wheel, quantity: 2 },
      { sku: frame, quantity: 1 },
    ];
    const bike = await product({ title: "Bike", inventoryMethod: "kit", components });
    expect(await taken([{ product: bike, quantity: 5 }])).toEqual([[5, 3]]);
    expect([await figures(wheel), await figures(frame)]).toMatchObject([{ held: 6 }, { held: 3 }]);
    await expectClean(wheel, frame);
  });

  test("by their own rules of the cart", async () => {
    const part = await stocked(7);
    const components = [{ sku: part, quantity: 1 }];
    const policy = { quantityMultiple: 4 };
    const kit = await product({ title: "K", inventoryMethod: "kit", components, policy });
    expect(await taken([{ product: kit, quantity: 8 }])).toEqual([[8, 4]]);
    expect(await figures(part)).toMatchObject({ held: 4 });
  });

  test("share a component with the lines before them", async () => {
    const part = await stocked(5);
    const kit = await product({ title: "K", inventoryMethod: "kit", components: [{ sku: part, quantity: 2 }] });
    expect(
      await taken([
        { sku: part, quantity: 2 },
        { product: kit, quantity: 2 },
      ]),
    ).toEqual([
      [2, 2],
      [2, 1],
    ]);
    expect(await figures(part)).toMatchObject({ held: 4 });
  });
});

test("an order from it has what was taken", async () => {
  const sku = await stocked(2);
  const { id } = await hold([{ sku, quantity: 3 }], { partial: true });
  expect((await order(id)).lines).toMatchObject([{ ordered: 2, allocated: 2 }]);
  expect(await figures(sku)).toEqual({ onHand: 2, held: 0, allocated: 2 });
});

test("backorders count as there", async () => {
  const sku = await stocked(1, { backorders: "allow", backorderLimit: 2 });
  const { lines } = await hold([{ sku, quantity: 5 }], { partial: true });
  expect(lines).toMatchObject([{ requested: 5, quantity: 3, backordered: 2 }]);
});
