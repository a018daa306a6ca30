import type { Scenario } from "../side.ts";
import { stocked } from "./goods.ts";

interface List {
  items: { sku?: string; onHand?: number; type?: string }[];
  nextCursor: string | null;
}

/** Told before all others: while carts come and go, lists say what they are told now and then. */
export const LIST_SCENARIOS: readonly Scenario[] = [
  {
    name: "lists, page by page",
    async play(side) {
      const skus = Array.from({ length: 7 }, (_, number) => `L-${number + 1}`);
      for (const sku of skus) await stocked(side, sku, 2, { minStockQuantity: 5 });
      const isThere = ({ items }: List): boolean => items.filter(({ onHand }) => onHand === 2).length === skus.length;
      await side.until("/v1/admin/skus?limit=100", isThere);
      let cursor = "";
      for (let pages = 0; pages < 3; pages += 1) {
        const { body } = await side.ask<List>("admin", "GET", `/v1/admin/skus?limit=3${cursor}`);
        cursor = `&cursor=${body.nextCursor}`;
      }
      for (const query of ["cursor=nonsense", "limit=0", "limit=101", "colour=red"]) {
        await side.ask("admin", "GET", `/v1/admin/skus?${query}`);
      }
      await side.until<List>("/v1/admin/movements?limit=100", ({ items }) => items.length === skus.length);
      await side.until<List>("/v1/admin/reports/low-stock", ({ items }) => items.length === skus.length);
      await side.ask("admin", "GET", "/v1/admin/movements?sku=L-3");
      await side.ask("admin", "GET", "/v1/admin/movements?sku=L-3&format=csv");
      await side.ask("admin", "GET", "/v1/admin/reports/low-stock?format=csv");
    },
  },
  {
    name: "what happened, and what there is, all told",
    async play(side) {
      await stocked(side, "L-OUT", 1);
      await side.ask("admin", "POST", "/v1/admin/skus/L-OUT/adjust", { body: { delta: -1, reason: "lost" } });
      await side.until<List>("/v1/admin/events?sku=L-OUT", ({ items }) =>
        items.some(({ type }) => type === "stock.out"),
      );
      await side.until<List>("/v1/admin/audit?limit=3", () => true);
      await side.ask("admin", "GET", "/v1/admin/export?limit=3");
    },
  },
];
