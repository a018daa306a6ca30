import { DEADLINE_MS_DEFAULT, RETRIES_DEFAULT, TIMEOUT_MS_DEFAULT } from "../bounds.ts";
import { type Environment, systemClock } from "../environment.ts";
import type { AnyOnhandError } from "../errors/any-onhand-error.ts";
import { type ErrorClasses, errorOfAnswer } from "../errors/error-of-answer.ts";
import { NetworkError } from "../errors/network-error.ts";
import { OnhandError } from "../errors/onhand-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import type { TransportOptions } from "./options.ts";
import { backoffMs } from "./retry-delay.ts";
import { within } from "./within.ts";

/** One call: what is sent, the same at each attempt, and when it may be sent again. */
export interface Call {
  /** Default: a `GET` without a body. */
  init?: { method?: string; headers: Readonly<Record<string, string>>; body?: string };
  signal?: AbortSignal | undefined;
  /** What it can be refused with, beyond what any call can. */
  refusals?: ErrorClasses;
  /** Default: those of the transport. */
  retries?: number | undefined;
}

/** An answer that is a success: its JSON, or `null` for one without a body (204, 304). */
export interface Answer<Body> {
  etag: string | null;
  body: Body;
}

/** Sends calls to one server with one key. Keeps nothing but the connections that `fetch` itself keeps. */
export interface Transport {
  readonly environment: Partial<Environment> & typeof systemClock;
  /**
   * `path`: below the base, encoded, with its query: `v1/availability/MUG`. Answers once, after as many attempts as it takes and `retries` allows; else throws an
   * `OnhandError`.
   */
  send<Body>(path: string, call?: Call): Promise<Answer<Body>>;
}

/**
 * Asks nothing yet. Throws a `TypeError` for an address or key that can never work, and for a secret key in a browser:
 * whatever a page is given, everybody has.
 */
export function createTransport(options: TransportOptions): Transport {
  const {
    key = "",
    timeoutMs = TIMEOUT_MS_DEFAULT,
    deadlineMs = DEADLINE_MS_DEFAULT,
    onRetry,
    // As a plain function: called as a method, fetch throws "Illegal invocation" in Workers and browsers.
    fetch = (url, init) => globalThis.fetch(url, init),
  } = options;
  const base = `${options.baseUrl}`.replace(/\/*$/, "/");
  const environment = { ...systemClock, ...options.environment };
  const { now, random, after } = environment;
  const sleep = (ms: number, ended: AbortSignal) =>
    new Promise<void>((resolve) => ended.addEventListener("abort", after(ms, resolve)));
  // What is wrong is said without the address and the key; what fetch says of them would repeat them.
  if (!/^https?:\/\/[^\s@?#]+$/.test(base) || /[^!-~]/.test(key)) throw new TypeError("baseUrl or key is malformed");
  if (/^onh_sk_/.test(key) && "document" in globalThis) throw new TypeError("A secret key on a page is everybody's");

  return {
    environment,
    async send<Body>(path: string, call: Call = {}): Promise<Answer<Body>> {
      const { init, signal, refusals, retries = options.retries ?? RETRIES_DEFAULT } = call;
      const endsAtMs = now() + deadlineMs;

      /** One request and its answer, read to the end. */
      async function ask(signal: AbortSignal): Promise<Answer<Body>> {
        const response = await fetch(base + path, {
          ...init,
          headers: { ...init?.headers, ...(key && { authorization: `Bearer ${key}` }) },
          // Not followed: fetch would turn a redirected POST into a GET.
          redirect: "manual",
          signal,
        });
        const text = await response.text();
        const { status, headers } = response;
        // The contract says what a route answers with, and the compiler holds the server's schemas to it: here it is taken at
        // its word.
        let body = null;
        try {
          body = JSON.parse(text);
        } catch {
          // Nothing, or of somebody who stands before the server; then the status tells what it can.
        }
        if (response.ok ? body || status === 204 : status === 304) return { etag: headers.get("etag"), body };
        throw errorOfAnswer(response, body, refusals, now());
      }

      let delayMs = 0;
      for (let attempts = 1; ; attempts += 1) {
        try {
          return await within(signal, async (ended) => {
            if (delayMs) await sleep(delayMs, ended);
            return Promise.race([
              ask(ended),
              sleep(Math.min(timeoutMs, endsAtMs - now()), ended).then(() => {
                throw new TimeoutError({ message: "No answer in time", code: "timeout", retryable: true });
              }),
            ]);
          });
        } catch (cause) {
          const error =
            cause instanceof OnhandError
              ? // Each that is made is one of those that there are.
                (cause as AnyOnhandError)
              : new NetworkError({ message: "No answer", code: "network", retryable: true, cause });
          Object.assign(error, { attempts });
          // Chance on top of what the server asks for: else all that it refused come back in the same moment.
          delayMs = (error.retryAfterMs ?? 0) + backoffMs(attempts, random());
          if (attempts > retries || now() + delayMs >= endsAtMs || !error.retryable) throw error;
          onRetry?.({ path, error, delayMs });
        }
      }
    },
  };
}
