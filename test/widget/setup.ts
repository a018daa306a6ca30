import { afterEach, beforeEach, vi } from "vitest";

// Lit's build for developers stays, for its warnings; but not the one that it is that.
Object.assign(globalThis, { litIssuedWarnings: new Set(["dev-mode"]) });

beforeEach(() => {
  // What is spread by chance is as late as it can be: pauses are whole.
  vi.spyOn(Math, "random").mockReturnValue(0);
  vi.useFakeTimers({ now: Date.parse("2026-11-22T10:00:00.000Z") });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.restoreAllMocks();
});
