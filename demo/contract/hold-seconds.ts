/** How long the shop holds a cart, so short that it can be watched running out. `?hold=` chooses another time. */
export const HOLD_SECONDS_DEFAULT = 120;
/** The server's own bounds for a shopper's reservation. */
export const HOLD_SECONDS_MIN = 60;
export const HOLD_SECONDS_MAX = 1_800;

/** The time that a page's address asks for: within the bounds, and the default for what is no number. */
export function holdSecondsOf(text: string | undefined): number {
  if (text === undefined || !/^\d{1,6}$/.test(text)) return HOLD_SECONDS_DEFAULT;
  return Math.min(HOLD_SECONDS_MAX, Math.max(HOLD_SECONDS_MIN, Number(text)));
}
