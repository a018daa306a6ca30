import type { Product, ProductRequest } from "../contract/index.ts";
import type { CallOptions, PageOptions, RevisionOptions } from "../transport/options.ts";
import type { Paged } from "../transport/paged.ts";
import type { Transport } from "../transport/transport.ts";
import { namedThings } from "./named-things.ts";

/** What the shopper sees, and which SKUs stand behind it. Needs a key with the scope `stock`. */
export interface ProductCalls {
  get(id: string, options?: CallOptions): Promise<Product>;
  /** By id. */
  list(options?: PageOptions): Paged<Product>;
  /** Writes the definition as a whole; makes the product where there is none. Its SKUs have to be there. */
  put(id: string, request: ProductRequest, options?: RevisionOptions): Promise<Product>;
  /** Removes the product; its SKUs stay. */
  remove(id: string, options?: CallOptions): Promise<void>;
}

/** The calls, over a transport. */
export function createProducts(transport: Transport): ProductCalls {
  return namedThings(transport, "v1/admin/products");
}
