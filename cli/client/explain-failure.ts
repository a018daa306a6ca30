import type { AnyOnhandError } from "../../sdk/index.ts";
import { CannotRun } from "./cannot-run.ts";

/** An answer that is a success, but not the one that was asked for. */
export const NOT_UNDERSTOOD = "The server's answer cannot be understood. Is it Onhand, of this version?";

/** Why the run cannot go on, for the person at the terminal, of a call that ended without an answer to go on with. */
export function explainFailure(error: AnyOnhandError, url: URL): CannotRun {
  return new CannotRun(wordsFor(error, url), { cause: error });
}

function wordsFor(error: AnyOnhandError, url: URL): string {
  switch (error.name) {
    case "AuthenticationError":
      return `The server does not accept the key: ${reasonOf(error)}.`;
    case "PermissionError":
      return `The key may not do this: ${reasonOf(error)}. An admin key is needed.`;
    case "UnexpectedAnswerError":
      if (isRedirect(error)) return `${url.href} sends on to another address. Give that of the server itself as --url.`;
      return error.problem === null ? NOT_UNDERSTOOD : refused(error);
    case "NotConfiguredError":
      return `The server is not set up for it: ${reasonOf(error)}.`;
    case "NetworkError":
      return noAnswer(url, causeOf(error.cause));
    case "TimeoutError":
      return error.status === null ? noAnswer(url, "it takes too long") : cannotNow(error);
    case "RateLimitedError":
    case "ServerError":
      return cannotNow(error);
    case "NotFoundError":
      if (error.problem === null)
        return "The server does not know what it was asked for. Is it Onhand, of this version, and is --url right?";
      return refused(error);
    default:
      return refused(error);
  }
}

function isRedirect({ status }: AnyOnhandError): boolean {
  return status !== null && status >= 300 && status < 400;
}

function noAnswer(url: URL, why: string): string {
  return `There is no answer from ${url.href} (${why}). Is the server running, and is --url right?`;
}

function cannotNow(error: AnyOnhandError): string {
  const failure = `The server cannot do it now: ${reasonOf(error)}.`;
  const seconds = Math.ceil((error.retryAfterMs ?? 0) / 1000);
  if (seconds === 0) return failure;
  return `${failure} It asks to wait ${seconds === 1 ? "a second" : `${seconds} seconds`}: run it again then.`;
}

function refused(error: AnyOnhandError): string {
  return `The server refuses the request: ${reasonOf(error)}.`;
}

function reasonOf({ problem, status }: AnyOnhandError): string {
  return problem === null ? `without a reason (${status})` : `${problem.detail} (${problem.code})`;
}

/** fetch hides what happened in the cause of its error: `ECONNREFUSED`. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
    if (cause.message !== "") return cause.message;
  }
  return error.message;
}
