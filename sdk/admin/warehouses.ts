import type { Warehouse, WarehouseRequest } from "../contract/index.ts";
import type { CallOptions, PageOptions, RevisionOptions } from "../transport/options.ts";
import type { Paged } from "../transport/paged.ts";
import { path, withQuery } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { namedThings } from "./named-things.ts";
import { remove } from "./state.ts";

const BASE = "v1/admin/warehouses";

/** What the removal of a warehouse takes. */
export interface WarehouseRemovalOptions extends RevisionOptions {
  /** Code of an active warehouse where all that is there goes. Default: it has to be empty. */
  moveTo?: string | undefined;
}

/** Places that have stock. Needs a key with the scope `stock`. */
export interface WarehouseCalls {
  /** The warehouse, and how far closing it has come. Throws a `NotFoundError` once it is removed. */
  get(code: string, options?: CallOptions): Promise<Warehouse>;
  /** By position, the lowest first, and then by code. */
  list(options?: PageOptions): Paged<Warehouse>;
  /**
   * Writes the warehouse as a whole; makes it where there is none. One that is to be active no more is closed at every
   * SKU first: `closing` says how far that is. A `ConflictError` with `last_warehouse` says that a channel sells from it
   * alone.
   */
  put(code: string, request: WarehouseRequest, options?: RevisionOptions): Promise<Warehouse>;
  /**
   * Closes it at every SKU and removes it. That takes its time: ask with `get` until it is not found, or `closing` is
   * refused and says what is in the way. Asked again while it is under way, it changes nothing. `null`: it was found
   * removed at a later attempt. A `ConflictError` with `warehouse_not_empty` names what is plainly there.
   */
  remove(code: string, options?: WarehouseRemovalOptions): Promise<Warehouse | null>;
}

/** The calls, over a transport. */
export function createWarehouses(transport: Transport): WarehouseCalls {
  return {
    ...namedThings<Warehouse, WarehouseRequest>(transport, BASE),
    remove: async (code, { moveTo, ...options } = {}) =>
      remove(transport, withQuery(path(BASE, code), { moveTo }), options),
  };
}
