import { expect, test } from "vitest";
import type { Order } from "../../../sdk/index.ts";
import { expectProblem, freshId, request, stocked } from "../shop.ts";

test("an order that has grown to its bound is altered no more, and can still be read", {
  timeout: 60_000,
}, async () => {
  const sku = await stocked(0, { trackInventory: false });
  const id = freshId("order");
  const post = (path: string, body: object) => request<Order>("POST", `/v1/orders/${id}/${path}`, { body });
  const lines = [{ sku, quantity: 1_000 }];
  await request("POST", "/v1/orders", { body: { id, lines, state: "PaymentSettled" } });
  await post("shipments", { id: "S", lines: [{ line: 0, quantity: 999 }] });
  await post("shipments/S/ship", {});

  // 1,000 characters of a note that has 500 of two each, and some 80 around it: between 450 and 470 fit into 500,000.
  const note = "📦".repeat(500);
  let made = 0;
  for (;;) {
    const returned = await post("returns", { id: `R-${made}`, lines: [{ line: 0, quantity: 1 }], note });
    if (returned.status !== 201) {
      expectProblem(returned, 409, "too_many_changes");
      break;
    }
    made += 1;
  }
  expect(made).toBeGreaterThan(440);
  expect(made).toBeLessThan(470);
  const read = await request<Order>("GET", `/v1/orders/${id}`);
  expect(read.body).toMatchObject({ state: "placed", lines: [{ shipped: 999, returned: made }] });
  expect(read.body.returns).toHaveLength(made);
});
