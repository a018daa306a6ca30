import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { minutesAndSeconds, ServerClock } from "../../../demo/shop/cart/server-clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"], now: new Date("2020-02-02T02:02:02Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

test("the time left is counted by the server's clock, whatever the shopper's own says", () => {
  const clock = new ServerClock("2026-11-22T10:00:00.000Z");
  const expiresAt = "2026-11-22T10:02:00.000Z";
  expect(clock.msUntil(expiresAt)).toBe(120_000);
  vi.advanceTimersByTime(30_500);
  expect(clock.msUntil(expiresAt)).toBe(89_500);
  // Somebody sets the clock of the machine.
  vi.setSystemTime(new Date("2030-01-01T00:00:00Z"));
  expect(clock.msUntil(expiresAt)).toBe(89_500);
  vi.advanceTimersByTime(90_000);
  expect(clock.msUntil(expiresAt)).toBe(-500);
});

test.each([
  [120_000, "2:00"],
  [119_001, "2:00"],
  [119_000, "1:59"],
  [60_000, "1:00"],
  [1, "0:01"],
  [0, "0:00"],
  [-5_000, "0:00"],
  [1_800_000, "30:00"],
])("%d ms read %s", (ms, text) => {
  expect(minutesAndSeconds(ms)).toBe(text);
});
