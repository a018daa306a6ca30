import type { AnyOnhandError } from "../errors/any-onhand-error.ts";
import type { Fetch } from "./options.ts";

/** One attempt of a call. The key is not told. */
export interface RequestNews {
  method: string;
  /** It may hold the id of a reservation, which is as good as a key to it. */
  url: string;
}

/** How it was answered. */
export interface ResponseNews extends RequestNews {
  status: number;
  /** Finds the request in the server's log; `null` when the server did not say. */
  requestId: string | null;
  /** Until the head of the answer was there. */
  durationMs: number;
}

/** A further attempt is to come. */
export interface RetryNews {
  /** Below the base, with its query. */
  path: string;
  /** What became of the attempt; `attempts` counts it. */
  error: AnyOnhandError;
  /** The wait before the next one. */
  delayMs: number;
}

/** To look on, for logs and measurements. What one of them throws counts as no answer. */
export interface Hooks {
  /** Before each attempt. */
  onRequest?: ((news: RequestNews) => void) | undefined;
  /** After each attempt that was answered, a refusal included. */
  onResponse?: ((news: ResponseNews) => void) | undefined;
}

/** A `fetch` that is looked at. */
export function observed({ onRequest, onResponse }: Hooks, fetch: Fetch | undefined): Fetch {
  return async (url, init) => {
    const news = { method: init.method ?? "GET", url };
    onRequest?.(news);
    const startedMs = Date.now();
    const response = await (fetch ?? globalThis.fetch)(url, init);
    const requestId = response.headers.get("x-request-id");
    onResponse?.({ ...news, status: response.status, requestId, durationMs: Date.now() - startedMs });
    return response;
  };
}
