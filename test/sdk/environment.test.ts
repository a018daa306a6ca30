import { afterEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../sdk/environment.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("the runtime's own clock", () => {
  test("waits as long as it is told, takes it back, and does not fire at once for what no timer can wait", () => {
    vi.useFakeTimers();
    const fired: string[] = [];
    systemClock.after(1_000, () => fired.push("second"));
    systemClock.after(1_000, () => fired.push("never"))();
    systemClock.after(2 ** 40, () => fired.push("weeks"));
    vi.advanceTimersByTime(999);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(["second"]);
    // 23 days, below the 2^31 milliseconds that a timer can wait.
    vi.advanceTimersByTime(2_000_000_000 - 1_001);
    expect(fired).toEqual(["second"]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(["second", "weeks"]);
  });

  test("says what time it is", () => {
    vi.useFakeTimers({ now: 77 });
    expect(systemClock.now()).toBe(77);
  });

  test("has chances from 0 to below 1", () => {
    const chances = Array.from({ length: 1_000 }, systemClock.random);
    expect(Math.min(...chances)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...chances)).toBeLessThan(1);
    expect(new Set(chances).size).toBeGreaterThan(900);
  });
});
