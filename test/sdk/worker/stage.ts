import { env, exports } from "cloudflare:workers";
import {
  type Admin,
  type ClientOptions,
  createAdmin,
  createStorefront,
  publishableKey,
  type Storefront,
  secretKey,
} from "../../../sdk/index.ts";
import { freshAddress, keyFor } from "../../worker/shop.ts";
import { BASE } from "../clients.ts";
import { type Answering, type Line, line } from "../line.ts";

type Options = Partial<Omit<ClientOptions, "key">>;

/** A line to the Worker, whose answers can be listened to and lost on the way; with headers of the one who asks. */
export function wire(headers: Record<string, string> = {}): Line {
  const made = line([], toWorker);
  const { fetch } = made;
  made.fetch = (url, init) => {
    const all = new Headers([...new Headers(init.headers), ...Object.entries(headers)]);
    return fetch(url, { ...init, headers: all });
  };
  return made;
}

/** The request reaches the Worker. */
export const toWorker: Answering = ({ method, path, headers, body }) =>
  exports.default.fetch(new Request(BASE + path, { method, headers, body }));

/** It is done, and nobody hears of it. */
export const losingTheAnswer: Answering = async (sent) => {
  await (await toWorker(sent)).text();
  throw new TypeError("the connection was lost");
};

/** A client with the admin key, or another one, over a line. */
export function adminOver({ fetch }: Line, options: Options = {}, key = env.ADMIN_KEY): Admin {
  return createAdmin({ baseUrl: BASE, fetch, ...options, key: secretKey(key) });
}

/** A shop page's client with a key of its own, at an address of its own, as rates are bounded by it. */
export async function shopperWith(options: Options = {}): Promise<{ shop: Storefront; line: Line }> {
  const made = wire(freshAddress());
  const key = publishableKey(await keyFor("shopper"));
  return { shop: createStorefront({ baseUrl: BASE, key, fetch: made.fetch, ...options }), line: made };
}
