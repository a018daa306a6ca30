import { expect, it } from "vitest";
import { backoffMs, isWorthRetrying, retryAfterMs } from "../../../cli/import/retry-delay.ts";

it.each([
  [200, false],
  [400, false],
  [401, false],
  [404, false],
  [408, true],
  [409, false],
  [429, true],
  [500, true],
  [503, true],
])("status %i is worth another try: %s", (status, expected) => {
  expect(isWorthRetrying(status)).toBe(expected);
});

it.each([
  ["3", 3_000],
  ["0", 0],
  ["Fri, 01 Jan 2027 00:00:05 GMT", 5_000],
  ["Thu, 31 Dec 2026 23:59:00 GMT", 0],
  ["soon", null],
  [null, null],
])("Retry-After %j is %s ms", (header, ms) => {
  expect(retryAfterMs(header, Date.UTC(2027, 0, 1))).toBe(ms);
});

it("doubles the wait, and spreads it over its second half", () => {
  expect([1, 2, 3, 4].map((tries) => backoffMs(tries, 0))).toStrictEqual([125, 250, 500, 1_000]);
  expect([1, 2, 3, 4].map((tries) => backoffMs(tries, 0.5))).toStrictEqual([188, 375, 750, 1_500]);
});
