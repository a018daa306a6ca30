import { env, exports } from "cloudflare:workers";
import { expect } from "vitest";
import {
  type Admin,
  type AnyOnhandError,
  type ClientOptions,
  createAdmin,
  createStorefront,
  type Fetch,
  isOnhandError,
  type Storefront,
} from "../../sdk/index.ts";
import { freshAddress, keyFor } from "../worker/shop.ts";

export const BASE = "https://onhand.test";

/** The Worker's real routes, as a `fetch`. */
export const workerFetch: Fetch = (url, init) => exports.default.fetch(new Request(url, init));

/** One request as it was sent. */
export interface Sent {
  method: string;
  /** Path and query, below the host. */
  path: string;
  headers: Headers;
  body: string | null;
  signal: AbortSignal;
}

/** What happens to one request instead of a good answer; `real` sends it on to the Worker. */
export type Fault = (real: () => Promise<Response>) => Promise<Response>;

/** The Worker behind a line that can be listened to and cut. */
export interface Wire {
  fetch: Fetch;
  sent: Sent[];
  /** Taken by the next requests, one each; then everything goes through. */
  faults: Fault[];
}

/** A line to the Worker, from an address of its own where a shopper's rates are bounded. */
export function wire(headers: Record<string, string> = {}): Wire {
  const line: Wire = {
    sent: [],
    faults: [],
    async fetch(url, init) {
      const request = new Request(url, init);
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      const { pathname, search } = new URL(url);
      const body = init.body === undefined ? null : String(init.body);
      line.sent.push({
        method: request.method,
        path: pathname + search,
        headers: request.headers,
        body,
        signal: request.signal,
      });
      const real = () => exports.default.fetch(request);
      const fault = line.faults.shift();
      return fault === undefined ? real() : fault(real);
    },
  };
  return line;
}

/** The same answer whatever was asked; nothing reaches the Worker. */
export function answering(status: number, body: unknown = null, headers: Record<string, string> = {}): Fault {
  const text = typeof body === "string" ? body : body === null ? null : JSON.stringify(body);
  return async () => new Response(text, { status, headers });
}

/** It is done, and nobody hears of it. */
export const losingTheAnswer: Fault = async (real) => {
  await (await real()).text();
  throw new TypeError("the connection was lost");
};

/** It never gets there. */
export const unreachable: Fault = async () => {
  throw new TypeError("there is no connection");
};

/** Nothing comes, ever. It does not even listen to its signal. */
export const silent: Fault = () => new Promise(() => {});

/** A client with the admin key over a line. */
export function adminOver(line: Wire, options: Partial<ClientOptions> = {}): Admin {
  return createAdmin({ baseUrl: BASE, fetch: line.fetch, ...options, key: options.key ?? env.ADMIN_KEY ?? "" });
}

/** A shop page's client with a key of its own, at an address of its own. */
export async function shopperWith(options: Partial<ClientOptions> = {}): Promise<{ shop: Storefront; line: Wire }> {
  const line = wire(freshAddress());
  const shop = createStorefront({ baseUrl: BASE, key: await keyFor("shopper"), fetch: line.fetch, ...options });
  return { shop, line };
}

/** The error that a call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<AnyOnhandError> {
  const error = await call.then(
    () => new Error("It did not fail."),
    (thrown: unknown) => thrown,
  );
  if (!isOnhandError(error)) throw error;
  return error;
}

/** The same, of a class. */
export async function errorNamed<Name extends AnyOnhandError["name"]>(
  call: Promise<unknown>,
  name: Name,
): Promise<Extract<AnyOnhandError, { name: Name }>> {
  const error = await errorOf(call);
  expect(error.name, error.message).toBe(name);
  // As the line above has found.
  return error as Extract<AnyOnhandError, { name: Name }>;
}
