import type { TestServerOptions } from "./test-server.ts";

const OPTIONS = ["now", "fetch", "rateLimits", "sqlite"];

/** What a server's clock says at first, in milliseconds since 1970. */
const NOW_DEFAULT_MS = Date.UTC(2027, 0, 1);

/** Options, each of them said. */
export interface CheckedOptions {
  readonly nowMs: number;
  readonly send: ((url: string, init: RequestInit) => Promise<Response>) | null;
  readonly rateLimits: boolean;
  readonly sqlite: object | undefined;
}

/** Throws a TypeError that names the option which cannot be right. What wrote them may not have been type-checked. */
export function checkedOptions(options: TestServerOptions): CheckedOptions {
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) throw new TypeError(`${name} is not an option. The options are ${OPTIONS.join(", ")}`);
  }
  const { now = NOW_DEFAULT_MS, fetch: send = null, rateLimits = false, sqlite } = options;
  const nowMs = Number(now);
  // Beyond that a Date says nothing.
  if (Number.isNaN(new Date(nowMs).getTime()))
    throw new TypeError("now must be a valid Date, or milliseconds since 1970");
  if (send !== null && typeof send !== "function") throw new TypeError("fetch must be a function");
  if (typeof rateLimits !== "boolean") throw new TypeError("rateLimits must be true or false");
  if (sqlite !== undefined && Object.prototype.toString.call(sqlite) !== "[object WebAssembly.Module]") {
    throw new TypeError("sqlite must be a WebAssembly.Module");
  }
  return { nowMs, send, rateLimits, sqlite };
}
