import type { Problem } from "../contract/index.ts";
import { retryAfterMs } from "../transport/retry-delay.ts";
import type { AnyOnhandError } from "./any-onhand-error.ts";
import { AuthenticationError } from "./authentication-error.ts";
import { NotFoundError } from "./not-found-error.ts";
import type { ErrorFacts } from "./onhand-error.ts";
import { PermissionError } from "./permission-error.ts";
import { RateLimitedError } from "./rate-limited-error.ts";
import { ServerError } from "./server-error.ts";
import { TimeoutError } from "./timeout-error.ts";
import { UnexpectedAnswerError } from "./unexpected-answer-error.ts";
import { ValidationError } from "./validation-error.ts";

/** Classes by code, where it says more than the status of its answer, and by status. */
export type ErrorClasses = Readonly<Record<string, (new (facts: ErrorFacts) => AnyOnhandError) | undefined>>;

/** What any call may be refused with. Of an unknown code the status tells, and of who else stands before the server. */
const CLASSES: ErrorClasses = {
  400: ValidationError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  408: TimeoutError,
  422: ValidationError,
  429: RateLimitedError,
};

/** The error that an answer stands for. `body`: its JSON, anything. `refusals`: what such a call may end with besides. */
export function errorOfAnswer(
  { status, headers }: Response,
  body: Partial<Problem> | null,
  refusals: ErrorClasses | undefined,
  nowMs: number,
): AnyOnhandError {
  // Only what calls itself a problem of Onhand is believed: its words go into messages.
  const problem = /^urn:onhand:/.test(`${body?.type}`) ? (body as Problem) : null;
  const { code, title, detail } = problem ?? { code: "unexpected_answer", title: "Status", detail: status };
  const classes = { ...CLASSES, ...refusals };
  const askedMs = retryAfterMs(headers, nowMs);
  return new (classes[code] ?? classes[status] ?? (status < 500 ? UnexpectedAnswerError : ServerError))({
    code,
    message: `${title}: ${detail}`,
    status,
    requestId: headers.get("x-request-id"),
    problem,
    retryAfterMs: askedMs,
    // A server that says when to come again means it.
    retryable: askedMs !== null || /408|429|5../.test(`${status}`),
  });
}
