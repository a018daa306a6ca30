/** Every bound and default of the elements, in one place. */

/** Seconds between two looks, unless `refresh` says otherwise, and what it may say besides 0. */
export const REFRESH_SECONDS_DEFAULT = 5;
export const REFRESH_SECONDS_MIN = 1;
export const REFRESH_SECONDS_MAX = 86_400;

/** What changes this long after the first view was shown is announced to screen readers; the first view itself is not. */
export const ANNOUNCE_AFTER_MS = 1_000;
