import type { AuditPage } from "../contract/index.ts";
import type { PageOptions } from "../transport/options.ts";
import { withQuery } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { read } from "../transport/verbs.ts";

/**
 * Recomputes the figures of SKUs from their movements and claims, a page of 1 – 100 at a time, default 50. All is well when
 * every page is `clean`. Needs a key with the scope `stock`.
 */
export type AuditCall = (options?: PageOptions) => Promise<AuditPage>;

/** The call, over a transport. */
export function createAudit(transport: Transport): AuditCall {
  return async ({ cursor, limit, signal } = {}) =>
    read(transport, withQuery("v1/admin/audit", { cursor: cursor ?? undefined, limit }), { signal });
}
