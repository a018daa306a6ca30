import { asking } from "../storefront/asking.ts";
import type { Transport } from "../transport/transport.ts";
import type { Feed } from "./feed.ts";
import { createPolling } from "./polling.ts";

/**
 * A feed for who wants to be called back, and to know of each question by itself how its looks go. `refreshMs`: the pause
 * between two looks, default 5,000 ms; `Infinity`: it looks once.
 */
export function createFeed(transport: Transport, refreshMs?: number): Feed {
  return createPolling(transport, asking, refreshMs);
}
