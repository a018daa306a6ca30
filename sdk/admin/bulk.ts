import type {
  BulkAdjustRequest,
  BulkCountRequest,
  BulkProductsRequest,
  BulkReceiptsRequest,
  BulkReceiptsResult,
  BulkReplenishmentsRequest,
  BulkReplenishmentsResult,
  BulkResult,
  BulkSkusRequest,
  BulkStockResult,
  BulkTransferRequest,
  BulkTransferResult,
} from "../contract/index.ts";
import type { WriteOptions } from "../transport/options.ts";
import type { Transport } from "../transport/transport.ts";
import { post } from "../transport/verbs.ts";

/**
 * Up to 100 rows in one request, an answer for each: a refused row is told in the answer, not thrown, and changes nothing
 * for the others. Needs a key with the scope `stock`.
 */
export interface BulkCalls {
  /** Brings SKUs to a state: created where missing, set where different. */
  skus(request: BulkSkusRequest, options?: WriteOptions): Promise<BulkResult>;
  products(request: BulkProductsRequest, options?: WriteOptions): Promise<BulkResult>;
  adjust(request: BulkAdjustRequest, options?: WriteOptions): Promise<BulkStockResult>;
  count(request: BulkCountRequest, options?: WriteOptions): Promise<BulkStockResult>;
  transfers(request: BulkTransferRequest, options?: WriteOptions): Promise<BulkTransferResult>;
  /** Puts replenishments: made where missing, changed where different. */
  replenishments(request: BulkReplenishmentsRequest, options?: WriteOptions): Promise<BulkReplenishmentsResult>;
  receipts(request: BulkReceiptsRequest, options?: WriteOptions): Promise<BulkReceiptsResult>;
}

/** The calls, over a transport. */
export function createBulk(transport: Transport): BulkCalls {
  return {
    skus: async (request, options) => post(transport, "v1/admin/bulk/skus", request, options),
    products: async (request, options) => post(transport, "v1/admin/bulk/products", request, options),
    adjust: async (request, options) => post(transport, "v1/admin/bulk/adjust", request, options),
    count: async (request, options) => post(transport, "v1/admin/bulk/count", request, options),
    transfers: async (request, options) => post(transport, "v1/admin/bulk/transfers", request, options),
    replenishments: async (request, options) => post(transport, "v1/admin/bulk/replenishments", request, options),
    receipts: async (request, options) => post(transport, "v1/admin/bulk/receipts", request, options),
  };
}
