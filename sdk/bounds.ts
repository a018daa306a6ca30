/** Every bound and default of the client, in one place. Milliseconds end in `Ms`. */

/** Further attempts after the first, unless `retries` says otherwise. */
export const RETRIES_DEFAULT = 2;
/** An attempt that has no whole answer by then counts as failed, unless `timeoutMs` says otherwise. */
export const TIMEOUT_MS_DEFAULT = 10_000;
/** A call is not attempted again beyond it, unless `deadlineMs` says otherwise. */
export const DEADLINE_MS_DEFAULT = 30_000;
/** Longest wait before the second attempt; doubled for each further one, up to the second figure. */
export const RETRY_DELAY_MS = 250;
export const RETRY_DELAY_MS_MAX = 5_000;
/** SKUs of one availability request: the server takes no more. */
export const SKUS_PER_REQUEST_MAX = 100;
/** Characters of the SKUs in one address beyond which none is added: common proxies refuse lines beyond 8 KB. */
export const SKUS_LENGTH_MAX = 6_000;
/** Pause between two looks of a watching client, unless `refreshMs` says otherwise. */
export const REFRESH_MS_DEFAULT = 5_000;
/** Longest pause that looks which fail again and again double up to. */
export const LOOK_PAUSE_MS_MAX = 60_000;
/** Answers whose ETag a feed remembers. */
export const REMEMBERED_ANSWERS_MAX = 50;

/** Warning before a reservation expires, unless `beforeMs` says otherwise. */
export const EXPIRING_MS_DEFAULT = 60_000;

/** Longest wait of a timer, 23 days: one beyond 2^31 would fire at once. */
export const TIMER_MS_MAX = 2_000_000_000;
