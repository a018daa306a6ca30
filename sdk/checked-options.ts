import { RETRIES_DEFAULT, RETRIES_MAX, RETRY_AFTER_MS_MAX, TIMEOUT_MS_DEFAULT, TIMER_MS_MAX } from "./bounds.ts";
import { type Environment, systemEnvironment } from "./environment.ts";
import type { ClientOptions, Fetch } from "./options.ts";

/** Options with nothing left to say. */
export interface CheckedOptions {
  /** What paths are appended to, `https://stock.shop.example/`. */
  base: string;
  /** The header, where there is a key. */
  authorization: string | undefined;
  ask: Fetch;
  retries: number;
  timeoutMs: number;
  retryAfterMsMax: number;
  environment: Environment;
}

/** Fills in the defaults. Throws a `TypeError` or `RangeError` for options that can never work. */
export function checkedOptions(options: ClientOptions): CheckedOptions {
  const { baseUrl, key, fetch, retries, timeoutMs, retryAfterMsMax } = options;
  return {
    base: baseOf(baseUrl),
    authorization: authorizationOf(key),
    ask: fetch ?? ((url, init) => globalThis.fetch(url, init)),
    retries: within("retries", retries ?? RETRIES_DEFAULT, 0, RETRIES_MAX),
    timeoutMs: within("timeoutMs", timeoutMs ?? TIMEOUT_MS_DEFAULT, 1, TIMER_MS_MAX),
    retryAfterMsMax: within("retryAfterMsMax", retryAfterMsMax ?? RETRY_AFTER_MS_MAX, 0, TIMER_MS_MAX),
    environment: { ...systemEnvironment, ...options.environment },
  };
}

/** What is wrong is said without the address: it may hold credentials. */
function baseOf(baseUrl: string | URL): string {
  const text = String(baseUrl);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new TypeError('baseUrl is not an address such as "https://stock.shop.example".');
  }
  if (url.username !== "" || url.password !== "") throw new TypeError("baseUrl has credentials in it.");
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}/`;
}

/** Checked here: what `fetch` says of a header that it cannot send repeats the header. */
function authorizationOf(key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]+$/.test(key)) throw new TypeError("key is empty or has characters that no key has.");
  return `Bearer ${key}`;
}

function within(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${name} is a whole number of ${min} – ${max}.`);
}
