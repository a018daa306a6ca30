import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { alter, alteration, fromLines, order, placeCall, slotOfOrder } from "./order-stage.ts";
import { fresh, lines, STORE, slot, stock } from "./stage.ts";

test("each time that more of an order is wanting it is told, the first change after it was placed included", async () => {
  const sku = await stock(1);
  const id = fresh("direct");
  const change = (quantity: number) =>
    alter(
      alteration(id, {
        kind: "change",
        lines: [{ line: 0, quantity }],
        store: STORE,
        terms: {},
        allowsShortfall: true,
      }),
    );
  const from = fromLines(lines([sku, 3]), "PaymentSettled", { allowsShortfall: true });
  expect(order(await slot(await slotOfOrder(id)).placeOrder(placeCall(id, from))).lines).toMatchObject([
    { shortfall: 2 },
  ]);
  expect(order(await change(5)).lines).toMatchObject([{ shortfall: 4 }]);
  expect(order(await change(7)).lines).toMatchObject([{ shortfall: 6 }]);

  await vi.waitFor(
    async () => {
      const query = "SELECT doc ->> 'shortfall' AS shortfall FROM event WHERE sku = ? ORDER BY 1";
      const told = await env.DB.prepare(query).bind(sku).all<{ shortfall: number }>();
      expect(told.results.map((row) => row.shortfall)).toEqual([2, 4, 6]);
    },
    { timeout: 10_000, interval: 100 },
  );
}, 20_000);
