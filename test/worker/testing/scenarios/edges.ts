import type { Scenario } from "../side.ts";

export const EDGE_SCENARIOS: readonly Scenario[] = [
  {
    name: "who may not ask",
    async play(side) {
      await side.ask("nobody", "GET", "/v1/availability/A-PLENTY");
      await side.ask("nobody", "GET", "/v1/availability/A-PLENTY", { key: "onh_pk_unheard-of" });
      await side.ask("nobody", "GET", "/v1/availability/A-PLENTY", { headers: { authorization: "Basic eDp5" } });
      await side.ask("nobody", "GET", "/v1/availability/A-PLENTY", { headers: { origin: "https://shop.example" } });
      await side.ask("shopper", "GET", "/v1/admin/skus");
      await side.ask("shopper", "GET", "/v1/orders/O-1");
      await side.ask("nobody", "GET", "/v1/admin/skus");
    },
  },
  {
    name: "pages of an origin that is allowed",
    async play(side) {
      const origin = "https://shop.example";
      await side.ask("admin", "PATCH", "/v1/admin/settings", { body: { allowedOrigins: [origin] } });
      await side.ask("nobody", "GET", "/v1/availability/A-PLENTY", { headers: { origin } });
      await side.ask("nobody", "GET", "/v1/availability/A-PLENTY", { headers: { origin: "https://other.example" } });
      await side.ask("nobody", "OPTIONS", "/v1/reservations", {
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "content-type,idempotency-key",
        },
      });
      await side.ask("admin", "PATCH", "/v1/admin/settings", { body: { allowedOrigins: [] } });
    },
  },
  {
    name: "paths and methods that there are not",
    async play(side) {
      await side.ask("shopper", "GET", "/v1/nothing");
      await side.ask("nobody", "GET", "/nothing");
      await side.ask("shopper", "DELETE", "/v1/availability/A-PLENTY");
      await side.ask("shopper", "GET", "/v1/availability/%FF");
      await side.ask("admin", "GET", "/v1/admin/skus/UNHEARD-OF");
      await side.ask("admin", "PUT", "/v1/admin/skus/LARGE", { body: JSON.stringify("x".repeat(2_000_000)) });
      await side.ask("nobody", "GET", "/subscriptions/confirm?token=unheard-of");
      await side.ask("nobody", "GET", "/subscriptions/unsubscribe");
    },
  },
  {
    name: "what is said of the service",
    async play(side) {
      await side.ask("nobody", "GET", "/health");
      await side.ask("nobody", "GET", "/openapi.json");
    },
  },
];
