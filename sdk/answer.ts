import { errorOfAnswer } from "./errors/error-of-answer.ts";
import { RedirectedError } from "./errors/redirected-error.ts";
import { UnexpectedAnswerError } from "./errors/unexpected-answer-error.ts";
import { retryAfterMs } from "./retry-delay.ts";

/** An answer that is a success: its JSON, or `null` for one without a body (204, 304). */
export interface Answer {
  status: number;
  etag: string | null;
  body: unknown;
}

/** What has to be known of the call to read its answer. */
export interface Asked {
  idempotencyKey?: string | undefined;
  ifNoneMatch?: string | undefined;
}

/** Reads a response whose text has come. Throws the error that it stands for where it is no success. */
export function answerOf(asked: Asked, response: Response, text: string, nowMs: number): Answer {
  const { status, headers } = response;
  const { idempotencyKey } = asked;
  const etag = headers.get("etag");
  if (status === 304 && asked.ifNoneMatch !== undefined) return { status, etag, body: null };
  const requestId = headers.get("x-request-id");
  // A browser hides a redirect as a whole: status 0.
  if (status === 0 || (status >= 300 && status < 400 && status !== 304)) {
    const message = "The server sends on to another address. baseUrl has to be the address of the server itself.";
    const facts = { message, code: "redirected", status: status === 0 ? undefined : status, requestId, idempotencyKey };
    throw new RedirectedError({ ...facts, location: headers.get("location") });
  }
  const body = jsonOf(text);
  if (!response.ok) {
    const waitMs = retryAfterMs(headers.get("retry-after"), nowMs);
    throw errorOfAnswer({ status, body, requestId, retryAfterMs: waitMs, idempotencyKey });
  }
  if (status === 204) return { status, etag, body: null };
  if (typeof body !== "object" || body === null) {
    const message = "The server's answer is not JSON. Is baseUrl the address of an Onhand server?";
    throw new UnexpectedAnswerError({ message, code: "unexpected_answer", status, requestId, idempotencyKey });
  }
  return { status, etag, body };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
