import { describe, expect, test } from "vitest";
import { backoffMs, retryAfterMs } from "../../sdk/retry-delay.ts";

test.each([
  ["3", 3_000],
  ["0", 0],
  [" 7 ", 7_000],
  ["Fri, 01 Jan 2027 00:00:05 GMT", 5_000],
  ["Friday, 01-Jan-27 00:00:05 GMT", 5_000],
  ["Thu, 31 Dec 2026 23:59:00 GMT", 0],
  ["soon", null],
  ["-1", null],
  ["1.5", null],
  ["", null],
  [null, null],
])("Retry-After %j is %s ms", (header, ms) => {
  expect(retryAfterMs(header, Date.UTC(2027, 0, 1))).toBe(ms);
});

describe("the wait between two attempts", () => {
  test("doubles its bound up to five seconds", () => {
    const almostOne = 1 - Number.EPSILON;
    expect([1, 2, 3, 4, 5, 6, 7, 10].map((made) => backoffMs(made, almostOne))).toEqual([
      250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000,
    ]);
  });

  test("is anything from nothing to its bound", () => {
    expect([0, 0.25, 0.5].map((chance) => backoffMs(3, chance))).toEqual([0, 250, 500]);
  });
});
