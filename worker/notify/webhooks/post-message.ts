import { ERROR_LENGTH_MAX, RESPONSE_HEAD_BYTES_MAX, WEBHOOK_MS_MAX } from "../../core/bounds.ts";
import { retryAfterOf } from "./schedule.ts";
import { type SignedMessage, signatureOf } from "./signature.ts";

/** What came of one request. */
export interface PostOutcome {
  /** HTTP status; `null`: there was no answer. */
  status: number | null;
  durationMs: number;
  /** What went wrong; `null`: it was answered 2xx. */
  error: string | null;
  /** Some headers of the answer, and the start of its body. */
  responseHead: string | null;
  /** What the endpoint asked to be left alone for. */
  retryAfterMs: number | null;
}

/** Headers of an answer that say why it is what it is. Others may hold what is nobody's business. */
const HEADERS_KEPT = ["content-type", "location", "retry-after", "server", "x-request-id"] as const;
const HEADER_LENGTH_MAX = 200;

/**
 * Posts a signed message. It has `WEBHOOK_MS_MAX` until the answer has come; of its body `RESPONSE_HEAD_BYTES_MAX` are read
 * at most, within the same time. A redirect is not followed: it could lead anywhere.
 */
export async function postMessage(
  url: string,
  secrets: readonly string[],
  message: SignedMessage,
  send: typeof fetch,
): Promise<PostOutcome> {
  const signature = await signatureOf(secrets, message);
  const startedAt = Date.now();
  const timeLimit = new TimeLimit(WEBHOOK_MS_MAX);
  try {
    const response = await timeLimit.of(
      send(url, {
        method: "POST",
        redirect: "manual",
        signal: timeLimit.signal,
        headers: {
          "content-type": "application/json",
          "user-agent": "Onhand",
          "webhook-id": message.id,
          "webhook-timestamp": String(message.timestampS),
          "webhook-signature": signature,
        },
        body: message.body,
      }),
    );
    const durationMs = Date.now() - startedAt;
    const responseHead = await headOf(response, timeLimit);
    const retryAfterMs = retryAfterOf(response.headers.get("retry-after"), startedAt);
    return { status: response.status, durationMs, error: errorOf(response), responseHead, retryAfterMs };
  } catch (error) {
    const text = timeLimit.signal.aborted ? timeLimit.text : reasonOf(error);
    const durationMs = Date.now() - startedAt;
    return { status: null, durationMs, error: text, responseHead: null, retryAfterMs: null };
  } finally {
    timeLimit.end();
  }
}

function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  // What workerd 2026-11 says of a name that does not resolve.
  if (reason.startsWith("internal error")) return "No answer, and no reason told: the host's name may be unknown";
  return `No answer: ${reason}`.slice(0, ERROR_LENGTH_MAX);
}

/** Ends what takes too long; `end` it when it is not needed any more. */
class TimeLimit {
  readonly #controller = new AbortController();
  readonly #passed: Promise<never>;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly text: string;

  constructor(ms: number) {
    this.text = `No answer within ${ms / 1_000} seconds`;
    let reject: (error: Error) => void = () => {};
    this.#passed = new Promise((_, refuse) => {
      reject = refuse;
    });
    // Nobody may be waiting for it.
    this.#passed.catch(() => {});
    this.#timer = setTimeout(() => {
      this.#controller.abort();
      reject(new Error(this.text));
    }, ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Rejects when the time is over before it. */
  of<Value>(promise: Promise<Value>): Promise<Value> {
    return Promise.race([promise, this.#passed]);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

function errorOf({ ok, status, headers }: Response): string | null {
  if (ok) return null;
  const location = headers.get("location");
  if (status < 300 || status > 399 || location === null) return `Answered ${status}`;
  return `Answered ${status}, to ${location.slice(0, HEADER_LENGTH_MAX)}: redirects are not followed`;
}

/** The status was said before: whatever goes wrong with the body says nothing more. */
async function headOf({ status, headers, body }: Response, timeLimit: TimeLimit): Promise<string> {
  const lines = HEADERS_KEPT.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [`${name}: ${value.slice(0, HEADER_LENGTH_MAX)}`];
  });
  const start = body === null ? "" : await startOf(body, timeLimit);
  return [String(status), ...lines, ...(start === "" ? [] : ["", start])].join("\n");
}

async function startOf(body: ReadableStream<Uint8Array>, timeLimit: TimeLimit): Promise<string> {
  const reader = body.getReader();
  // A character that is cut off at the end is left out.
  const decoder = new TextDecoder();
  let text = "";
  let left = RESPONSE_HEAD_BYTES_MAX;
  try {
    while (left > 0) {
      const { done, value } = await timeLimit.of(reader.read());
      if (done) break;
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.byteLength;
    }
  } catch {
    // What was read is kept.
  }
  reader.cancel().catch(() => {});
  // A database's text ends at such a character.
  return text.replaceAll("\0", "\u{fffd}");
}
