import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EVERYTHING, stories } from "./operations.ts";
import { stopMeddling, tally, World } from "./world.ts";

const EXPECTED = [
  ...["reserve", "change", "extend", "release", "order", "cancel", "report", "plan", "unplan", "ship", "return"].map(
    (kind) => `${kind} accepted`,
  ),
  ...["reserve lines", "order reservation_expired", "order reservation_ordered", "reserve unavailable", "no answer"],
];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("whatever is lost, repeated, late or killed: nothing is oversold, lost, or claimed by nobody", async () => {
  const numRuns = Number(env.SIM_RUNS);
  const seed = Number(env.SIM_SEED);
  let operations = 0;
  await fc.assert(
    fc
      .asyncProperty(stories, async (story) => {
        const world = await World.begin();
        for (const operation of story) {
          await world.do(operation);
          await world.check();
          operations += 1;
        }
        await world.settle();
      })
      .afterEach(() => stopMeddling()),
    {
      numRuns,
      examples: [[EVERYTHING]],
      endOnFailure: false,
      interruptAfterTimeLimit: 240_000,
      ...(Number.isNaN(seed) ? {} : { seed }),
    },
  );
  expect(operations).toBeGreaterThan(numRuns);
  // What a story can come to has come up.
  for (const what of EXPECTED) expect(tally.get(what) ?? 0, what).toBeGreaterThan(0);
}, 300_000);
