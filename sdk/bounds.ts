/** Every bound and default of the client, in one place. Milliseconds end in `Ms`. */

/** Further attempts after the first, unless `retries` says otherwise, and the most that it may say. */
export const RETRIES_DEFAULT = 2;
export const RETRIES_MAX = 10;
/** An attempt that has no whole answer by then counts as failed, unless `timeoutMs` says otherwise. */
export const TIMEOUT_MS_DEFAULT = 10_000;
/** Longest wait before the second attempt; doubled for each further one, up to the second figure. */
export const RETRY_DELAY_MS = 250;
export const RETRY_DELAY_MS_MAX = 5_000;
/** Longest `Retry-After` that a call waits for by itself, unless `retryAfterMsMax` says otherwise. */
export const RETRY_AFTER_MS_MAX = 10_000;

/** SKUs of one availability request: the server takes no more. */
export const SKUS_PER_REQUEST_MAX = 100;
/** Characters of the SKUs in one address: common proxies refuse lines beyond 8 KB. */
export const SKUS_LENGTH_MAX = 6_000;
/** Requests of one `list` that are under way at the same time. */
export const LIST_REQUESTS_MAX = 4;

/** Pause between two looks of a watcher, and the least that it may be. */
export const INTERVAL_MS_DEFAULT = 5_000;
export const INTERVAL_MS_MIN = 1_000;
/** Longest pause that looks which fail again and again double up to. */
export const LOOK_PAUSE_MS_MAX = 60_000;
/** Answers whose ETag a feed remembers. */
export const REMEMBERED_ANSWERS_MAX = 50;

/** Longest wait of a timer in every runtime; a longer one would fire at once. */
export const TIMER_MS_MAX = 2 ** 31 - 1;
