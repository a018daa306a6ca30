import { describe, expect, test } from "vitest";
import { backoffMs, retryAfterMs } from "../../../sdk/transport/retry-delay.ts";

const NOW_MS = Date.UTC(2027, 0, 1);

/** What is to be waited for after an answer with these headers. */
const wanted = (retryAfter: string | null, date?: string): number | null =>
  retryAfterMs(
    new Headers({ ...(retryAfter !== null && { "retry-after": retryAfter }), ...(date !== undefined && { date }) }),
    NOW_MS,
  );

describe("Retry-After", () => {
  test.each([
    ["3", 3_000],
    ["0", 0],
    [" 7 ", 7_000],
    ["1.5", 1_500],
    ["-1", 0],
  ])("%j is so many seconds: %i ms", (header, ms) => {
    expect(wanted(header)).toBe(ms);
  });

  test.each([
    ["Fri, 01 Jan 2027 00:00:05 GMT", 5_000],
    ["Friday, 01-Jan-27 00:00:05 GMT", 5_000],
    ["Fri, 01 Jan 2027 00:00:00 GMT", 0],
    ["Thu, 31 Dec 2026 23:59:00 GMT", 0],
  ])("%j is until then by the clock, where the answer has no date: %i ms", (header, ms) => {
    expect(wanted(header)).toBe(ms);
  });

  test("as a date is compared with the answer's own, as a shopper's clock may be an hour off", () => {
    const date = "Fri, 01 Jan 2027 01:00:00 GMT";
    expect(wanted("Fri, 01 Jan 2027 01:00:09 GMT", date)).toBe(9_000);
    expect(wanted("Fri, 01 Jan 2027 00:59:00 GMT", date)).toBe(0);
    expect(wanted("Fri, 01 Jan 2027 00:00:04 GMT", "yesterday")).toBe(4_000);
    // Seconds are seconds by any clock.
    expect(wanted("9", date)).toBe(9_000);
  });

  test.each(["soon", "12 o'clock", "NaN", "2 s"])("%j cannot be read: there is nothing to wait for", (header) => {
    expect(wanted(header)).toBe(0);
  });

  test("that is not there, or empty, does not ask for anything", () => {
    expect([wanted(null), wanted("")]).toEqual([null, null]);
  });
});

describe("the wait between two attempts", () => {
  test("doubles its bound up to five seconds", () => {
    const almostOne = 1 - Number.EPSILON;
    const waits = [1, 2, 3, 4, 5, 6, 7, 10].map((made) => Math.round(backoffMs(made, almostOne)));
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
    expect(backoffMs(1, almostOne)).toBeLessThan(250);
  });

  test("is anything from nothing to its bound", () => {
    expect([0, 0.25, 0.5].map((chance) => backoffMs(3, chance))).toEqual([0, 250, 500]);
  });
});
