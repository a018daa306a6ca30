import type { BulkOutcome } from "../../sdk/index.ts";
import type { RefusalReason } from "./refusal.ts";
import type { Warning } from "./warning.ts";

/** What became of one SKU, product or replenishment. */
export type Outcome =
  | { outcome: Exclude<BulkOutcome, "refused">; changes: string[] }
  | { outcome: "refused"; reason: RefusalReason };

/** What the server said, as far as it was asked: filled while the import runs, so that a run cut short can be reported. */
export interface Outcomes {
  skus: Map<string, Outcome>;
  products: Map<string, Outcome>;
  replenishments: Map<string, Outcome>;
  warnings: Warning[];
}

export function emptyOutcomes(): Outcomes {
  return { skus: new Map(), products: new Map(), replenishments: new Map(), warnings: [] };
}
