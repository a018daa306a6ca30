import type { Availability } from "../contract/index.ts";
import type { CallOptions } from "../transport/options.ts";
import type { Transport } from "../transport/transport.ts";
import { read } from "../transport/verbs.ts";
import { type Perspective, type ProductQuery, pathOfProduct } from "./question.ts";

/** What the shopper is told of products (DESIGN section 5). */
export interface ProductAvailabilityCalls {
  /** The view of what is chosen; of a product without options, of the product. Throws a `NotFoundError` for none. */
  availability(product: string, options?: CallOptions & Perspective & ProductQuery): Promise<Availability>;
}

/** The calls, over a transport. */
export function createProductAvailability(transport: Transport): ProductAvailabilityCalls {
  return {
    availability: async (product, options = {}) => read(transport, pathOfProduct({ product, ...options }), options),
  };
}
