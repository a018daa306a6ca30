import type { EventFilter, RecordedEvent } from "../contract/index.ts";
import type { PageOptions } from "../transport/options.ts";
import { type Paged, paged } from "../transport/paged.ts";
import type { Transport } from "../transport/transport.ts";

/** What happened to stock levels and orders. Needs a key with the scope `stock`. */
export interface EventCalls {
  /** Newest first; kept for 90 days. The same filter goes with each page. */
  list(filter?: EventFilter, options?: PageOptions): Paged<RecordedEvent>;
}

/** The calls, over a transport. */
export function createEvents(transport: Transport): EventCalls {
  return {
    list: (filter = {}, options) => paged(transport, () => "v1/admin/events", options, { ...filter }),
  };
}
