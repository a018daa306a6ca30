import type { Scenario } from "../side.ts";
import { stocked } from "./goods.ts";

interface List {
  items: unknown[];
}

export const STOCK_SCENARIOS: readonly Scenario[] = [
  {
    name: "stock is received, counted, corrected and moved",
    async play(side) {
      await stocked(side, "S-MUG", 0);
      const path = "/v1/admin/skus/S-MUG";
      const received = { delta: 10, reason: "received", document: "note 4711" };
      const idempotencyKey = "stock-is-received-only-once";
      await side.ask("admin", "POST", `${path}/adjust`, { body: received, idempotencyKey });
      await side.ask("admin", "POST", `${path}/adjust`, { body: received, idempotencyKey });
      await side.ask("admin", "POST", `${path}/adjust`, { body: { ...received, delta: 9 }, idempotencyKey });
      await side.ask("admin", "POST", `${path}/adjust`, { body: { delta: -11, reason: "lost" } });
      await side.ask("admin", "POST", `${path}/adjust`, { body: { delta: 0, reason: "received" } });
      await side.ask("admin", "POST", `${path}/count`, { body: { onHand: 8, expected: 11 } });
      await side.ask("admin", "POST", `${path}/count`, { body: { onHand: 8, expected: 10, note: "shelf 3" } });
      await side.ask("admin", "PUT", "/v1/admin/warehouses/east", { body: { name: "East", country: "DE" } });
      await side.ask("admin", "PUT", "/v1/admin/channels/stall", { body: { name: "Stall", warehouses: ["east"] } });
      await side.ask("admin", "POST", `${path}/transfer`, { body: { from: "main", to: "east", quantity: 3 } });
      await side.ask("admin", "POST", `${path}/transfer`, { body: { from: "main", to: "east", quantity: 9 } });
      await side.ask("admin", "POST", `${path}/transfer`, { body: { from: "main", to: "nowhere", quantity: 1 } });
      await side.ask("shopper", "GET", "/v1/availability/S-MUG?channel=stall");
      await side.ask("admin", "GET", path);
      await side.ask("admin", "GET", `${path}/movements?limit=2`);
      await side.ask("admin", "GET", `${path}/audit`);
      await side.ask("admin", "DELETE", "/v1/admin/warehouses/east");
      await side.ask("admin", "GET", "/v1/admin/warehouses");
      await side.ask("admin", "GET", "/v1/admin/channels");
    },
  },
  {
    name: "goods are expected and come",
    async play(side) {
      await stocked(side, "S-COMES", 0);
      const path = "/v1/admin/skus/S-COMES/replenishments/PO-7";
      const body = { quantity: 40, expectedAt: "2027-01-15T08:00:00.000Z" };
      await side.ask("admin", "PUT", path, { body });
      await side.ask("shopper", "GET", "/v1/availability/S-COMES");
      await side.ask("admin", "POST", `${path}/receive`, { body: { quantity: 25 } });
      await side.ask("admin", "DELETE", path);
      await side.ask("admin", "POST", `${path}/receive`, { body: { isLast: true } });
      await side.ask("admin", "POST", `${path}/receive`, { body: {} });
      await side.ask("admin", "GET", "/v1/admin/skus/S-COMES/replenishments");
      await side.until<List>("/v1/admin/replenishments?sku=S-COMES", ({ items }) => items.length === 1);
    },
  },
  {
    name: "settings, with the revision that was read",
    async play(side) {
      const path = "/v1/admin/settings";
      const { headers } = await side.ask("admin", "GET", path);
      const ifMatch = { "if-match": headers.get("etag") ?? "" };
      const body = { policy: { set: { displayStockQuantity: true } } };
      await side.ask("admin", "PATCH", path, { body, headers: ifMatch });
      await side.ask("admin", "PATCH", path, {
        body: { policy: { inherit: ["displayStockQuantity"] } },
        headers: ifMatch,
      });
      await stocked(side, "S-SET", 3);
      await side.ask("shopper", "GET", "/v1/availability/S-SET");
      await side.ask("admin", "PATCH", path, { body: { policy: { inherit: ["displayStockQuantity"] } } });
      await side.ask("shopper", "GET", "/v1/availability/S-SET");
      await side.ask("admin", "PATCH", path, { body: { policy: { set: { minCartQuantity: 0 } } } });
      await side.ask("admin", "PATCH", "/v1/admin/skus/S-SET/policy", { body: { set: { minCartQuantity: 2 } } });
      await side.ask("admin", "PATCH", "/v1/admin/skus/S-SET/policy", {
        body: { set: { minCartQuantity: 3 } },
        headers: { "if-match": '"1"' },
      });
      await side.ask("admin", "PUT", "/v1/admin/skus/S-SET", { body: { policy: {} } });
    },
  },
  {
    name: "many rows in one request",
    async play(side) {
      await side.ask("admin", "POST", "/v1/admin/bulk/skus", {
        body: {
          rows: [
            { sku: "S-B1", policy: {} },
            { sku: "S-B2", policy: { minCartQuantity: 2 } },
          ],
        },
      });
      const judged = [
        { sku: "S-B1", policy: { published: false }, levels: [{ onHand: 9 }] },
        { sku: "S-DRY", levels: [{ onHand: 1 }] },
      ];
      await side.ask("admin", "POST", "/v1/admin/bulk/skus", { body: { rows: judged, dryRun: true } });
      await side.ask("admin", "GET", "/v1/admin/skus/S-B1");
      await side.ask("admin", "GET", "/v1/admin/skus/S-DRY");
      const rows = [
        { sku: "S-B1", delta: 4, reason: "received" },
        { sku: "S-B2", delta: -1, reason: "lost" },
        { sku: "S-B3", delta: 1, reason: "received" },
      ];
      await side.ask("admin", "POST", "/v1/admin/bulk/adjust", { body: { rows } });
      await side.ask("admin", "POST", "/v1/admin/bulk/adjust", { body: { rows: [] } });
      await side.ask("admin", "POST", "/v1/admin/bulk/count", { body: { rows: [{ sku: "S-B1", onHand: 3 }] } });
      await side.ask("admin", "GET", "/v1/admin/skus/S-B1");
    },
  },
  {
    name: "estimates, keys and products",
    async play(side) {
      const estimate = { minDays: 10, maxDays: 14, text: { en: "In about two weeks" } };
      await side.ask("admin", "PUT", "/v1/admin/estimates/two-weeks", { body: estimate });
      await stocked(side, "S-EST", 0, { availabilityEstimate: "two-weeks" });
      await side.ask("shopper", "GET", "/v1/availability/S-EST");
      await side.ask("admin", "GET", "/v1/admin/estimates");
      await side.ask("admin", "DELETE", "/v1/admin/estimates/two-weeks");
      await side.ask("shopper", "GET", "/v1/availability/S-EST");
      const { body } = await side.ask<{ id: string; key: string }>("admin", "POST", "/v1/admin/keys", {
        body: { name: "shop", scopes: ["orders"] },
      });
      await side.ask("nobody", "GET", "/v1/orders/unheard-of", { key: body.key });
      await side.ask("nobody", "GET", "/v1/admin/skus", { key: body.key });
      await side.ask("admin", "DELETE", `/v1/admin/keys/${body.id}`);
      await side.ask("admin", "DELETE", `/v1/admin/keys/${body.id}`);
      await side.ask("admin", "PUT", "/v1/admin/products/plain", {
        body: { title: "Plain", inventoryMethod: "sku", sku: "S-EST" },
      });
      await side.ask("admin", "PUT", "/v1/admin/products/odd", { body: { title: "Odd", inventoryMethod: "sku" } });
      await side.ask("admin", "GET", "/v1/admin/products/plain");
      await side.ask("admin", "GET", "/v1/admin/products?limit=2");
      await side.ask("admin", "DELETE", "/v1/admin/products/plain");
      await side.ask("admin", "GET", "/v1/admin/products/plain");
    },
  },
];
