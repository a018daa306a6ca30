import { type Answer, answerOf } from "./answer.ts";
import { checkedOptions } from "./checked-options.ts";
import type { Environment } from "./environment.ts";
import { type AnyOnhandError, isOnhandError } from "./errors/any-onhand-error.ts";
import { NetworkError } from "./errors/network-error.ts";
import { isNotFoundError } from "./errors/not-found-error.ts";
import { ValidationError } from "./errors/validation-error.ts";
import { limited, pause } from "./limited.ts";
import type { ClientOptions } from "./options.ts";
import { backoffMs } from "./retry-delay.ts";

/** One call: what is sent, the same at each attempt, and when it may be sent again. */
export interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base, encoded, with its query: `v1/availability/MUG`. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  idempotencyKey?: string | undefined;
  ifMatch?: number | undefined;
  ifNoneMatch?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Sent again, a removal finds nothing to remove: what was asked for is so. */
  isDoneWhenGone?: boolean;
}

/** Sends calls to one server with one key. Keeps nothing but the connections that `fetch` itself keeps. */
export interface Transport {
  readonly environment: Environment;
  /** Answers once, after as many attempts as it takes and `retries` allows; else throws an `OnhandError`. */
  send(call: Call): Promise<Answer>;
}

/** Throws a `TypeError` or `RangeError` for options that can never work. Asks nothing yet. */
export function createTransport(options: ClientOptions): Transport {
  const { base, authorization, ask, retries, timeoutMs, retryAfterMsMax, environment } = checkedOptions(options);

  async function attempt(call: Call, body: string | undefined): Promise<Answer> {
    const { signal, idempotencyKey } = call;
    const headers = headersOf(call, authorization, body !== undefined);
    return limited(environment, { timeoutMs, signal, idempotencyKey }, async (signal) => {
      let response: Response;
      let text: string;
      try {
        // Not followed: fetch would turn a redirected POST into a GET.
        const init: RequestInit = { method: call.method, headers, redirect: "manual", signal };
        // As a plain function: called as a method, fetch throws "Illegal invocation" in Workers and browsers.
        response = await ask(base + call.path, body === undefined ? init : { ...init, body });
        text = response.status === 304 ? "" : await response.text();
      } catch (cause) {
        const message = "There is no answer from the server.";
        throw new NetworkError({ message, code: "network", retryable: true, idempotencyKey, cause });
      }
      return answerOf(call, response, text, environment.now());
    });
  }

  return {
    environment,
    async send(call) {
      const { signal, idempotencyKey } = call;
      checkIdempotencyKey(idempotencyKey);
      const body = call.body === undefined ? undefined : JSON.stringify(call.body);
      for (let made = 1; ; made += 1) {
        try {
          return await attempt(call, body);
        } catch (error) {
          if (!isOnhandError(error)) throw error;
          if (made > 1 && call.isDoneWhenGone === true && isNotFoundError(error)) {
            return { status: 204, etag: null, body: null };
          }
          const askedMs = error.retryAfterMs ?? 0;
          if (made > retries || !mayRepeat(call, error) || askedMs > retryAfterMsMax) throw error;
          // Chance on top of what the server asks for: else all that it refused come back in the same moment.
          await pause(environment, askedMs + backoffMs(made, environment.random()), signal, idempotencyKey);
        }
      }
    },
  };
}

/** With `If-Match` a repeat is refused for what a first attempt did, unless that one was turned away at the door. */
function mayRepeat(call: Call, error: AnyOnhandError): boolean {
  return error.retryable && (call.ifMatch === undefined || error.status === 429);
}

/** Only what is needed: in a browser each further header costs a preflight. */
function headersOf(call: Call, authorization: string | undefined, hasBody: boolean): Record<string, string> {
  return {
    ...(authorization === undefined ? {} : { authorization }),
    ...(hasBody ? { "content-type": "application/json" } : {}),
    ...(call.idempotencyKey === undefined ? {} : { "idempotency-key": call.idempotencyKey }),
    ...(call.ifMatch === undefined ? {} : { "if-match": `"${call.ifMatch}"` }),
    ...(call.ifNoneMatch === undefined ? {} : { "if-none-match": call.ifNoneMatch }),
  };
}

function checkIdempotencyKey(key: string | undefined): void {
  if (key === undefined || /^[\x21-\x7e]{1,200}$/.test(key)) return;
  const message = "An idempotency key has 1 – 200 visible ASCII characters.";
  throw new ValidationError({ message, code: "invalid_request" });
}
