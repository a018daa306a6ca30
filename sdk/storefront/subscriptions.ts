import type { SubscriptionAnswer, SubscriptionRequest } from "../contract/index.ts";
import type { WriteOptions } from "../transport/options.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { post } from "../transport/verbs.ts";

/** To be told when something can be bought again. */
export interface SubscriptionCalls {
  /**
   * Asks for a mail when it is back. The answer is the same whether or not the address is known. A `ConflictError` with
   * `not_subscribable` says that nobody has to wait: the view's `subscribable` is false.
   */
  create(request: SubscriptionRequest, options?: WriteOptions): Promise<SubscriptionAnswer>;
}

/** The calls, over a transport. */
export function createSubscriptions(transport: Transport): SubscriptionCalls {
  return {
    create: async (request, options) => post(transport, path("v1/subscriptions"), request, options),
  };
}
