import { describe, expect, test } from "vitest";
import type { Policy } from "../../../sdk/index.ts";
import { type Counts, versionOf } from "../../../worker/core/version.ts";
import { DAY, iso, NOW, policy } from "./given.ts";

const COUNTS: Counts = { changes: 5, revisions: 3, product: 2, overdue: 1, estimates: 0, datesPassed: 0 };

function version(set: Partial<Counts> = {}, settings: Partial<Policy> = {}, nowMs = NOW): number {
  return versionOf({ ...COUNTS, ...set }, policy(settings), nowMs);
}

describe("the version of a view grows", () => {
  test("with a change of figures, a change of settings and a hold that becomes overdue", () => {
    expect(version({ changes: 6 })).toBeGreaterThan(version());
    expect(version({ revisions: 4 })).toBeGreaterThan(version());
    expect(version({ overdue: 2 })).toBeGreaterThan(version());
  });

  test("when an overdue hold is gone for good", () => {
    expect(version({ changes: 6, overdue: 0 })).toBeGreaterThan(version({ changes: 5, overdue: 1 }));
  });

  test("when a window opens, when it closes and when a preorder's date comes", () => {
    const opens: Partial<Policy> = { availableFrom: iso(NOW) };
    expect(version({}, opens, NOW)).toBeGreaterThan(version({}, opens, NOW - 1));
    const closes: Partial<Policy> = { availableUntil: iso(NOW) };
    expect(version({}, closes, NOW + 1)).toBeGreaterThan(version({}, closes, NOW));
    const preorder: Partial<Policy> = { preorder: { availableAt: iso(NOW), limit: 1 } };
    expect(version({}, preorder, NOW)).toBeGreaterThan(version({}, preorder, NOW - 1));
  });

  test("with a change of settings that takes all passed boundaries back", () => {
    const past = iso(NOW - 1);
    const passed: Partial<Policy> = {
      availableFrom: past,
      availableUntil: past,
      preorder: { availableAt: past, limit: 1 },
    };
    expect(version({ revisions: 4 }, {})).toBeGreaterThan(version({ revisions: 3 }, passed));
  });
});

describe("estimates", () => {
  test("make the version grow with each of their changes, and with each day that moves their dates", () => {
    expect(version({ estimates: 1 })).toBeGreaterThan(version());
    expect(version({ estimates: 8 })).toBeGreaterThan(version({ estimates: 7 }));
    const midnight = Date.parse("2026-03-11T00:00:00.000Z");
    expect(version({ estimates: 7 }, {}, midnight)).toBeGreaterThan(version({ estimates: 7 }, {}, midnight - 1));
    expect(version({ estimates: 7 }, {}, midnight)).toBe(version({ estimates: 7 }, {}, midnight + DAY - 1));
  });

  test("leave it alone, whatever the day, while there has never been one", () => {
    expect(version({}, {}, NOW + 9 * DAY)).toBe(version());
  });

  test("do not make it fall when a policy comes to name none", () => {
    const named = version({ estimates: 7 }, { availabilityEstimate: "week" });
    expect(version({ estimates: 7, revisions: 4 })).toBeGreaterThan(named);
  });
});

test("the version grows when a product comes to stand on SKUs that have changed less", () => {
  const before = version({ changes: 200_000_000, revisions: 900, product: 2 });
  expect(version({ changes: 0, revisions: 0, product: 3, overdue: 0 })).toBeGreaterThan(before);
});

test("the version stays while nothing changes", () => {
  const settings: Partial<Policy> = { availableFrom: iso(NOW - 10), availableUntil: iso(NOW + 10) };
  expect(version({}, settings, NOW + 10)).toBe(version({}, settings, NOW));
});

describe("dates of expected goods", () => {
  test("make the version grow as each is over", () => {
    expect(version({ datesPassed: 1 })).toBeGreaterThan(version());
    expect(version({ datesPassed: 2 })).toBeGreaterThan(version({ datesPassed: 1 }));
  });

  test("do not make it fall when goods whose date is over come, or are put off", () => {
    expect(version({ changes: 6, datesPassed: 0 })).toBeGreaterThan(version({ datesPassed: 1 }));
  });
});
