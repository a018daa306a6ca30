import type { ExportedSku } from "../contract/index.ts";
import type { PageOptions } from "../transport/options.ts";
import { type Paged, paged } from "../transport/paged.ts";
import type { Transport } from "../transport/transport.ts";

/**
 * SKUs as they are kept, by name, a page at a time: settings, figures and expected goods, each SKU read at one moment.
 * The pages together are no snapshot: what is sold meanwhile is in the SKUs that are read after it. A page may have fewer
 * items than asked for, and still not be the last. Needs a key with the scope `stock`.
 */
export type ExportCall = (options?: PageOptions) => Paged<ExportedSku>;

/** The call, over a transport. */
export function createExport(transport: Transport): ExportCall {
  return (options) => paged(transport, () => "v1/admin/export", options);
}
