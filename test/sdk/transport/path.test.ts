import { expect, test } from "vitest";
import { createStorefront } from "../../../sdk/index.ts";
import { adminOver, BASE } from "../clients.ts";
import { errorNamed } from "../failures.ts";
import { answering, line } from "../line.ts";

test.each([
  ["a/b", "a%2Fb"],
  ["a b", "a%20b"],
  ["100%", "100%25"],
  ["a?b#c", "a%3Fb%23c"],
  ["ä🧦", "%C3%A4%F0%9F%A7%A6"],
  ["%2e%2e", "%252e%252e"],
  ["...", "..."],
])("a name with whatever characters is one part of a path: %s", async (name, part) => {
  const made = line();
  const admin = adminOver(made);
  await admin.skus.get(name);
  await admin.orders.unplan(name, name);
  expect(made.sent.map(({ path }) => path)).toEqual([
    `/v1/admin/skus/${part}`,
    `/v1/orders/${part}/shipments/${part}/unplan`,
  ]);
});

test.each(["", ".", "..", "\ud800"])(
  "a name that would be another path, or none, is refused before it is sent: %j",
  async (name) => {
    const made = line();
    const admin = adminOver(made);
    const calls = [
      admin.skus.get(name),
      admin.skus.adjust(name, { delta: 1, reason: "found" }),
      admin.products.remove(name),
      admin.orders.cancel(name),
      admin.restore(name),
      admin.products.availability(name),
      admin.skus.movements(name),
    ];
    for (const call of calls) {
      expect(await errorNamed(call, "ValidationError")).toMatchObject({
        code: "invalid_request",
        status: null,
        retryable: false,
      });
    }
    expect(made.sent).toHaveLength(0);
  },
);

test("what a list is filtered by is left out where it is not said", async () => {
  const made = line([], answering(200, { items: [], nextCursor: null }));
  const admin = adminOver(made);
  await admin.events.list({ sku: "a&b", type: undefined, to: "2020-01-01T00:00:00Z" } as never, { limit: 1 });
  await admin.skus.list();
  expect(made.sent.map(({ path }) => path)).toEqual([
    "/v1/admin/events?sku=a%26b&to=2020-01-01T00%3A00%3A00Z&limit=1",
    "/v1/admin/skus",
  ]);
});

test("a product is asked about with its options, its channel and a reservation", async () => {
  const made = line();
  const { products } = createStorefront({ baseUrl: BASE, fetch: made.fetch });
  await products.availability("SHIRT");
  await products.availability("SHIRT", { selection: { Size: "M" } });
  await products.availability("SHIRT", { selection: {}, choices: true, channel: "fair", reservation: "rsv_1" });
  expect(made.sent.map(({ path }) => path)).toEqual([
    "/v1/products/SHIRT/availability",
    "/v1/products/SHIRT/availability?selection=%7B%22Size%22%3A%22M%22%7D",
    "/v1/products/SHIRT/availability?selection=%7B%7D&choices=true&channel=fair&reservation=rsv_1",
  ]);
});
