import type {
  AddressErasure,
  AddressRecord,
  AddressRequest,
  Subscription,
  SubscriptionFilter,
  SubscriptionRequest,
} from "../contract/index.ts";
import { createSubscriptions, type SubscriptionCalls } from "../storefront/subscriptions.ts";
import type { CallOptions, PageOptions, WriteOptions } from "../transport/options.ts";
import { type Paged, paged } from "../transport/paged.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { post, read } from "../transport/verbs.ts";
import { removeWhole } from "./state.ts";

/** Who waits for what. Needs a key with the scope `admin`, but for `subscribe`, which every secret key may. */
export interface AdminSubscriptionCalls extends SubscriptionCalls {
  /** Subscribes a customer whom the shop knows: it is active at once, and no mail asks. Throws a `ConflictError` with `not_subscribable` or `too_many_subscriptions`. */
  subscribe(request: SubscriptionRequest, options?: WriteOptions): Promise<Subscription>;
  get(id: string, options?: CallOptions): Promise<Subscription>;
  /** Newest first. */
  list(filter?: SubscriptionFilter, options?: PageOptions): Paged<Subscription>;
  /** Ends it: no mail will come. */
  remove(id: string, options?: CallOptions): Promise<void>;
  /** Everything that is kept of an address. */
  ofAddress(request: AddressRequest, options?: WriteOptions): Promise<AddressRecord>;
  /** Erases everything that is kept of an address. */
  erase(request: AddressRequest, options?: WriteOptions): Promise<AddressErasure>;
}

/** The calls, over a transport. */
export function createAdminSubscriptions(transport: Transport): AdminSubscriptionCalls {
  const at = (...parts: string[]) => path("v1/admin/subscriptions", ...parts);
  return {
    ...createSubscriptions(transport),
    subscribe: async (request, options) => post(transport, "v1/subscriptions", request, options),
    get: async (id, options) => read(transport, at(id), options),
    list: (filter = {}, options) => paged(transport, () => at(), options, { ...filter }),
    remove: async (id, options) => removeWhole(transport, at(id), options),
    ofAddress: async (request, options) => post(transport, at("of-address"), request, options),
    erase: async (request, options) => post(transport, at("erase"), request, options),
  };
}
