import type { Order, OrderCancellation, OrderRequest } from "./contract/index.ts";
import type { CallOptions, WriteOptions } from "./options.ts";
import { path } from "./path.ts";
import type { Transport } from "./transport.ts";
import { post, read } from "./verbs.ts";

/** Units promised to a placed order. Needs a key with the scope `orders`. */
export interface OrderCalls {
  /**
   * Makes a reservation an order, once, under the shop's own id. A `ReservationEndedError` says that there is nothing to
   * place it from any more; a `ConflictError` with `order_exists`, that the id is taken by another call.
   */
  place(request: OrderRequest, options?: WriteOptions): Promise<Order>;
  /** The order as it is. Throws a `NotFoundError` for one that there is not. */
  get(id: string, options?: CallOptions): Promise<Order>;
  /** Cancels the whole order: its units can be sold again. */
  cancel(id: string, cancellation?: OrderCancellation, options?: WriteOptions): Promise<Order>;
}

/** The calls, over a transport. */
export function createOrders(transport: Transport): OrderCalls {
  const at = (...parts: string[]) => path("v1/orders", ...parts);
  return {
    place: async (request, options) => post(transport, at(), request, options),
    get: async (id, options) => read(transport, at(id), options),
    cancel: async (id, cancellation = {}, options) => post(transport, at(id, "cancel"), cancellation, options),
  };
}
