import { afterEach, describe, expect, test, vi } from "vitest";
import type { Availability, LineProblem, Reservation } from "../../../sdk/index.ts";
import { putChannel, putWarehouse } from "../network.ts";
import {
  expectClean,
  expectProblem,
  figures,
  freshSku,
  hold,
  order,
  product,
  receive,
  request,
  runAlarmOf,
  setPolicy,
  shopper,
  stocked,
  view,
} from "../shop.ts";

afterEach(() => {
  vi.useRealTimers();
});

const START = Date.UTC(2026, 11, 1, 9, 0, 0);
/** RFC 3339, so many seconds after the start. */
const at = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();
const goTo = (seconds: number): void => {
  vi.setSystemTime(START + seconds * 1_000);
};

test("a reservation says what it holds, until when, by the server's clock", async () => {
  goTo(0);
  const sku = await stocked(5, { preferredWarehouse: "main" });
  const held = await request<Reservation>("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 2 }] } });
  expect(held.status).toBe(201);
  const { id, ...rest } = held.body;
  expect(id).toMatch(/^rsv_[0-3][0-9a-f][A-Za-z0-9_-]{44}$/);
  expect(rest).toEqual({
    state: "held",
    channel: "web",
    revision: 1,
    lines: [
      {
        sku,
        quantity: 2,
        requested: 2,
        backordered: 0,
        skus: [{ sku, quantity: 2, backordered: 0, shipsFrom: "main" }],
      },
    ],
    createdAt: "2026-12-01T09:00:00.000Z",
    expiresAt: "2026-12-01T09:15:00.000Z",
    asOf: "2026-12-01T09:00:00.000Z",
  });
  goTo(1);
  const read = await request<Reservation>("GET", `/v1/reservations/${id}`);
  expect(read.body).toEqual({ ...held.body, asOf: at(1) });
});

describe("all lines are held, or none", () => {
  test("every SKU that is short is named, and nothing is held", async () => {
    const [plenty, few, none] = [await stocked(9), await stocked(2), await stocked(0)];
    const lines = [plenty, few, none].map((sku) => ({ sku, quantity: 3 }));
    const refused = await request("POST", "/v1/reservations", { body: { lines } });
    const { errors } = expectProblem(refused, 409, "insufficient_stock", ["/lines/1", "/lines/2"]);
    expect(errors).toMatchObject([
      { code: "insufficient_stock", sku: few, requested: 3, available: 2 },
      { code: "insufficient_stock", sku: none, requested: 3, available: 0 },
    ]);
    for (const sku of [plenty, few, none]) expect(await figures(sku)).toMatchObject({ held: 0 });
    await expectClean(plenty, few, none);
  });

  test("lines of one SKU are judged by their sum", async () => {
    const sku = await stocked(5);
    const lines = [
      { sku, quantity: 3 },
      { sku, quantity: 3 },
    ];
    const refused = await request("POST", "/v1/reservations", { body: { lines } });
    const { errors } = expectProblem(refused, 409, "insufficient_stock", ["/lines/0", "/lines/1"]);
    expect(errors).toMatchObject([
      { requested: 6, available: 5 },
      { requested: 6, available: 5 },
    ]);
    const fitting = await hold([lines[0] ?? { sku, quantity: 3 }, { sku, quantity: 2 }]);
    expect(fitting.lines.map((line) => line.quantity)).toEqual([3, 2]);
    expect(await figures(sku)).toMatchObject({ held: 5 });
  });

  test("whatever is wrong with a cart is told at once: unknown, unsellable, quantity and stock", async () => {
    const missing = freshSku();
    const hidden = await stocked(5, { published: false });
    const pairs = await stocked(9, { quantityMultiple: 2 });
    const few = await stocked(1);
    const part = await stocked(9);
    const components = [{ sku: part, quantity: 1 }];
    const kit = await product({ title: "K", inventoryMethod: "kit", components, policy: { minCartQuantity: 2 } });
    const fine = await stocked(9);
    const lines = [
      { sku: fine, quantity: 1 },
      { sku: missing, quantity: 1 },
      { sku: hidden, quantity: 1 },
      { sku: pairs, quantity: 3 },
      { sku: few, quantity: 2 },
      { product: kit, quantity: 1 },
    ];
    const refused = await request("POST", "/v1/reservations", { body: { lines } });
    const { errors } = expectProblem(refused, 422, "sku_not_found", [
      "/lines/1/sku",
      "/lines/2",
      "/lines/3/quantity",
      "/lines/4",
      "/lines/5/quantity",
    ]);
    expect(errors?.map((error) => error.code)).toEqual([
      "sku_not_found",
      "not_purchasable",
      "invalid_quantity",
      "insufficient_stock",
      "invalid_quantity",
    ]);
    for (const sku of [hidden, pairs, few, part, fine]) expect(await figures(sku)).toMatchObject({ held: 0 });
  });

  test("every product that does not exist is told at once", async () => {
    const sku = await stocked(5);
    const lines = [
      { product: "no-such-1", quantity: 1 },
      { sku, quantity: 1 },
      { product: "no-such-2", quantity: 1 },
    ];
    const refused = await request("POST", "/v1/reservations", { body: { lines } });
    expectProblem(refused, 422, "product_not_found", ["/lines/0/product", "/lines/2/product"]);
    expect(await figures(sku)).toMatchObject({ held: 0 });
  });
});

describe("the first rule of the cart that is broken is the one told", () => {
  type Told = Pick<LineProblem, "detail" | "reason" | "min" | "max" | "allowed" | "multiple">;
  const multiple: Told = { detail: "must be a multiple of 3", reason: "not_multiple", multiple: 3 };
  test.each<[Record<string, unknown>, number, Told]>([
    [{ minCartQuantity: 3, allowedQuantities: [5] }, 2, { detail: "must be at least 3", reason: "below_min", min: 3 }],
    [{ maxCartQuantity: 4, quantityMultiple: 2 }, 5, { detail: "must be at most 4", reason: "above_max", max: 4 }],
    [
      { allowedQuantities: [2, 6], quantityMultiple: 3 },
      4,
      { detail: "must be one of 2, 6", reason: "not_allowed", allowed: [2, 6] },
    ],
    [{ allowedQuantities: [2, 6], quantityMultiple: 3 }, 2, multiple],
    [{ quantityMultiple: 3, published: false }, 4, multiple],
  ])("%j for %i", async (policy, quantity, told) => {
    const sku = await stocked(0, policy);
    const refused = await request("POST", "/v1/reservations", { body: { lines: [{ sku, quantity }] } });
    const { errors } = expectProblem(refused, 422, "invalid_quantity", ["/lines/0/quantity"]);
    expect(errors).toEqual([{ pointer: "/lines/0/quantity", line: 0, code: "invalid_quantity", sku, ...told }]);
  });

  test("then whether it is sold at all, then its stock", async () => {
    const hidden = await stocked(0, { published: false });
    const refused = await request("POST", "/v1/reservations", { body: { lines: [{ sku: hidden, quantity: 1 }] } });
    expectProblem(refused, 409, "not_purchasable", ["/lines/0"]);
  });
});

describe("what is not sold now is refused with the code of what the shopper is told, and a sentence", () => {
  const disabled = { minStockQuantity: 5, lowStockActivity: "disable_buy_button" };
  test.each<[string, Record<string, unknown>, string, string]>([
    ["unpublished", { published: false }, "hidden", "is not for sale."],
    ["before its time", { availableFrom: "2099-01-01T00:00:00Z" }, "not_yet_available", "is not on sale yet."],
    ["after its time", { availableUntil: "2020-01-01T00:00:00Z" }, "no_longer_available", "is not on sale any more."],
    ["buy button disabled for low stock", disabled, "low_stock", "cannot be bought now."],
    ["unpublished for low stock", { minStockQuantity: 5, lowStockActivity: "unpublish" }, "hidden", "is not for sale."],
  ])("%s", async (_, policy, reason, sentence) => {
    const sku = await stocked(3, policy);
    const refused = await request("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 1 }] } });
    const { errors } = expectProblem(refused, 409, "not_purchasable", ["/lines/0"]);
    const detail = `${sku} ${sentence}`;
    expect(errors).toEqual([{ pointer: "/lines/0", line: 0, code: "not_purchasable", detail, reason, sku }]);
  });

  test("discontinued and sold out", async () => {
    const sku = await stocked(1, { discontinued: true });
    await hold([{ sku, quantity: 1 }]);
    const refused = await request("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 1 }] } });
    expect(expectProblem(refused, 409, "not_purchasable").errors).toMatchObject([
      { reason: "discontinued", detail: `${sku} is sold out for good.` },
    ]);
  });
});

describe("channels", () => {
  test("one that is not there is a field that cannot be right", async () => {
    const sku = await stocked(1);
    const body = { lines: [{ sku, quantity: 1 }], channel: "nowhere" };
    expectProblem(await request("POST", "/v1/reservations", { body }), 422, "channel_not_found", ["channel"]);
  });

  test("one sells what its active warehouses have, and one without a warehouse sells nothing", async () => {
    await putWarehouse("east", {});
    await putWarehouse("closed", { active: false });
    await putChannel("market", { warehouses: ["east"] });
    await putChannel("void", {});
    await putChannel("shut", { warehouses: ["closed"] });
    const sku = await stocked(1);
    const body = { warehouse: "east", delta: 4, reason: "received" };
    expect((await request("POST", `/v1/admin/skus/${sku}/adjust`, { body })).status).toBe(200);
    const held = await hold([{ sku, quantity: 4 }], { channel: "market" });
    expect(held).toMatchObject({ channel: "market", lines: [{ skus: [{ shipsFrom: "east" }] }] });
    expect(await view(sku, "?channel=market")).toMatchObject({ channel: "market", figures: { available: 0 } });
    expect(await view(sku)).toMatchObject({ channel: "web", figures: { available: 1 } });
    const untracked = await stocked(1, { trackInventory: false });
    for (const channel of ["void", "shut"]) {
      const refused = await request("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 1 }], channel } });
      expectProblem(refused, 409, "channel_without_warehouse");
      // Not even what needs no stock.
      const voucher = await product({ title: "Voucher", inventoryMethod: "none" });
      const uncounted = { lines: [{ product: voucher, quantity: 1 }], channel };
      const none = await request("POST", "/v1/reservations", { body: uncounted });
      expectProblem(none, 409, "channel_without_warehouse");
      const unsold = { status: "out_of_stock", message: { code: "out_of_stock" }, purchasable: false };
      expect(await view(sku, `?channel=${channel}`)).toMatchObject(unsold);
      expect(await view(untracked, `?channel=${channel}`)).toMatchObject(unsold);
      const kit = await product({
        title: "Kit",
        inventoryMethod: "kit",
        components: [{ sku: untracked, quantity: 1 }],
      });
      for (const id of [voucher, kit]) {
        const seen = await request("GET", `/v1/products/${id}/availability?channel=${channel}`);
        expect(seen.body).toMatchObject(unsold);
      }
    }
  });
});

describe("its own units never count against a shopper", () => {
  test("in a view asked for with the reservation", async () => {
    const sku = await stocked(3, { displayStockQuantity: true });
    const ask = await shopper();
    const mine = await hold([{ sku, quantity: 2 }], {}, ask);
    expect(await view(sku, "", ask)).toMatchObject({ quantity: { value: 1 }, orderQuantity: { max: 1 } });
    const seen = await view(sku, `?reservation=${mine.id}`, ask);
    expect(seen).toMatchObject({ quantity: { value: 3 }, orderQuantity: { max: 3 } });
    const all = await hold([{ sku, quantity: 1 }], {}, ask);
    expect(await view(sku, "", ask)).toMatchObject({ status: "out_of_stock" });
    expect(await view(sku, `?reservation=${all.id}`, ask)).toMatchObject({ quantity: { value: 1 } });
    await request("POST", `/v1/reservations/${mine.id}/release`);
    expect(await view(sku, `?reservation=${mine.id}`, ask)).toMatchObject({ quantity: { value: 2 } });
  });

  test("an id that nobody has changes nothing in a view", async () => {
    const sku = await stocked(3);
    expect(await view(sku, "?reservation=nothing")).toMatchObject({ figures: { available: 3 } });
  });
});

describe("time", () => {
  test("it ends when its time is up, and everybody is told the same from then on", async () => {
    goTo(0);
    const sku = await stocked(3);
    const { id } = await hold([{ sku, quantity: 3 }], { ttlSeconds: 60 });
    goTo(59.999);
    expect((await request<Reservation>("GET", `/v1/reservations/${id}`)).body.state).toBe("held");
    expect(await view(sku)).toMatchObject({ purchasable: false, figures: { available: 0 } });
    goTo(60);
    // At once, before any alarm: the hold leaves the view, it cannot be used, and its units can be had.
    expect(await view(sku, "?consistency=strong")).toMatchObject({
      purchasable: true,
      figures: { held: 0, available: 3 },
    });
    const attempts: [string, unknown][] = [
      [`/v1/reservations/${id}/change`, { revision: 1, lines: [{ sku, quantity: 1 }] }],
      [`/v1/reservations/${id}/extend`, {}],
      [`/v1/reservations/${id}/release`, undefined],
      ["/v1/orders", { id: "too-late", reservation: id }],
    ];
    for (const [path, body] of attempts) {
      expectProblem(await request("POST", path, { body }), 409, "reservation_expired");
    }
    const other = await hold([{ sku, quantity: 3 }]);
    expect(await runAlarmOf(id)).toBe(true);
    for (const [path, body] of attempts) {
      expectProblem(await request("POST", path, { body }), 409, "reservation_expired");
    }
    const read = await request<Reservation>("GET", `/v1/reservations/${id}`);
    expect(read.body).toMatchObject({ state: "expired", expiresAt: at(60) });
    expect(await figures(sku)).toEqual({ onHand: 3, held: 3, allocated: 0 });
    await request("POST", `/v1/reservations/${other.id}/release`);
    expectProblem(await request("GET", "/v1/orders/too-late"), 404, "order_not_found");
    await expectClean(sku);
  });

  test("its alarm gives the units back though nobody asks", async () => {
    goTo(0);
    const sku = await stocked(3);
    const { id } = await hold([{ sku, quantity: 2 }], { ttlSeconds: 60 });
    expect(await figures(sku)).toMatchObject({ held: 2 });
    goTo(61);
    expect(await runAlarmOf(id)).toBe(true);
    expect(await figures(sku)).toMatchObject({ onHand: 3, held: 0 });
    await expectClean(sku);
  });

  test("extending counts from now, and never makes it shorter", async () => {
    goTo(0);
    const sku = await stocked(3);
    const { id } = await hold([{ sku, quantity: 1 }]);
    const extend = async (body: unknown): Promise<string> =>
      (await request<Reservation>("POST", `/v1/reservations/${id}/extend`, { body })).body.expiresAt;
    goTo(600);
    expect(await extend({})).toBe(at(600 + 900));
    expect(await extend({ ttlSeconds: 60 })).toBe(at(1_500));
    expect(await extend({ ttlSeconds: 86_400 })).toBe(at(600 + 86_400));
    goTo(86_999);
    expect((await request<Reservation>("GET", `/v1/reservations/${id}`)).body.state).toBe("held");
    expect(await view(sku)).toMatchObject({ figures: { held: 1 } });
    goTo(87_000);
    expect((await request<Reservation>("GET", `/v1/reservations/${id}`)).body.state).toBe("expired");
  });

  test("a shopper's lives two hours at most, extensions included", async () => {
    goTo(0);
    const sku = await stocked(3);
    const ask = await shopper();
    const { id } = await hold([{ sku, quantity: 1 }], { ttlSeconds: 1_800 }, ask);
    const extend = async (): Promise<string> =>
      (await ask<Reservation>("POST", `/v1/reservations/${id}/extend`, { body: { ttlSeconds: 1_800 } })).body.expiresAt;
    const expiries: string[] = [];
    for (const seconds of [1_700, 3_400, 5_100, 6_800, 7_199]) {
      goTo(seconds);
      expiries.push(await extend());
    }
    expect(expiries).toEqual([3_500, 5_200, 6_900, 7_200, 7_200].map(at));
    // Not even with the shop's own key: the life was given to the reservation.
    const secret = await request<Reservation>("POST", `/v1/reservations/${id}/extend`, { body: { ttlSeconds: 3_600 } });
    expect(secret.body.expiresAt).toBe(at(7_200));
    goTo(7_200);
    const late = await ask("POST", `/v1/reservations/${id}/extend`, { body: {} });
    expectProblem(late, 409, "reservation_expired");
  });
});

describe("what became of it is told to every later attempt", () => {
  test("released", async () => {
    const sku = await stocked(3);
    const { id } = await hold([{ sku, quantity: 1 }]);
    const released = await request<Reservation>("POST", `/v1/reservations/${id}/release`);
    expect(released.body).toMatchObject({ id, state: "released", lines: [{ quantity: 1 }] });
    expect(await figures(sku)).toMatchObject({ held: 0 });
    for (const [path, body] of [
      [`/v1/reservations/${id}/change`, { revision: 1, lines: [{ sku, quantity: 1 }] }],
      [`/v1/reservations/${id}/extend`, {}],
      [`/v1/reservations/${id}/release`, undefined],
      ["/v1/orders", { id: "of-released", reservation: id }],
    ] as const) {
      expectProblem(await request("POST", path, { body }), 409, "reservation_released");
    }
    expect((await request<Reservation>("GET", `/v1/reservations/${id}`)).body.state).toBe("released");
  });

  test("ordered", async () => {
    const sku = await stocked(3);
    const { id } = await hold([{ sku, quantity: 1 }]);
    const placed = await order(id);
    for (const [path, body] of [
      [`/v1/reservations/${id}/change`, { revision: 1, lines: [{ sku, quantity: 1 }] }],
      [`/v1/reservations/${id}/extend`, {}],
      [`/v1/reservations/${id}/release`, undefined],
      ["/v1/orders", { id: "of-ordered", reservation: id }],
    ] as const) {
      expectProblem(await request("POST", path, { body }), 409, "reservation_ordered");
    }
    const read = await request<Reservation>("GET", `/v1/reservations/${id}`);
    expect(read.body).toMatchObject({ state: "ordered", order: placed.id });
    expect(await figures(sku)).toEqual({ onHand: 3, held: 0, allocated: 1 });
  });

  test.each(["nothing", "rsv_00short", `rsv_40${"a".repeat(44)}`, `rsv_3f${"a".repeat(44)}`])(
    "%s was never one",
    async (id) => {
      expectProblem(await request("GET", `/v1/reservations/${id}`), 404, "reservation_not_found");
      const body = { revision: 1, lines: [{ sku: "S", quantity: 1 }] };
      expectProblem(await request("POST", `/v1/reservations/${id}/change`, { body }), 404, "reservation_not_found");
      expectProblem(await request("POST", `/v1/reservations/${id}/extend`, { body: {} }), 404, "reservation_not_found");
      expectProblem(await request("POST", `/v1/reservations/${id}/release`), 404, "reservation_not_found");
    },
  );
});

describe("selling beyond stock", () => {
  test("each line says how many of its units are not there yet", async () => {
    const sku = await stocked(3, { backorders: "allow_and_notify", backorderLimit: 5 });
    const first = await hold([
      { sku, quantity: 2 },
      { sku, quantity: 4 },
    ]);
    expect(first.lines).toMatchObject([
      { quantity: 2, backordered: 0, skus: [{ backordered: 0 }] },
      { quantity: 4, backordered: 3, skus: [{ backordered: 3 }] },
    ]);
    const refused = await request("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 3 }] } });
    expect(expectProblem(refused, 409, "insufficient_stock").errors).toMatchObject([{ available: 2 }]);
    const second = await hold([{ sku, quantity: 2 }]);
    expect(second.lines).toMatchObject([{ quantity: 2, backordered: 2 }]);
    expect((await order(second.id)).lines).toMatchObject([{ ordered: 2, backordered: 2 }]);
    expect(await view(sku)).toMatchObject({ status: "out_of_stock", purchasable: false, figures: { available: -5 } });
  });

  test("a negative threshold is a bounded backorder, a positive one is never sold", async () => {
    const beyond = await stocked(1, { outOfStockThreshold: -2 });
    expect((await hold([{ sku: beyond, quantity: 3 }])).lines).toMatchObject([{ backordered: 2 }]);
    const safe = await stocked(5, { outOfStockThreshold: 2 });
    const refused = await request("POST", "/v1/reservations", { body: { lines: [{ sku: safe, quantity: 4 }] } });
    expect(expectProblem(refused, 409, "insufficient_stock").errors).toMatchObject([{ available: 3 }]);
  });

  test("a preorder's limit decides until its date, then the stock does", async () => {
    goTo(0);
    const preorder = { availableAt: at(1_000), limit: 3 };
    const sku = await stocked(9, { preorder });
    expect(await view(sku)).toMatchObject({ status: "preorder", message: { code: "preorder", date: at(1_000) } });
    await hold([{ sku, quantity: 3 }], { ttlSeconds: 7_200 });
    expect(await view(sku)).toMatchObject({ status: "out_of_stock", message: { code: "available_in" } });
    const refused = await request("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 1 }] } });
    expectProblem(refused, 409, "insufficient_stock", ["/lines/0"]);
    goTo(1_000);
    expect(await view(sku)).toMatchObject({ status: "in_stock", figures: { available: 6 } });
    await hold([{ sku, quantity: 6 }]);
  });

  test("where nothing is counted nothing is held, however much is asked for", async () => {
    const sku = await stocked(0, { trackInventory: false, preferredWarehouse: "main" });
    const held = await hold([{ sku, quantity: 9_999 }]);
    expect(held.lines).toMatchObject([{ quantity: 9_999, backordered: 0, skus: [{ shipsFrom: "main" }] }]);
    expect(await figures(sku)).toMatchObject({ held: 0 });
    expect((await order(held.id)).lines).toMatchObject([{ ordered: 9_999, allocated: 9_999, backordered: 0 }]);
    expect(await figures(sku)).toMatchObject({ allocated: 0 });
    // Whether it is counted is fixed in the claim: turning it on later takes nothing back that was never taken.
    await setPolicy(sku, { trackInventory: true });
    await receive(sku, 1);
    expect(await figures(sku)).toEqual({ onHand: 1, held: 0, allocated: 0 });
    await expectClean(sku);
  });
});

test("many at once never hold more than there is", async () => {
  const sku = await stocked(10);
  const body = { lines: [{ sku, quantity: 3 }] };
  const answers = await Promise.all(Array.from({ length: 12 }, () => request("POST", "/v1/reservations", { body })));
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(3);
  for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 409, "insufficient_stock");
  expect(await figures(sku)).toEqual({ onHand: 10, held: 9, allocated: 0 });
  expect((await request<Availability>("GET", `/v1/availability/${sku}`)).body.figures?.available).toBe(1);
  await expectClean(sku);
});
