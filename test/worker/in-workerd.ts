import { beforeAll, expect } from "vitest";

// A pool that failed to start would run these suites in Node, where they prove nothing.
beforeAll(() => {
  expect(navigator.userAgent).toBe("Cloudflare-Workers");
});
