import type { Asking } from "../storefront/asking.ts";
import type { Transport } from "../transport/transport.ts";
import { createPolling } from "./polling.ts";
import { createWatch, type Watch } from "./watch.ts";

/** Watching by the best feed that there is: today by asking. */
export function startWatching(transport: Transport, asking: Asking, refreshMs?: number): Watch {
  return createWatch(createPolling(transport, asking, refreshMs));
}
