import { beforeAll, describe, expect, test } from "vitest";
import type { Order, Reservation } from "../../../sdk/index.ts";
import { type Ask, as, expectProblem, figures, freshAddress, request } from "../../worker/shop.ts";
import { shopper, visit } from "../shop-visit.ts";

let ask: Ask;
beforeAll(async () => {
  ask = await shopper();
});

async function cart(quantity = 1): Promise<Reservation> {
  const lines = [
    { sku: "LOAM-BOWL", quantity },
    { product: "loam-breakfast-mug", selection: { Size: "Large", Glaze: "Chalk" }, quantity: 1 },
    { sku: "LOAM-GIFT-CARD", quantity: 1 },
  ];
  // The key of a shopper has to be long.
  const held = await ask<Reservation>("POST", "/v1/reservations", { body: { lines, ttlSeconds: 60 } });
  expect(held.status).toBe(201);
  return held.body;
}

/** As a page pays: without any key. */
const pay: Ask = (method, path, options = {}) =>
  request(method, path, { key: null, ...options, headers: { ...freshAddress(), ...options.headers } });

describe("paying", () => {
  test("places an order from the reservation, under an id that the shop makes", async () => {
    const before = await figures("LOAM-BOWL");
    const { id } = await cart(2);
    const paid = await pay<Order>("POST", "/demo/orders", { body: { reservation: id } });
    expect(paid.status).toBe(200);
    expect(paid.body).toMatchObject({ state: "placed", reservation: id, lines: [{ ordered: 2 }, { ordered: 1 }, {}] });
    expect(paid.body.id).toMatch(/^LOAM-[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(await figures("LOAM-BOWL")).toEqual({ ...before, allocated: before.allocated + 2 });
    const page = await visit(`/orders/${paid.body.id}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain(paid.body.id);
    expect(page.body).toContain("Everyday bowl");
    expect(page.body).toContain("Large, Chalk");
    // 2 × 28 + 24 + 50
    expect(page.body).toContain("€130.00");
  });

  test("twice, at the same moment or again later, is one order", async () => {
    const before = await figures("LOAM-BOWL");
    const { id } = await cart(1);
    const [one, other] = await Promise.all([
      pay<Order>("POST", "/demo/orders", { body: { reservation: id } }),
      pay<Order>("POST", "/demo/orders", { body: { reservation: id } }),
    ]);
    const later = await pay<Order>("POST", "/demo/orders", { body: { reservation: id } });
    expect([one.status, other.status, later.status]).toEqual([200, 200, 200]);
    expect(new Set([one, other, later].map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await figures("LOAM-BOWL")).toEqual({ ...before, allocated: before.allocated + 1 });
  });

  test("a cart that was given back is told to be, and leads to no order", async () => {
    const { id } = await cart();
    await ask("POST", `/v1/reservations/${id}/release`);
    const answer = await pay("POST", "/demo/orders", { body: { reservation: id } });
    expect(answer.status).toBe(409);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({ code: "reservation_released" });
  });

  test("a cart that never was is told to be none", async () => {
    const answer = await pay("POST", "/demo/orders", { body: { reservation: "rsv_nothing" } });
    expect(answer.body).toMatchObject({ code: "reservation_not_found", status: 404 });
  });

  test("is only for pages of this shop, and only in JSON", async () => {
    const { id } = await cart();
    const body = { reservation: id };
    const crossSite = await pay("POST", "/demo/orders", { body, headers: { "sec-fetch-site": "cross-site" } });
    expectProblem(crossSite, 403, "forbidden");
    const form = { "content-type": "text/plain" };
    expectProblem(
      await pay("POST", "/demo/orders", { body: JSON.stringify(body), headers: form }),
      415,
      "invalid_request",
    );
    const same = await pay<Order>("POST", "/demo/orders", { body, headers: { "sec-fetch-site": "same-origin" } });
    expect(same.status).toBe(200);
  });

  test("refuses what is no payment, and names the fields", async () => {
    expectProblem(await pay("POST", "/demo/orders", { body: {} }), 400, "invalid_request", ["/reservation"]);
    expectProblem(
      await pay("POST", "/demo/orders", { body: { reservation: "r", id: "A-1" } }),
      400,
      "invalid_request",
      ["/id"],
    );
    const json = { "content-type": "application/json" };
    expectProblem(await pay("POST", "/demo/orders", { body: "{", headers: json }), 400, "invalid_request");
  });

  test("is braked for each client", async () => {
    const one = as(null, freshAddress());
    const statuses = [];
    for (let made = 0; made < 60; made += 1) statuses.push((await one("POST", "/demo/orders", { body: {} })).status);
    expect(new Set(statuses)).toEqual(new Set([400]));
    expectProblem(await one("POST", "/demo/orders", { body: {} }), 429, "rate_limited");
  });
});
