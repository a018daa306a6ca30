import type { Scenario } from "../side.ts";
import { held, stocked } from "./goods.ts";

export const RESERVATION_SCENARIOS: readonly Scenario[] = [
  {
    name: "a cart from its first good to its release",
    async play(side) {
      await stocked(side, "R-MUG", 10);
      await stocked(side, "R-PLATE", 4);
      const lines = [
        { sku: "R-MUG", quantity: 2 },
        { sku: "R-PLATE", quantity: 1 },
      ];
      const { body } = await side.ask<{ id: string }>("shopper", "POST", "/v1/reservations", { body: { lines } });
      const path = `/v1/reservations/${body.id}`;
      await side.ask("shopper", "GET", path);
      const more = [{ sku: "R-MUG", quantity: 5 }];
      await side.ask("shopper", "POST", `${path}/change`, { body: { revision: 1, lines: more } });
      await side.ask("shopper", "POST", `${path}/change`, { body: { revision: 1, lines: more } });
      await side.ask("shopper", "POST", `${path}/change`, {
        body: { revision: 2, lines: [{ sku: "R-MUG", quantity: 11 }] },
      });
      await side.ask("shopper", "POST", `${path}/extend`, { body: { ttlSeconds: 1_200 } });
      await side.ask("shopper", "POST", `${path}/extend`, { body: {} });
      await side.ask("admin", "GET", "/v1/admin/skus/R-MUG");
      await side.ask("shopper", "POST", `${path}/release`);
      await side.ask("shopper", "POST", `${path}/release`);
      await side.ask("shopper", "POST", `${path}/extend`, { body: {} });
      await side.ask("shopper", "POST", `${path}/change`, { body: { revision: 3, lines: more } });
      await side.ask("shopper", "GET", path);
      await side.ask("admin", "GET", "/v1/admin/skus/R-MUG");
      await side.ask("admin", "GET", "/v1/admin/skus/R-PLATE/audit");
    },
  },
  {
    name: "more than there is",
    async play(side) {
      await stocked(side, "R-ONE", 1);
      await stocked(side, "R-TWO", 2, { displayStockQuantity: true });
      const lines = [
        { sku: "R-ONE", quantity: 3 },
        { sku: "R-TWO", quantity: 3 },
      ];
      await side.ask("shopper", "POST", "/v1/reservations", { body: { lines } });
      await side.ask("admin", "POST", "/v1/reservations", { body: { lines } });
      await side.ask("shopper", "POST", "/v1/reservations", { body: { lines, partial: true } });
      await side.ask("shopper", "POST", "/v1/reservations", { body: { lines, partial: true } });
      const twice = [
        { sku: "R-TWO", quantity: 1 },
        { sku: "R-TWO", quantity: 2 },
      ];
      await side.ask("shopper", "POST", "/v1/reservations", { body: { lines: twice } });
    },
  },
  {
    name: "beyond the stock",
    async play(side) {
      await stocked(side, "R-BACK", 1, { backorders: "allow_and_notify", backorderLimit: 3 });
      await held(side, "R-BACK", 3);
      await held(side, "R-BACK", 2);
      await held(side, "R-BACK", 1);
      await side.ask("shopper", "GET", "/v1/availability/R-BACK");
      await side.ask("admin", "GET", "/v1/admin/skus/R-BACK");
    },
  },
  {
    name: "lines that cannot be bought, all of them named",
    async play(side) {
      await stocked(side, "R-PACKS", 40, { minCartQuantity: 2, maxCartQuantity: 12, quantityMultiple: 2 });
      await stocked(side, "R-LIST", 40, { allowedQuantities: [1, 5] });
      await stocked(side, "R-HIDDEN", 4, { published: false });
      await stocked(side, "R-GONE", 0, { discontinued: true });
      const lines = [
        { sku: "R-PACKS", quantity: 1 },
        { sku: "R-LIST", quantity: 2 },
        { sku: "R-HIDDEN", quantity: 1 },
        { sku: "R-GONE", quantity: 1 },
        { sku: "R-UNKNOWN", quantity: 1 },
      ];
      for (const line of lines) await side.ask("shopper", "POST", "/v1/reservations", { body: { lines: [line] } });
      await side.ask("shopper", "POST", "/v1/reservations", { body: { lines } });
      for (const quantity of [13, 14, 3]) {
        await side.ask("shopper", "POST", "/v1/reservations", { body: { lines: [{ sku: "R-PACKS", quantity }] } });
      }
    },
  },
  {
    name: "a call that is repeated",
    async play(side) {
      await stocked(side, "R-AGAIN", 5);
      const body = { lines: [{ sku: "R-AGAIN", quantity: 2 }] };
      const idempotencyKey = "the-same-key-for-all-of-them";
      await side.ask("shopper", "POST", "/v1/reservations", { body, idempotencyKey });
      await side.ask("shopper", "POST", "/v1/reservations", { body, idempotencyKey });
      const other = { lines: [{ sku: "R-AGAIN", quantity: 3 }] };
      await side.ask("shopper", "POST", "/v1/reservations", { body: other, idempotencyKey });
      await side.ask("shopper", "POST", "/v1/reservations", { body, idempotencyKey: null });
      await side.ask("shopper", "POST", "/v1/reservations", { body, idempotencyKey: "too-short" });
      await side.ask("admin", "GET", "/v1/admin/skus/R-AGAIN");
    },
  },
  {
    name: "requests for a cart that are none",
    async play(side) {
      const line = { sku: "R-MUG", quantity: 1 };
      for (const body of [
        {},
        { lines: [] },
        { lines: [{ ...line, quantity: 0 }] },
        { lines: [{ ...line, quantity: 1.5 }] },
        { lines: [{ quantity: 1 }] },
        { lines: [line], ttlSeconds: 59 },
        { lines: [line], ttlSeconds: 1_801 },
        { lines: [line], channel: "nowhere" },
        { lines: [line], colour: "red" },
        { lines: Array.from({ length: 101 }, () => line) },
        "{",
        "[]",
      ]) {
        await side.ask("shopper", "POST", "/v1/reservations", { body });
      }
      await side.ask("shopper", "POST", "/v1/reservations", { body: "x=1", headers: { "content-type": "text/plain" } });
      const unknown = `rsv_00${"A".repeat(44)}`;
      await side.ask("shopper", "GET", `/v1/reservations/${unknown}`);
      await side.ask("shopper", "GET", "/v1/reservations/nothing");
      await side.ask("shopper", "POST", `/v1/reservations/${unknown}/release`);
    },
  },
  {
    name: "too many open carts of one client",
    async play(side) {
      await stocked(side, "R-MANY", 100);
      for (let number = 1; number <= 21; number += 1) await held(side, "R-MANY", 1);
    },
  },
];
