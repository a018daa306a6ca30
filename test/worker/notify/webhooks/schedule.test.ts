import { describe, expect, test } from "vitest";
import {
  DELIVERY_TRIES_MAX,
  delayAfter,
  hasFailedForLong,
  retryAfterOf,
} from "../../../../worker/notify/webhooks/schedule.ts";

const DAY_MS = 86_400_000;

describe("the wait after an attempt", () => {
  test.each([
    [1, 5_000, 6_000],
    [2, 300_000, 360_000],
    [3, 1_800_000, 2_160_000],
    [4, 7_200_000, 8_640_000],
    [5, 18_000_000, 21_600_000],
    [6, 36_000_000, 43_200_000],
    [7, 50_400_000, 60_480_000],
    [8, 72_000_000, 86_400_000],
    [9, 86_400_000, 103_680_000],
  ])("number %i is the schedule's, and longer by up to a fifth", (tries, least, most) => {
    expect(delayAfter(tries, () => 0, null)).toBe(least);
    expect(delayAfter(tries, () => 0.5, null)).toBe((least + most) / 2);
    expect(delayAfter(tries, () => 1, null)).toBe(most);
  });

  test("is none after the tenth, which is the last", () => {
    expect(DELIVERY_TRIES_MAX).toBe(10);
    expect(delayAfter(10, () => 0, null)).toBeNull();
    expect(delayAfter(10, () => 0, 60_000)).toBeNull();
  });

  test.each([
    ["shorter than the schedule's changes nothing", 1_000, 5_000],
    ["longer is heeded", 60_000, 60_000],
    ["of a day is heeded", DAY_MS, DAY_MS],
    ["longer than a day is heeded for a day", DAY_MS + 1, DAY_MS],
  ])("that the endpoint asks for and that is %s", (_, asked, expected) => {
    expect(delayAfter(1, () => 0, asked)).toBe(expected);
  });
});

describe("a Retry-After header", () => {
  const now = Date.UTC(2026, 11, 1, 9);

  test.each([
    [null, null],
    ["120", 120_000],
    [" 7 ", 7_000],
    ["0", 0],
    ["Tue, 01 Dec 2026 09:00:30 GMT", 30_000],
    ["Tuesday, 01-Dec-26 09:01:00 GMT", 60_000],
    // Over already.
    ["Tue, 01 Dec 2026 08:59:00 GMT", 0],
    ["-5", null],
    ["1.5", null],
    ["soon", null],
    ["5 apples", null],
    ["2026-12-01T10:00:00Z", null],
    ["Tue, 99 Dec 2026 09:00:30 GMT", null],
    ["", null],
  ])("of %j", (header, expected) => {
    expect(retryAfterOf(header, now)).toBe(expected);
  });
});

describe("an endpoint has failed for long", () => {
  const since = Date.UTC(2026, 11, 1);

  test.each([
    [10, 5 * DAY_MS, true],
    [10, 5 * DAY_MS - 1, false],
    [9, 5 * DAY_MS, false],
    [9, 50 * DAY_MS, false],
    [1_000, DAY_MS, false],
  ])("with %i attempts in %i ms: %s", (attempts, ms, expected) => {
    expect(hasFailedForLong(since, attempts, since + ms)).toBe(expected);
  });
});
