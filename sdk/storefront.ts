import { type AvailabilityCalls, createAvailability } from "./availability.ts";
import type { ClientOptions } from "./options.ts";
import { createReservations, type ReservationCalls } from "./reservations.ts";
import { createSubscriptions, type SubscriptionCalls } from "./subscriptions.ts";
import { createTransport, type Transport } from "./transport.ts";

/** What a shop page may ask: what is there, and units set aside for a cart, and to be told when something is back. */
export interface Storefront {
  availability: AvailabilityCalls;
  reservations: ReservationCalls;
  subscriptions: SubscriptionCalls;
}

/**
 * A client with a publishable key, or on a page of an allowed origin with none. Throws a `TypeError` or `RangeError` for
 * options that can never work. Every call throws an `OnhandError` where it has no answer to give.
 */
export function createStorefront(options: ClientOptions): Storefront {
  return storefrontOver(createTransport(options));
}

/** The same over a transport. */
export function storefrontOver(transport: Transport): Storefront {
  return {
    availability: createAvailability(transport),
    reservations: createReservations(transport),
    subscriptions: createSubscriptions(transport),
  };
}
