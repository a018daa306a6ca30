import type { TestServer } from "onhand/testing";
import { createStorefront, type Storefront } from "../../../sdk/index.ts";
import { newServer } from "../../testing/new-server.ts";

// Carts over a whole server in memory, whose clock the test turns.

export const HOUR_MS = 3_600_000;

/** A shop with ten mugs and ten plates, and the timers of its client. */
export async function shop(clockOffMs = 0): Promise<{ server: TestServer; stock: Storefront; timers: Set<number> }> {
  const server = await newServer();
  await server.put("MUG", 10);
  await server.put("PLATE", 10);
  const timers = new Set<number>();
  let made = 0;
  const { environment } = server.shopper;
  const stock = createStorefront({
    ...server.shopper,
    environment: {
      ...environment,
      now: () => environment.now() + clockOffMs,
      after(ms, run) {
        made += 1;
        const timer = made;
        timers.add(timer);
        const stop = environment.after(ms, () => {
          timers.delete(timer);
          run();
        });
        return () => {
          timers.delete(timer);
          stop();
        };
      },
    },
  });
  return { server, stock, timers };
}

export const MUGS = [{ sku: "MUG", quantity: 2 }];
export const PLATES = [{ sku: "PLATE", quantity: 3 }];

/** How much of a SKU can still be had, by asking for all of it. */
export async function left(server: TestServer, sku: string): Promise<number> {
  const { lines } = await createStorefront(server.shopper).reservations.create({
    lines: [{ sku, quantity: 10 }],
    partial: true,
  });
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
