import type { Movement, MovementFilter, Page } from "./contract/index.ts";
import type { PageOptions } from "./options.ts";
import type { Transport } from "./transport.ts";
import { readPage } from "./verbs.ts";

/** The history over all SKUs. Needs a key with the scope `stock`. */
export interface MovementCalls {
  /**
   * Newest first, without a hole. By `sku` or `order` it is told at once, else seconds after it was made. The same filter
   * goes with each page.
   */
  list(filter?: MovementFilter, options?: PageOptions): Promise<Page<Movement>>;
}

/** The calls, over a transport. */
export function createMovements(transport: Transport): MovementCalls {
  return {
    list: async (filter = {}, options) => readPage(transport, "v1/admin/movements", options, { ...filter }),
  };
}
