import type { TestServer } from "onhand/testing";
import { expect, vi } from "vitest";
import { type Availability, createStorefront, type Storefront } from "../../../sdk/index.ts";
import { newServer } from "../../testing/new-server.ts";

/** A page of a shop with five mugs and five plates, whose figures it shows. */
export interface Shop {
  server: TestServer;
  stock: Storefront;
  /** Timers and listeners of the client. */
  open: { timers: number; listeners: number };
  /** The code of `watch` has been loaded, which takes as long as it takes, and has begun; what it asked is answered. */
  begun(): Promise<void>;
  /** Paths that were asked for since the last time. */
  asked(): string[];
  show(isVisible: boolean): void;
}

/** Opens one over a server in memory, whose clock the test turns. */
export async function shop(): Promise<Shop> {
  const server = await newServer();
  for (const sku of ["MUG", "PLATE"]) await server.put(sku, 5, { displayStockQuantity: true });
  const open = { timers: 0, listeners: 0 };
  let isHidden = false;
  const listeners = new Set<() => void>();
  let seen = server.requests.length;
  const { environment } = server.shopper;
  const stock = createStorefront({
    ...server.shopper,
    environment: {
      ...environment,
      after(ms, run) {
        let isOpen = true;
        const close = () => {
          if (isOpen) open.timers -= 1;
          isOpen = false;
        };
        open.timers += 1;
        const stop = environment.after(ms, () => {
          close();
          run();
        });
        return () => {
          close();
          stop();
        };
      },
      isHidden: () => isHidden,
      onVisibility(changed) {
        listeners.add(changed);
        open.listeners += 1;
        return () => {
          if (listeners.delete(changed)) open.listeners -= 1;
        };
      },
    },
  });
  return {
    server,
    stock,
    open,
    async begun() {
      await vi.waitFor(() => expect(open.listeners).toBe(1), { interval: 5, timeout: 5_000 });
      await server.clock.advance(0);
    },
    asked() {
      const paths = server.requests.slice(seen).map(({ path }) => path);
      seen = server.requests.length;
      return paths;
    },
    show(isVisible) {
      isHidden = !isVisible;
      for (const changed of listeners) changed();
    },
  };
}

/** The figure that a view shows. */
export const quantityOf = (view: Availability | undefined) => view?.quantity?.value;

/** Takes what a watch gives until it ends; what it has given by now is in `views`. */
export function taking(watch: AsyncIterable<Availability>): { views: Availability[]; ended: Promise<void> } {
  const views: Availability[] = [];
  const take = async () => {
    for await (const view of watch) views.push(view);
  };
  return { views, ended: take() };
}
