import type {
  AdjustRequest,
  Audit,
  CountRequest,
  Movement,
  PolicyPatch,
  Sku,
  SkuRequest,
  SkuSummary,
  StockTransfer,
  StockWrite,
  TransferRequest,
} from "../contract/index.ts";
import type { CallOptions, PageOptions, RevisionOptions, WriteOptions } from "../transport/options.ts";
import { type Paged, paged } from "../transport/paged.ts";
import { path, withQuery } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { post, read } from "../transport/verbs.ts";
import { state } from "./state.ts";

/** SKUs and their stock. Needs a key with the scope `stock`. */
export interface SkuCalls {
  /** Makes a SKU with its own settings. One that is there already stays as it is, and is given. */
  create(sku: string, request?: SkuRequest, options?: CallOptions): Promise<Sku>;
  /** With `product`, settings are told as they are when that product asks for the SKU. */
  get(sku: string, options?: CallOptions & { product?: string }): Promise<Sku>;
  /** By SKU, with figures over all warehouses as the projection last had them. */
  list(options?: PageOptions): Paged<SkuSummary>;
  changePolicy(sku: string, patch: PolicyPatch, options?: RevisionOptions): Promise<Sku>;
  /** Changes what is on hand by a difference. */
  adjust(sku: string, request: AdjustRequest, options?: WriteOptions): Promise<StockWrite>;
  /** Sets what is on hand. With `expected`, a `StaleWriteError` tells the figure that it was instead: `current`. */
  count(sku: string, request: CountRequest, options?: WriteOptions): Promise<StockWrite>;
  /** Moves units on hand from one warehouse to another: both ends or nothing. */
  transfer(sku: string, request: TransferRequest, options?: WriteOptions): Promise<StockTransfer>;
  /** The history, newest first, without a hole. */
  movements(sku: string, options?: PageOptions): Paged<Movement>;
  /** Recomputes the figures from movements and claims, and names each that is not what it must be. */
  audit(sku: string, options?: CallOptions): Promise<Audit>;
}

/** The calls, over a transport. */
export function createSkus(transport: Transport): SkuCalls {
  const at = (...parts: string[]) => path("v1/admin/skus", ...parts);
  return {
    create: async (sku, request = {}, options) => state(transport, "PUT", at(sku), request, options),
    get: async (sku, { product, ...options } = {}) => read(transport, withQuery(at(sku), { product }), options),
    list: (options) => paged(transport, () => at(), options),
    changePolicy: async (sku, patch, options) => state(transport, "PATCH", at(sku, "policy"), patch, options),
    adjust: async (sku, request, options) => post(transport, at(sku, "adjust"), request, options),
    count: async (sku, request, options) => post(transport, at(sku, "count"), request, options),
    transfer: async (sku, request, options) => post(transport, at(sku, "transfer"), request, options),
    movements: (sku, options) => paged(transport, () => at(sku, "movements"), options),
    audit: async (sku, options) => read(transport, at(sku, "audit"), options),
  };
}
