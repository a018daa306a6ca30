import { INTERVAL_MS_DEFAULT, LIST_REQUESTS_MAX } from "./bounds.ts";
import type { Availability, AvailabilityList } from "./contract/index.ts";
import { createFeed } from "./feed.ts";
import type { CallOptions } from "./options.ts";
import { type Perspective, pathOfQuestion, type Question, requestsOfSkus } from "./question.ts";
import type { Transport } from "./transport.ts";
import { read } from "./verbs.ts";
import type { AvailabilityWatcher } from "./watched.ts";

/** How often a watcher looks. */
export interface WatchOptions {
  /** Milliseconds between two looks: at least 1,000, default 5,000. `Infinity`: it looks once. */
  intervalMs?: number | undefined;
}

/** What the shopper is told (DESIGN section 5). */
export interface AvailabilityCalls {
  /**
   * One view. A text is a SKU. Asked for a product with `choices: true`, it has the choices as well. Throws a
   * `NotFoundError` for a SKU or product that there is not.
   */
  get(question: string | Question, options?: CallOptions): Promise<Availability>;
  /** Views of any number of SKUs, in the order asked, each once. SKUs that there are not stand in `unknown`. */
  list(skus: readonly string[], options?: CallOptions & Perspective): Promise<AvailabilityList>;
  /**
   * Looks now, and then again and again, until the function that it returns is called. Calls back only after it has
   * returned. Looks of one client go together: one timer, one request for all SKUs of a channel and reservation. While
   * nobody can see the page it does not look; when it is seen again, it looks at once.
   */
  watch(question: Question, watcher: AvailabilityWatcher, options?: WatchOptions): () => void;
}

/** The calls, over a transport. What they keep belongs to their watchers, and is released with the last one. */
export function createAvailability(transport: Transport): AvailabilityCalls {
  const feed = createFeed(transport);
  return {
    async get(question, { signal } = {}) {
      const path = pathOfQuestion(typeof question === "string" ? { sku: question } : question);
      return read<Availability>(transport, path, { signal });
    },

    async list(skus, { signal, ...perspective } = {}) {
      const requests = requestsOfSkus([...new Set(skus)], perspective);
      const lists: AvailabilityList[] = [];
      for (let at = 0; at < requests.length; at += LIST_REQUESTS_MAX) {
        const some = requests.slice(at, at + LIST_REQUESTS_MAX);
        lists.push(...(await Promise.all(some.map(({ path }) => read<AvailabilityList>(transport, path, { signal })))));
      }
      return { items: lists.flatMap(({ items }) => items), unknown: lists.flatMap(({ unknown }) => unknown) };
    },

    watch(question, watcher, { intervalMs = INTERVAL_MS_DEFAULT } = {}) {
      return feed.watch(question, watcher, intervalMs);
    },
  };
}
