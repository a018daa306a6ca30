import type {
  Receipt,
  ReceiptRequest,
  Replenishment,
  ReplenishmentFilter,
  ReplenishmentRequest,
} from "../contract/index.ts";
import type { CallOptions, PageOptions, WriteOptions } from "../transport/options.ts";
import { type Paged, paged } from "../transport/paged.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { post, read } from "../transport/verbs.ts";
import { removeWhole, state } from "./state.ts";

/** Goods that are expected, each under an id of the shop's own. Needs a key with the scope `stock`. */
export interface ReplenishmentCalls {
  /** Of all SKUs, by expected date, unknown ones last, then by SKU and id; as the projection last had them. */
  list(options?: PageOptions & ReplenishmentFilter): Paged<Replenishment>;
  /** Of one SKU, as they are now. Of closed ones the last 100. */
  listOf(sku: string, options?: PageOptions): Paged<Replenishment>;
  get(sku: string, id: string, options?: CallOptions): Promise<Replenishment>;
  /** Says what is expected. To say it twice is to say it once, however much of it came in between. */
  put(sku: string, id: string, request: ReplenishmentRequest, options?: CallOptions): Promise<Replenishment>;
  /** Calls off what is still to come; it stays to be read as closed. */
  remove(sku: string, id: string, options?: CallOptions): Promise<void>;
  /** Goods came: all that is outstanding, a part, or more than was expected. */
  receive(sku: string, id: string, request?: ReceiptRequest, options?: WriteOptions): Promise<Receipt>;
}

/** The calls, over a transport. */
export function createReplenishments(transport: Transport): ReplenishmentCalls {
  const at = (sku: string, ...parts: string[]) => path("v1/admin/skus", sku, "replenishments", ...parts);
  return {
    list: (options = {}) => {
      const { signal, cursor, limit, ...filter } = options;
      return paged(transport, () => "v1/admin/replenishments", { signal, cursor, limit }, filter);
    },
    listOf: (sku, options) => paged(transport, () => at(sku), options),
    get: async (sku, id, options) => read(transport, at(sku, id), options),
    put: async (sku, id, request, options) => state(transport, "PUT", at(sku, id), request, options),
    remove: async (sku, id, options) => removeWhole(transport, at(sku, id), options),
    receive: async (sku, id, request = {}, options) => post(transport, at(sku, id, "receive"), request, options),
  };
}
