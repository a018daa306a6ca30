import { afterEach, describe, expect, test, vi } from "vitest";
import { systemPage } from "../../../sdk/watch/page.ts";

const isPage = "document" in globalThis;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe.skipIf(isPage)("where there is no page", () => {
  test("it is never hidden, and there is nothing to listen to", () => {
    expect(systemPage.isHidden()).toBe(false);
    expect(() => systemPage.onVisibility(() => {})()).not.toThrow();
  });

  test("one that comes later is looked at", () => {
    const page = Object.assign(new EventTarget(), { hidden: true });
    vi.stubGlobal("document", page);
    expect(systemPage.isHidden()).toBe(true);
  });
});

describe.runIf(isPage)("on a page", () => {
  test("it is hidden while the page is, and says when that may have changed", () => {
    // The types of no one runtime are taken for granted.
    const page = (globalThis as unknown as { document: EventTarget & { hidden: boolean } }).document;
    const hidden = vi.spyOn(page, "hidden", "get").mockReturnValue(false);
    let changes = 0;
    const stop = systemPage.onVisibility(() => {
      changes += 1;
    });
    expect(systemPage.isHidden()).toBe(false);
    hidden.mockReturnValue(true);
    page.dispatchEvent(new Event("visibilitychange"));
    expect([systemPage.isHidden(), changes]).toEqual([true, 1]);
    stop();
    page.dispatchEvent(new Event("visibilitychange"));
    expect(changes).toBe(1);
  });
});
