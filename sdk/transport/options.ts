import type { Environment } from "../environment.ts";
import type { Hooks, RetryNews } from "./hooks.ts";
import type { PublishableKey, SecretKey } from "./key.ts";

/** The part of `fetch` that is used: `globalThis.fetch`, or `(url, init) => app.fetch(new Request(url, init))`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How a server is reached. */
export interface TransportOptions {
  /**
   * The server, `https://stock.shop.example`. A path is kept as a prefix: `https://shop.example/stock` asks
   * `https://shop.example/stock/v1/…`. It has no credentials, query or fragment.
   */
  baseUrl: string | URL;
  /** Sent as `Authorization: Bearer …`. A page of an allowed origin needs none. */
  key?: PublishableKey | SecretKey | undefined;
  /** Default: the runtime's own, looked up at each call. */
  fetch?: Fetch | undefined;
  /**
   * Further attempts of a call that had no answer, or one that may be another the next time (`retryable`). Default 2; 0:
   * none. Writes are repeated as well: all attempts of a call carry one idempotency key, so that it is done once.
   */
  retries?: number | undefined;
  /** Time of one attempt, its answer read to the end. Default 10,000 ms. */
  timeoutMs?: number | undefined;
  /**
   * Time of a call in all, with its attempts and the waits between them. Default 30,000 ms. A wait that would pass it, such
   * as a long `Retry-After`, is not begun: the error is thrown at once.
   */
  deadlineMs?: number | undefined;
  /** Before each wait for a further attempt. */
  onRetry?: ((news: RetryNews) => void) | undefined;
  /** Clock, timers, chance and visibility, each a function of its own; for tests. Default: the runtime's. */
  environment?: Partial<Environment> | undefined;
}

/** How a client reaches its Onhand server. */
export interface ClientOptions extends TransportOptions, Hooks {
  /** Pause between two looks of what is watched. Default 5,000 ms; `Infinity`: it looks once. */
  refreshMs?: number | undefined;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call at once, a wait between two attempts included, with an `AbortedError`. */
  signal?: AbortSignal | undefined;
}

/** What a call that changes something takes. */
export interface WriteOptions extends CallOptions {
  /**
   * 1 – 200 visible ASCII characters (a shopper's key: at least 22, random ones). Default: a fresh random one for each
   * call, kept across its attempts. Name one to go on with a call whose outcome is unknown: `error.idempotencyKey`.
   */
  idempotencyKey?: string | null | undefined;
}

/** What a change of settings takes. */
export interface RevisionOptions extends CallOptions {
  /**
   * The revision that was read. Another one in the meantime is refused as a `StaleWriteError`. Such a call is not
   * repeated when its answer is lost: the repeat would be refused for the change that the first attempt made.
   */
  ifMatch?: number | undefined;
}

/** Which page of a list. */
export interface PageOptions extends CallOptions {
  /** `nextCursor` of the page before; the first page without one. */
  cursor?: string | null | undefined;
  /** Items of a page, 1 – 100, default 50. */
  limit?: number | undefined;
}
