import type { LowStockFilter, LowStockRow, Page } from "./contract/index.ts";
import type { PageOptions } from "./options.ts";
import type { Transport } from "./transport.ts";
import { readPage } from "./verbs.ts";

/** What an owner looks at. Needs a key with the scope `stock`. */
export interface ReportCalls {
  /**
   * Tracked SKUs at or below their minimum, the furthest below first, by stock levels that are seconds old. The same
   * filter goes with each page.
   */
  lowStock(filter?: LowStockFilter, options?: PageOptions): Promise<Page<LowStockRow>>;
}

/** The calls, over a transport. */
export function createReports(transport: Transport): ReportCalls {
  return {
    lowStock: async (filter = {}, options) => readPage(transport, "v1/admin/reports/low-stock", options, { ...filter }),
  };
}
