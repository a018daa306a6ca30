import type { Scenario } from "../side.ts";
import { stocked } from "./goods.ts";

interface List {
  items: { id: string; state?: string }[];
}

export const NOTICE_SCENARIOS: readonly Scenario[] = [
  {
    name: "shoppers who wait",
    async play(side) {
      await stocked(side, "N-GONE", 0);
      await stocked(side, "N-THERE", 3);
      const email = "ada@mail.example";
      await side.ask("shopper", "GET", "/v1/availability/N-GONE");
      await side.ask("shopper", "POST", "/v1/subscriptions", { body: { sku: "N-GONE", email, locale: "de" } });
      await side.ask("shopper", "POST", "/v1/subscriptions", { body: { sku: "N-GONE", email } });
      await side.ask("shopper", "POST", "/v1/subscriptions", { body: { sku: "N-THERE", email } });
      await side.ask("shopper", "POST", "/v1/subscriptions", { body: { sku: "N-GONE", email: "nobody" } });
      await side.ask("shopper", "POST", "/v1/subscriptions", { body: { sku: "N-UNKNOWN", email } });
      const { body } = await side.ask<List>("admin", "GET", "/v1/admin/subscriptions?sku=N-GONE");
      const [first] = body.items;
      await side.ask("admin", "GET", `/v1/admin/subscriptions/${first?.id}`);
      await side.ask("admin", "GET", "/v1/admin/subscriptions/sub_unheard-of");
      await side.ask("admin", "POST", "/v1/subscriptions", { body: { sku: "N-GONE", email: "bob@mail.example" } });
      await side.ask("admin", "POST", "/v1/admin/subscriptions/of-address", { body: { email: "bob@mail.example" } });
      await side.ask("admin", "POST", "/v1/admin/subscriptions/erase", { body: { email } });
      await side.ask("admin", "GET", "/v1/admin/subscriptions?sku=N-GONE");
    },
  },
  {
    name: "endpoints of webhooks",
    async play(side) {
      const path = "/v1/admin/webhooks/erp";
      const body = { url: "https://erp.shop.example/onhand", types: ["stock.out", "order.covered"] };
      await side.ask("admin", "PUT", path, { body: { ...body, enabled: false } });
      await side.ask("admin", "GET", path);
      await side.ask("admin", "GET", `${path}/secrets`);
      await side.ask("admin", "POST", `${path}/secrets`, { body: { overlapHours: 1 } });
      await side.ask("admin", "PUT", path, { body: { ...body, url: "http://10.0.0.1/" } });
      await side.ask("admin", "PUT", path, { body: { ...body, types: ["stock.flies"] } });
      await side.ask("admin", "PUT", path, { body: { ...body, enabled: false }, headers: { "if-match": '"99"' } });
      await side.ask("admin", "POST", `${path}/ping`);
      await side.ask("admin", "GET", `${path}/deliveries`);
      await side.ask("admin", "GET", "/v1/admin/webhooks");
      await side.ask("shopper", "GET", "/v1/admin/webhooks");
      await side.ask("admin", "DELETE", path);
      await side.ask("admin", "DELETE", path);
      await side.ask("admin", "GET", "/v1/admin/dead-letters");
    },
  },
];
