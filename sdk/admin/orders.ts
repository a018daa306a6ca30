import type {
  Order,
  OrderCancellation,
  OrderLinesChange,
  OrderRequest,
  OrderStateReport,
  ReturnRequest,
  ShipmentNote,
  ShipmentRequest,
} from "../contract/index.ts";
import type { CallOptions, WriteOptions } from "../transport/options.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { post, read } from "../transport/verbs.ts";

/**
 * Units promised to orders, until they are shipped and beyond. Needs a key with the scope `orders`. Each call answers with
 * the order as it is after it; what an order does not allow throws a `ConflictError` whose `code` says why.
 */
export interface OrderCalls {
  /**
   * From a reservation: makes it an order, once, under the shop's own id. From lines: makes an order whose units are
   * claimed once a reported state says so. A `ReservationEndedError` says that there is nothing to place it from any more; a
   * `ConflictError` with `order_exists`, that the id is taken by another call.
   */
  place(request: OrderRequest, options?: WriteOptions): Promise<Order>;
  /** The order as it is, with the units that wait for goods now. Throws a `NotFoundError` for one that there is not. */
  get(id: string, options?: CallOptions): Promise<Order>;
  /**
   * Says what state the order is in now: the first one that the allocation strategy names claims its units. Throws an
   * `InsufficientStockError` when stock is short, unless `shortfall` is `allocate_available`.
   */
  report(id: string, report: OrderStateReport, options?: WriteOptions): Promise<Order>;
  /** Changes quantities before they are shipped. More needs stock, as a reservation does. */
  changeLines(id: string, change: OrderLinesChange, options?: WriteOptions): Promise<Order>;
  /** Cancels the order, or units of some lines: they can be sold again. What is on a shipment is unplanned first. */
  cancel(id: string, cancellation?: OrderCancellation, options?: WriteOptions): Promise<Order>;
  /** Puts units for which goods are there on a shipment. An `InsufficientStockError` tells for how many they are. */
  plan(id: string, request: ShipmentRequest, options?: WriteOptions): Promise<Order>;
  /** Undoes the plan of a shipment that has not left. */
  unplan(id: string, shipment: string, note?: ShipmentNote, options?: WriteOptions): Promise<Order>;
  /** The shipment leaves: its units are not on hand any more. */
  ship(id: string, shipment: string, note?: ShipmentNote, options?: WriteOptions): Promise<Order>;
  /** Shipped units came back; they are on hand again, unless `restock` is false. */
  giveBack(id: string, request: ReturnRequest, options?: WriteOptions): Promise<Order>;
}

/** The calls, over a transport. */
export function createOrders(transport: Transport): OrderCalls {
  const at = (...parts: string[]) => path("v1/orders", ...parts);
  return {
    place: async (request, options) => post(transport, at(), request, options),
    get: async (id, options) => read(transport, at(id), options),
    report: async (id, report, options) => post(transport, at(id, "states"), report, options),
    changeLines: async (id, change, options) => post(transport, at(id, "lines"), change, options),
    cancel: async (id, cancellation = {}, options) => post(transport, at(id, "cancel"), cancellation, options),
    plan: async (id, request, options) => post(transport, at(id, "shipments"), request, options),
    unplan: async (id, shipment, note = {}, options) =>
      post(transport, at(id, "shipments", shipment, "unplan"), note, options),
    ship: async (id, shipment, note = {}, options) =>
      post(transport, at(id, "shipments", shipment, "ship"), note, options),
    giveBack: async (id, request, options) => post(transport, at(id, "returns"), request, options),
  };
}
