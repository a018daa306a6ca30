import type { Page, Product, ProductRequest } from "./contract/index.ts";
import type { CallOptions, PageOptions, RevisionOptions } from "./options.ts";
import { path } from "./path.ts";
import type { Transport } from "./transport.ts";
import { read, readPage, remove, state } from "./verbs.ts";

/** What the shopper sees, and which SKUs stand behind it. Needs a key with the scope `stock`. */
export interface ProductCalls {
  get(id: string, options?: CallOptions): Promise<Product>;
  /** By id. */
  list(options?: PageOptions): Promise<Page<Product>>;
  /** Writes the definition as a whole; makes the product where there is none. Its SKUs have to be there. */
  put(id: string, request: ProductRequest, options?: RevisionOptions): Promise<Product>;
  /** Removes the product; its SKUs stay. */
  remove(id: string, options?: CallOptions): Promise<void>;
}

/** The calls, over a transport. */
export function createProducts(transport: Transport): ProductCalls {
  const at = (...parts: string[]) => path("v1/admin/products", ...parts);
  return {
    get: async (id, options) => read(transport, at(id), options),
    list: async (options) => readPage(transport, at(), options),
    put: async (id, request, options) => state(transport, "PUT", at(id), request, options),
    remove: async (id, options) => remove(transport, at(id), options),
  };
}
