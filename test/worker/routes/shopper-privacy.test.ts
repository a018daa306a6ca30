import { beforeAll, describe, expect, test } from "vitest";
import type { Availability, AvailabilityList, Problem, Reservation } from "../../../sdk/index.ts";
import { type Answer, type Ask, expectProblem, product, request, setPolicy, shopper, stocked } from "../shop.ts";

// Stock figures are a shop's own business. A shopper's key sees one only where the policy of the SKU shows it.

/** A figure that stands in an answer only if it is told. */
const STOCK = 73_519;
const wide = { maxCartQuantity: 1_000_000 };

let ask: Ask;
beforeAll(async () => {
  ask = await shopper();
});

function told(answer: Answer<unknown>): boolean {
  return new RegExp(`\\b${STOCK}\\b`).test(JSON.stringify(answer.body));
}

/** Every answer in which a figure of a SKU could stand. */
async function everywhere(sku: string, of: Ask): Promise<Record<string, Answer<unknown>>> {
  const id = await product({ title: "P", inventoryMethod: "sku", sku });
  const kit = await product({ title: "K", inventoryMethod: "kit", components: [{ sku, quantity: 1 }], policy: wide });
  const reserve = (line: object) => of("POST", "/v1/reservations", { body: { lines: [line] } });
  const mine = await of<Reservation>("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 1 }] } });
  const own = mine.body.id;
  const body = { revision: 1, lines: [{ sku, quantity: STOCK + 1 }] };
  return {
    view: await of("GET", `/v1/availability/${sku}?reservation=${own}`),
    list: await of("GET", `/v1/availability?sku=${sku}&reservation=${own}`),
    product: await of("GET", `/v1/products/${id}/availability?reservation=${own}`),
    kit: await of("GET", `/v1/products/${kit}/availability?reservation=${own}`),
    change: await of("POST", `/v1/reservations/${own}/change`, { body }),
    held: mine,
    read: await of("GET", `/v1/reservations/${own}`),
    // The last, as it gives the shopper's own unit back: all of the stock is free again.
    released: await of("POST", `/v1/reservations/${own}/release`),
    refused: await reserve({ sku, quantity: STOCK + 1 }),
    refusedProduct: await reserve({ product: id, quantity: STOCK + 1 }),
    refusedKit: await reserve({ product: kit, quantity: STOCK + 1 }),
  };
}

function whereTold(answers: Record<string, Answer<unknown>>): string[] {
  return Object.entries(answers).flatMap(([where, answer]) => (told(answer) ? [where] : []));
}

describe("where policy shows no figures", () => {
  test("a shopper sees none anywhere", async () => {
    const answers = await everywhere(await stocked(STOCK, wide), ask);
    expect(whereTold(answers)).toEqual([]);
    for (const where of ["change", "refused", "refusedProduct", "refusedKit"]) {
      const { errors } = expectProblem(answers[where] as Answer<Problem>, 409, "insufficient_stock", ["/lines/0"]);
      expect(errors?.[0]).toMatchObject({ requested: STOCK + 1 });
      expect(errors?.[0]).not.toHaveProperty("available");
    }
  });

  test("a secret key sees them everywhere", async () => {
    const answers = await everywhere(await stocked(STOCK, wide), request);
    expect(whereTold(answers)).toEqual([
      "view",
      "list",
      "product",
      "kit",
      "change",
      "refused",
      "refusedProduct",
      "refusedKit",
    ]);
    expect((answers.view as Answer<Availability>).body.figures).toEqual({
      onHand: STOCK,
      held: 0,
      allocated: 0,
      planned: 0,
      incoming: 0,
      available: STOCK,
      stockLevel: STOCK,
    });
  });

  test("what may be ordered is told from policy alone", async () => {
    const sku = await stocked(3);
    const asShopper = await ask<Availability>("GET", `/v1/availability/${sku}`);
    expect(asShopper.body).toMatchObject({
      status: "in_stock",
      message: { code: "in_stock" },
      purchasable: true,
      orderQuantity: { min: 1, max: 10_000, allowed: null, multiple: 1 },
      schemaOrg: { availability: "https://schema.org/InStock" },
    });
    expect(asShopper.body).not.toHaveProperty("quantity");
    expect(asShopper.body).not.toHaveProperty("figures");
    expect(asShopper.body.message).not.toHaveProperty("quantity");
    expect(asShopper.body.schemaOrg).not.toHaveProperty("inventoryLevel");
    const asShop = await request<Availability>("GET", `/v1/availability/${sku}`);
    expect(asShop.body.orderQuantity.max).toBe(3);
  });

  test("nothing left looks the same as a little too few", async () => {
    const [none, some] = [await stocked(0), await stocked(4)];
    const errorsOf = async (sku: string): Promise<unknown> => {
      const refused = await ask<Problem>("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 5 }] } });
      const { requestId: _, ...rest } = expectProblem(refused, 409, "insufficient_stock");
      return JSON.parse(JSON.stringify(rest).replaceAll(sku, "SKU"));
    };
    expect(await errorsOf(none)).toEqual(await errorsOf(some));
  });
});

describe("where policy shows figures", () => {
  test("a shopper sees what is free, in views and in refusals", async () => {
    const sku = await stocked(STOCK, { ...wide, displayStockQuantity: true });
    const answers = await everywhere(sku, ask);
    expect((answers.view as Answer<Availability>).body).toMatchObject({
      message: { code: "in_stock_quantity", quantity: { value: STOCK, capped: false } },
      quantity: { value: STOCK, capped: false },
      orderQuantity: { max: STOCK },
      schemaOrg: { inventoryLevel: STOCK },
    });
    const { errors } = expectProblem(answers.refused as Answer<Problem>, 409, "insufficient_stock", ["/lines/0"]);
    expect(errors?.[0]).toMatchObject({ requested: STOCK + 1, available: STOCK });
    // A kit is shown by its own policy, which shows nothing here.
    expect((answers.kit as Answer<Availability>).body).not.toHaveProperty("quantity");
  });

  test("all figures stay with secret keys, whatever is shown", async () => {
    const sku = await stocked(3, { displayStockQuantity: true });
    const seen = await ask<AvailabilityList>("GET", `/v1/availability?sku=${sku}`);
    expect(seen.body.items[0]).not.toHaveProperty("figures");
  });

  test("a product shows them by its own policy, unless the SKU says otherwise", async () => {
    const sku = await stocked(3);
    const policy = { displayStockQuantity: true };
    const shows = await product({ title: "S", inventoryMethod: "sku", sku, policy });
    const seen = await ask<Availability>("GET", `/v1/products/${shows}/availability`);
    expect(seen.body.quantity).toEqual({ value: 3, capped: false });
    const body = { lines: [{ product: shows, quantity: 4 }] };
    const refused = await ask("POST", "/v1/reservations", { body });
    expect(expectProblem(refused, 409, "insufficient_stock").errors).toMatchObject([{ available: 3 }]);
    expect((await ask<Availability>("GET", `/v1/availability/${sku}`)).body).not.toHaveProperty("quantity");
    // The SKU's own word is nearer than the product's.
    await setPolicy(sku, { displayStockQuantity: false });
    const hidden = await ask<Availability>("GET", `/v1/products/${shows}/availability`);
    expect(hidden.body).not.toHaveProperty("quantity");
  });
});

describe("a capped figure", () => {
  test("is all that a shopper learns", async () => {
    const policy = { ...wide, displayStockQuantity: true, displayQuantityCap: 10 };
    const answers = await everywhere(await stocked(STOCK, policy), ask);
    expect(whereTold(answers)).toEqual([]);
    expect((answers.view as Answer<Availability>).body).toMatchObject({
      message: { code: "in_stock_quantity", quantity: { value: 10, capped: true } },
      quantity: { value: 10, capped: true },
      orderQuantity: { max: 1_000_000 },
    });
    expect((answers.view as Answer<Availability>).body.schemaOrg).not.toHaveProperty("inventoryLevel");
  });

  test("is the figure itself up to the cap", async () => {
    const sku = await stocked(10, { displayStockQuantity: true, displayQuantityCap: 10 });
    const seen = await ask<Availability>("GET", `/v1/availability/${sku}`);
    expect(seen.body).toMatchObject({ quantity: { value: 10, capped: false }, orderQuantity: { max: 10 } });
  });
});

test("where availability is not displayed nothing is said of it, not even to other systems", async () => {
  const sku = await stocked(STOCK, { ...wide, displayAvailability: false, displayStockQuantity: true });
  const answers = await everywhere(sku, ask);
  expect(whereTold(answers)).toEqual([]);
  expect((answers.view as Answer<Availability>).body).toMatchObject({
    message: null,
    schemaOrg: null,
    merchantFeed: null,
    purchasable: true,
    orderQuantity: { max: 1_000_000 },
  });
});

test("a hidden SKU says no more than that it is hidden", async () => {
  const sku = await stocked(STOCK, { ...wide, published: false, displayStockQuantity: true });
  const seen = await ask<Availability>("GET", `/v1/availability/${sku}`);
  expect(seen.body).toMatchObject({ status: "hidden", message: null, purchasable: false, schemaOrg: null });
  const refused = await ask("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: STOCK + 1 }] } });
  expectProblem(refused, 409, "not_purchasable", ["/lines/0"]);
  expect(told(seen) || told(refused)).toBe(false);
});

test("a quantity that the cart's rules refuse is answered from the settings, whatever the stock", async () => {
  const sku = await stocked(STOCK, { maxCartQuantity: 80_000, quantityMultiple: 2 });
  const reserve = (quantity: number) =>
    ask<Problem>("POST", "/v1/reservations", { body: { lines: [{ sku, quantity }] } });
  for (const [quantity, told] of [
    [STOCK + 10_001, { reason: "above_max", max: 80_000 }],
    [STOCK + 2, { reason: "not_multiple", multiple: 2 }],
  ] as const) {
    const refused = await reserve(quantity);
    const { errors } = expectProblem(refused, 422, "invalid_quantity", ["/lines/0/quantity"]);
    const { detail: _, ...rest } = errors?.[0] ?? { detail: "" };
    expect(rest).toEqual({ pointer: "/lines/0/quantity", line: 0, code: "invalid_quantity", sku, ...told });
    expect(whereTold({ refused })).toEqual([]);
  }
});

test("a partial reservation shows what was taken, as it has to", async () => {
  const sku = await stocked(STOCK, wide);
  const body = { lines: [{ sku, quantity: STOCK + 1 }], partial: true };
  const held = await ask<Reservation>("POST", "/v1/reservations", { body });
  expect(held.status).toBe(201);
  expect(held.body.lines).toMatchObject([{ quantity: STOCK, requested: STOCK + 1 }]);
});

test("how far a SKU may be sold beyond stock is not told in a refusal", async () => {
  const ask = await shopper();
  const sku = await stocked(0, { backorders: "allow", backorderLimit: 5, displayStockQuantity: true });
  const refused = await ask<Problem>("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 6 }] } });
  expect(refused.body).toMatchObject({ code: "insufficient_stock", errors: [{ requested: 6 }] });
  expect(refused.body.errors?.[0]).not.toHaveProperty("available");
});
