import type { EventFilter, Page, RecordedEvent } from "./contract/index.ts";
import type { PageOptions } from "./options.ts";
import type { Transport } from "./transport.ts";
import { readPage } from "./verbs.ts";

/** What happened to stock levels and orders. Needs a key with the scope `stock`. */
export interface EventCalls {
  /** Newest first; kept for 90 days. The same filter goes with each page. */
  list(filter?: EventFilter, options?: PageOptions): Promise<Page<RecordedEvent>>;
}

/** The calls, over a transport. */
export function createEvents(transport: Transport): EventCalls {
  return {
    list: async (filter = {}, options) => readPage(transport, "v1/admin/events", options, { ...filter }),
  };
}
