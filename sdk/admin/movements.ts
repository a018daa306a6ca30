import type { Movement, MovementFilter } from "../contract/index.ts";
import type { PageOptions } from "../transport/options.ts";
import { type Paged, paged } from "../transport/paged.ts";
import type { Transport } from "../transport/transport.ts";

/** The history over all SKUs. Needs a key with the scope `stock`. */
export interface MovementCalls {
  /**
   * Newest first, without a hole. By `sku` or `order` it is told at once, else seconds after it was made. The same filter
   * goes with each page.
   */
  list(filter?: MovementFilter, options?: PageOptions): Paged<Movement>;
}

/** The calls, over a transport. */
export function createMovements(transport: Transport): MovementCalls {
  return {
    list: (filter = {}, options) => paged(transport, () => "v1/admin/movements", options, { ...filter }),
  };
}
