/** Further attempts of one request after the first; the client waits longer before each. */
export const RETRIES = 5;

/** After that long without an answer a try counts as failed. */
export const ANSWER_TIMEOUT_MS = 60_000;

/** Longest time of one request in all. A server that asks to wait beyond it is told as the end of the run, at once. */
export const REQUEST_DEADLINE_MS = 300_000;
