import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Problem } from "../../sdk/index.ts";
import { ANSWER_TIMEOUT_MS, RETRY_AFTER_MS_MAX, TRIES_MAX } from "./bounds.ts";
import { CannotRun } from "./cannot-run.ts";
import { backoffMs, isWorthRetrying, retryAfterMs } from "./retry-delay.ts";

/** An answer that is final. */
export type Answer = { ok: true; body: unknown } | { ok: false; status: number; problem: Partial<Problem> };

/** The server's admin routes, as far as the import needs them. */
export interface Api {
  /**
   * Sends a change. All tries of one call carry the same `Idempotency-Key`: however often it arrives, it is done once.
   * Throws `CannotRun` when the server cannot be reached, refuses the key, or asks for patience too long.
   */
  post(path: string, body: unknown): Promise<Answer>;
  get(path: string): Promise<Answer>;
}

/** What the world gives; replaced in tests. */
export interface ApiOptions {
  /** Base of the server, `http://127.0.0.1:8787`. */
  url: URL;
  key: string;
  fetch?: typeof globalThis.fetch;
  sleep?: (ms: number) => Promise<void>;
  random?: () => number;
  now?: () => number;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function asProblem(body: unknown): Partial<Problem> {
  // Only read for words to show and for row numbers, each of them checked where it is used.
  return typeof body === "object" && body !== null ? (body as Partial<Problem>) : {};
}

function wordsOf({ detail, title, code }: Partial<Problem>, status: number): string {
  return `${detail ?? title ?? "without a reason"} (${code ?? status})`;
}

/** Calls one server with one key. Nothing is kept open but the connections that fetch itself keeps. */
export function createApi(options: ApiOptions): Api {
  const {
    url,
    key,
    fetch = globalThis.fetch,
    sleep = (ms) => wait(ms),
    random = Math.random,
    now = Date.now,
  } = options;
  const base = url.href.endsWith("/") ? url.href : `${url.href}/`;

  function finalAnswer(response: Response, body: unknown): Answer {
    const { status } = response;
    if (response.ok) return { ok: true, body };
    const problem = asProblem(body);
    if (status >= 300 && status < 400) {
      const location = response.headers.get("location") ?? "elsewhere";
      throw new CannotRun(`${url.href} sends on to ${location}. Give the address of the server itself as --url.`);
    }
    if (status === 401) throw new CannotRun(`The server does not accept the key: ${wordsOf(problem, status)}.`);
    if (status === 403)
      throw new CannotRun(`The key may not do this: ${wordsOf(problem, status)}. An admin key is needed.`);
    return { ok: false, status, problem };
  }

  async function call(path: string, init: RequestInit): Promise<Answer> {
    let failure = "";
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      let delayMs = backoffMs(tries, random());
      try {
        const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
        // Followed by hand: fetch would turn a redirected POST into a GET.
        const response = await fetch(new URL(path, base), { ...init, signal, redirect: "manual" });
        const body = await readJson(response);
        if (!isWorthRetrying(response.status)) return finalAnswer(response, body);
        failure = `The server cannot do it now: ${wordsOf(asProblem(body), response.status)}.`;
        const askedMs = retryAfterMs(response.headers.get("retry-after"), now());
        if (askedMs !== null && askedMs > RETRY_AFTER_MS_MAX) {
          throw new CannotRun(
            `${failure} It asks to wait ${Math.ceil(askedMs / 1000)} seconds: run the import again then.`,
          );
        }
        delayMs = Math.max(delayMs, askedMs ?? 0);
      } catch (error) {
        if (error instanceof CannotRun) throw error;
        failure = `There is no answer from ${url.href} (${reasonOf(error)}). Is the server running, and is --url right?`;
      }
      if (tries < TRIES_MAX) await sleep(delayMs);
    }
    throw new CannotRun(failure);
  }

  const authorization = `Bearer ${key}`;
  return {
    post(path, body) {
      const headers = { authorization, "content-type": "application/json", "idempotency-key": randomUUID() };
      return call(path, { method: "POST", headers, body: JSON.stringify(body) });
    },
    get(path) {
      return call(path, { method: "GET", headers: { authorization } });
    },
  };
}

/** fetch hides what happened in the cause of its error: `ECONNREFUSED`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
    if (cause.message !== "") return cause.message;
  }
  return error.message;
}
