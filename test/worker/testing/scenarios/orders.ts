import type { Scenario } from "../side.ts";
import { held, stocked } from "./goods.ts";

export const ORDER_SCENARIOS: readonly Scenario[] = [
  {
    name: "an order from the cart to the return",
    async play(side) {
      await stocked(side, "O-MUG", 5);
      const reservation = await held(side, "O-MUG", 4);
      const body = { id: "O-1", reservation };
      await side.ask("shopper", "POST", "/v1/orders", { body });
      const idempotencyKey = "an-order-is-placed-only-once";
      await side.ask("admin", "POST", "/v1/orders", { body, idempotencyKey });
      await side.ask("admin", "POST", "/v1/orders", { body, idempotencyKey });
      await side.ask("admin", "POST", "/v1/orders", { body });
      await side.ask("shopper", "POST", `/v1/reservations/${reservation}/release`);
      await side.ask("shopper", "GET", `/v1/reservations/${reservation}`);
      const path = "/v1/orders/O-1";
      const units = (quantity: number) => ({ lines: [{ line: 0, quantity }] });
      await side.ask("admin", "POST", `${path}/shipments`, { body: { id: "S-1", ...units(3) } });
      await side.ask("admin", "POST", `${path}/shipments`, { body: { id: "S-1", ...units(1) } });
      await side.ask("admin", "POST", `${path}/shipments`, { body: { id: "S-2", ...units(2) } });
      await side.ask("admin", "POST", `${path}/shipments/S-1/unplan`, { body: {} });
      await side.ask("admin", "POST", `${path}/shipments`, { body: { id: "S-3", ...units(3) } });
      await side.ask("admin", "POST", "/v1/admin/skus/O-MUG/count", { body: { onHand: 2 } });
      await side.ask("admin", "POST", `${path}/shipments/S-3/ship`, { body: { note: "by mail" } });
      await side.ask("admin", "POST", `${path}/shipments/S-3/unplan`, { body: {} });
      await side.ask("admin", "POST", `${path}/shipments/S-9/ship`, { body: {} });
      await side.ask("admin", "POST", `${path}/returns`, { body: { id: "R-1", ...units(1), note: "broken" } });
      await side.ask("admin", "POST", `${path}/returns`, { body: { id: "R-2", ...units(1), restock: false } });
      await side.ask("admin", "POST", `${path}/returns`, { body: { id: "R-3", ...units(2) } });
      await side.ask("admin", "POST", `${path}/cancel`, { body: { ...units(1), note: "too many" } });
      await side.ask("admin", "POST", `${path}/cancel`, { body: {} });
      await side.ask("admin", "GET", path);
      await side.ask("admin", "GET", "/v1/admin/skus/O-MUG");
      await side.ask("admin", "GET", "/v1/admin/skus/O-MUG/movements?limit=50");
      await side.ask("admin", "GET", "/v1/admin/skus/O-MUG/audit");
    },
  },
  {
    name: "an order without a cart, allocated once it is paid",
    async play(side) {
      await stocked(side, "O-PAID", 3);
      const lines = [{ sku: "O-PAID", quantity: 5 }];
      await side.ask("admin", "POST", "/v1/orders", { body: { id: "O-2", lines, channel: "web" } });
      await side.ask("admin", "GET", "/v1/orders/O-2");
      await side.ask("admin", "POST", "/v1/orders/O-2/shipments", {
        body: { id: "S", lines: [{ line: 0, quantity: 1 }] },
      });
      await side.ask("admin", "POST", "/v1/orders/O-2/states", { body: { state: "PaymentAuthorized" } });
      const shortfall = { state: "PaymentAuthorized", shortfall: "allocate_available" };
      await side.ask("admin", "POST", "/v1/orders/O-2/states", { body: shortfall });
      await side.ask("admin", "POST", "/v1/orders/O-2/states", { body: { state: "PaymentSettled" } });
      await side.ask("admin", "POST", "/v1/orders/O-2/lines", { body: { lines: [{ line: 0, quantity: 2 }] } });
      await side.ask("admin", "POST", "/v1/orders/O-2/lines", { body: { lines: [{ line: 0, quantity: 9 }] } });
      await side.ask("admin", "POST", "/v1/orders/O-2/cancel", { body: {} });
      await side.ask("admin", "POST", "/v1/orders/O-2/cancel", { body: {} });
      await side.ask("admin", "GET", "/v1/admin/skus/O-PAID");
    },
  },
  {
    name: "goods come for those who wait",
    async play(side) {
      await stocked(side, "O-WAIT", 1, { backorders: "allow" });
      const lines = [{ sku: "O-WAIT", quantity: 3 }];
      await side.ask("admin", "POST", "/v1/orders", { body: { id: "O-3", lines, state: "PaymentSettled" } });
      await side.ask("admin", "GET", "/v1/orders/O-3");
      await side.ask("admin", "POST", "/v1/orders/O-3/shipments", {
        body: { id: "S", lines: [{ line: 0, quantity: 2 }] },
      });
      await side.ask("admin", "POST", "/v1/admin/skus/O-WAIT/adjust", { body: { delta: 5, reason: "received" } });
      await side.ask("admin", "GET", "/v1/orders/O-3");
      await side.ask("admin", "POST", "/v1/orders/O-3/shipments", {
        body: { id: "S", lines: [{ line: 0, quantity: 2 }] },
      });
    },
  },
  {
    name: "orders that are none",
    async play(side) {
      await stocked(side, "O-NONE", 1);
      const lines = [{ sku: "O-NONE", quantity: 2 }];
      await side.ask("admin", "GET", "/v1/orders/unheard-of");
      await side.ask("admin", "POST", "/v1/orders", { body: { id: "O-4" } });
      await side.ask("admin", "POST", "/v1/orders", { body: { id: "O-4", lines, reservation: "rsv_x" } });
      await side.ask("admin", "POST", "/v1/orders", { body: { id: "O-4", reservation: `rsv_00${"A".repeat(44)}` } });
      await side.ask("admin", "POST", "/v1/orders", { body: { id: "O-4", lines, state: "PaymentSettled" } });
      await side.ask("admin", "POST", "/v1/orders", {
        body: { id: "O-4", lines: [{ sku: "O-NONE", quantity: 1 }], state: "PaymentSettled" },
      });
      await side.ask("admin", "POST", "/v1/orders", { body: { id: "O-4", lines } });
      await side.ask("admin", "POST", "/v1/orders/O-4/cancel", { body: { lines: [{ line: 7, quantity: 1 }] } });
    },
  },
];
