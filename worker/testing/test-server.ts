import type { Policy } from "../../sdk/contract/policy.ts";
import type { Fault } from "./faults.ts";
import type { TestClock } from "./test-clock.ts";

/** What a client is created with: `createStorefront(server.shopper)`, `createAdmin(server.admin)`. */
export interface TestClient<Key extends string> {
  readonly baseUrl: string;
  readonly key: Key;
  /** Asks the test server, without a network. It needs nothing of the object that it comes from. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /**
   * The server's clock and its timers; chance is always 0, so that a wait is the least that it may be. A client that is
   * created without it waits by the runtime's clock.
   */
  readonly environment: {
    now(): number;
    random(): number;
    after(ms: number, run: () => void): () => void;
    isHidden(): boolean;
    onVisibility(changed: () => void): () => void;
  };
}

/** A request as it was sent. */
export interface TestRequest {
  readonly method: string;
  /** Path and query: `/v1/availability/MUG?channel=web`. */
  readonly path: string;
  /** By lower-case names. Of a key only its kind is kept: `Bearer onh_pk_…`. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as the value that it is, other text as it is, `null` without a body. */
  readonly body: unknown;
}

/** When a fault strikes. */
export interface FaultOrder {
  /** How many requests it strikes, from 1; `Infinity`: all, until the server is healed. Default: 1. */
  times?: number;
  /** Which requests it may strike. Default: any. */
  when?: (request: TestRequest) => boolean;
}

/** A mail that would have been sent. */
export interface SentMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  /** RFC 3339, in UTC. */
  readonly at: string;
}

/** How a test server differs from a new Onhand. */
export interface TestServerOptions {
  /** What the clock says at first: a Date, or milliseconds since 1970. Default: 2027-01-01T00:00:00.000Z. */
  now?: Date | number;
  /**
   * Gets the server's webhooks. Default: it refuses, and the server has them tried again as its schedule says. Nothing of a
   * test server ever reaches the network by itself.
   */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Whether shoppers are braked as a deployment brakes them. Default: false. */
  rateLimits?: boolean;
  /**
   * SQLite, compiled: a `WebAssembly.Module` of `sql.js/dist/sql-wasm.wasm`. Needed only where code must not be compiled at
   * run time, which is inside Workers. Default: the one that comes along.
   */
  sqlite?: object;
}

/**
 * A whole Onhand server in memory: the Worker's own routes, rules, objects and lists over SQLite in the same process. It is
 * empty but for the warehouse `main` and the channel `web`, and knows nothing of any other test server.
 *
 * Its clock stands. Every request is answered at once all the same; what a deployment does some time after its answer waits
 * for `clock.advance`: the lists and the history of the admin (2 seconds), mails and webhooks (some more), the end of
 * a reservation.
 */
export interface TestServer {
  /** A shop page's client: a publishable key. */
  readonly shopper: TestClient<`onh_pk_${string}`>;
  /** A server's client: the admin key. */
  readonly admin: TestClient<`onh_sk_${string}`>;
  /**
   * Answers a request to `baseUrl`, faults included; the `fetch` of a whole app may be replaced by it. To any other address it
   * rejects with a TypeError, as if there were no connection.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  readonly clock: TestClock;
  /** All that was asked until now, oldest first: attempts that a fault struck as well, the calls of `put` not. */
  readonly requests: readonly TestRequest[];
  /**
   * Sees to it that there is a SKU with so many units on hand at the warehouse `main`, by default none, and with these
   * settings. The first time they are received; later it is a count. Rejects with an Error in the server's words where that
   * is refused.
   */
  put(sku: string, onHand?: number, policy?: Partial<Policy>): Promise<void>;
  /**
   * Orders a fault. Of several the one that was ordered first strikes first; one request meets one fault. Throws a TypeError
   * for what is no fault.
   */
  fail(fault: Fault, order?: FaultOrder): void;
  /** Takes back every fault that has not struck. */
  heal(): void;
  /** The mails until now, oldest first; the newest 200 are kept. */
  mails(): readonly SentMail[];
  /**
   * Ends it: nothing is left running. From then on `fetch` rejects as if there were no connection, and so do `put` and
   * `mails`.
   */
  close(): Promise<void>;
}
