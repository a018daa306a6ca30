import type { LowStockFilter, LowStockRow } from "../contract/index.ts";
import type { PageOptions } from "../transport/options.ts";
import { type Paged, paged } from "../transport/paged.ts";
import type { Transport } from "../transport/transport.ts";

/** What an owner looks at. Needs a key with the scope `stock`. */
export interface ReportCalls {
  /**
   * Tracked SKUs at or below their minimum, the furthest below first, by stock levels that are seconds old. The same
   * filter goes with each page.
   */
  lowStock(filter?: LowStockFilter, options?: PageOptions): Paged<LowStockRow>;
}

/** The calls, over a transport. */
export function createReports(transport: Transport): ReportCalls {
  return {
    lowStock: (filter = {}, options) => paged(transport, () => "v1/admin/reports/low-stock", options, { ...filter }),
  };
}
