import { observed } from "../transport/hooks.ts";
import type { PublishableKey } from "../transport/key.ts";
import type { ClientOptions } from "../transport/options.ts";
import { createTransport, type Transport } from "../transport/transport.ts";
import type { Watch } from "../watch/watch.ts";
import { watchLater } from "../watch/watch-later.ts";
import { type AvailabilityCalls, createAvailability } from "./availability.ts";
import { createProductAvailability, type ProductAvailabilityCalls } from "./products.ts";
import { createReservations, type ReservationCalls } from "./reservations.ts";
import { createReserving, type Reserving } from "./reserve.ts";
import { createSubscriptions, type SubscriptionCalls } from "./subscriptions.ts";

/** What a shop page may ask: what is there, units set aside for a cart, and to be told when something is back. */
export interface Storefront extends Reserving {
  availability: AvailabilityCalls;
  products: ProductAvailabilityCalls;
  reservations: ReservationCalls;
  subscriptions: SubscriptionCalls;
  watch: Watch;
}

/** How a page reaches its Onhand server. */
export interface StorefrontOptions extends ClientOptions {
  /** A publishable key; a page of an allowed origin needs none. */
  key?: PublishableKey | undefined;
}

/**
 * A client for shop pages. Asks nothing yet. Throws a `TypeError` for options that can never work, and for a secret key on
 * a page. Every call throws an `OnhandError` where it has no answer to give.
 */
export function createStorefront(options: StorefrontOptions): Storefront {
  return storefrontOver(createTransport({ ...options, fetch: observed(options, options.fetch) }), options.refreshMs);
}

/** The same over a transport. */
export function storefrontOver(transport: Transport, refreshMs?: number): Storefront {
  return {
    ...createReserving(transport),
    availability: createAvailability(transport),
    products: createProductAvailability(transport),
    reservations: createReservations(transport),
    subscriptions: createSubscriptions(transport),
    watch: watchLater(transport, refreshMs),
  };
}
