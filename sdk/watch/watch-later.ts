import { NetworkError } from "../errors/network-error.ts";
import { asking } from "../storefront/asking.ts";
import type { Transport } from "../transport/transport.ts";
import type { Watch } from "./watch.ts";

/** Watching, whose code is loaded when it is used first: most pages that ask do not watch. */
export function watchLater(transport: Transport, refreshMs: number | undefined): Watch {
  let watch: Promise<Watch> | undefined;
  return async function* (...given) {
    // All watchers share what the first of them brings; a load that failed is tried again by the next.
    watch ??= import("./start-watching.ts").then(({ startWatching }) => startWatching(transport, asking, refreshMs));
    yield* (
      await watch.catch((cause) => {
        watch = undefined;
        throw new NetworkError({ message: "No answer", code: "network", retryable: true, cause });
      })
    )(...given);
  };
}
