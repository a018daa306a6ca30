import type { Audit } from "./sku.ts";

/** The result of recomputing some SKUs, in the order of their names. */
export interface AuditPage {
  /** SKUs that were recomputed. */
  checked: number;
  /** Nothing of this page has drifted, and all of it answered. */
  clean: boolean;
  drifted: Audit[];
  /** SKUs that gave no answer. */
  unanswered: string[];
  /** For the next page; `null` on the last one. */
  nextCursor: string | null;
}
