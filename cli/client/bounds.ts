/** Further attempts of one request after the first; the client waits longer before each. */
export const RETRIES = 5;

/** Longest wait that a `Retry-After` is followed for. A server that asks for more is told as the end of the run. */
export const RETRY_AFTER_MS_MAX = 60_000;

/** After that long without an answer a try counts as failed. */
export const ANSWER_TIMEOUT_MS = 60_000;
