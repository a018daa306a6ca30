import { afterEach, describe, expect, test, vi } from "vitest";
import { systemEnvironment } from "../../sdk/environment.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the runtime's own environment", () => {
  test("has no page here: it is never hidden, and there is nothing to listen to", () => {
    expect("document" in globalThis).toBe(false);
    expect(systemEnvironment.isHidden()).toBe(false);
    expect(() => systemEnvironment.onVisibility(() => {})()).not.toThrow();
  });

  test("is hidden while the page is, and says when that changes", () => {
    const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
    vi.stubGlobal("document", page);
    let changes = 0;
    const stop = systemEnvironment.onVisibility(() => {
      changes += 1;
    });
    expect(systemEnvironment.isHidden()).toBe(false);
    page.visibilityState = "hidden";
    page.dispatchEvent(new Event("visibilitychange"));
    expect([systemEnvironment.isHidden(), changes]).toEqual([true, 1]);
    stop();
    page.dispatchEvent(new Event("visibilitychange"));
    expect(changes).toBe(1);
  });

  test("waits as long as it is told, takes it back, and does not fire at once for what no timer can wait", () => {
    vi.useFakeTimers();
    const fired: string[] = [];
    systemEnvironment.after(1_000, () => fired.push("second"));
    systemEnvironment.after(1_000, () => fired.push("never"))();
    systemEnvironment.after(2 ** 40, () => fired.push("decades"));
    vi.advanceTimersByTime(999);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(["second"]);
    vi.advanceTimersByTime(2 ** 31 - 1_002);
    expect(fired).toEqual(["second"]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(["second", "decades"]);
    vi.setSystemTime(77);
    expect(systemEnvironment.now()).toBe(77);
  });

  test("has chances from 0 to below 1", () => {
    const chances = Array.from({ length: 1_000 }, systemEnvironment.random);
    expect(Math.min(...chances)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...chances)).toBeLessThan(1);
    expect(new Set(chances).size).toBeGreaterThan(900);
  });
});
