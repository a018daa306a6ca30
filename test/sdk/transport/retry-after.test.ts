import { describe, expect, test } from "vitest";
import { adminOver } from "../clients.ts";
import { errorNamed } from "../failures.ts";
import { FakeEnvironment, settled } from "../fake-environment.ts";
import { answering, type Line, line } from "../line.ts";

// The clock stands until the test moves it: what is waited for is what a timer was asked for.

interface Waiting {
  environment: FakeEnvironment;
  made: Line;
  call: Promise<unknown>;
}

/** A call whose first attempt is turned away, and which waits for the second. */
async function turnedAway(status: number, headers: Record<string, string>, chance = 0): Promise<Waiting> {
  const environment = new FakeEnvironment();
  environment.chance = chance;
  const made = line([answering(status, null, headers)], answering(200, { sku: "A" }));
  const call = adminOver(made, { environment }).skus.get("A");
  // What becomes of it is the test's to say.
  call.catch(() => {});
  await settled();
  return { environment, made, call };
}

test("Retry-After: 2 is waited for by one timer of 2,000 ms, and not a moment less", async () => {
  const { environment, made, call } = await turnedAway(429, { "retry-after": "2" });
  expect(environment.pending).toEqual([2_000]);
  await environment.advance(1_999);
  expect(made.sent).toHaveLength(1);
  await environment.advance(1);
  expect(await call).toEqual({ sku: "A" });
  expect(made.sent).toHaveLength(2);
  expect(environment.timers).toBe(0);
});

test.each([
  [0.5, 2_125],
  [0.996, 2_249],
])("at the first wait less than 250 ms come on top by chance (%d): not all are back at once", async (chance, ms) => {
  for (const status of [429, 503]) {
    const { environment } = await turnedAway(status, { "retry-after": "2" }, chance);
    expect(environment.pending).toEqual([ms]);
  }
});

describe("Retry-After as a date", () => {
  // The client's clock says midnight.
  test("is waited for by the answer's own clock, whatever the shopper's says", async () => {
    for (const [date, until] of [
      ["Fri, 01 Jan 2027 05:00:00 GMT", "Fri, 01 Jan 2027 05:00:02 GMT"],
      ["Thu, 31 Dec 2026 20:00:00 GMT", "Thu, 31 Dec 2026 20:00:02 GMT"],
    ] as const) {
      const { environment } = await turnedAway(429, { date, "retry-after": until });
      expect(environment.pending).toEqual([2_000]);
    }
  });

  test("is waited for by the clock here where the answer does not say its time", async () => {
    const { environment } = await turnedAway(503, { "retry-after": "Fri, 01 Jan 2027 00:00:02 GMT" });
    expect(environment.pending).toEqual([2_000]);
  });

  test("that is over is not waited for", async () => {
    const { environment } = await turnedAway(503, { "retry-after": "Thu, 31 Dec 2026 23:00:00 GMT" }, 0.5);
    expect(environment.pending).toEqual([125]);
  });
});

test("Retry-After that cannot be read is as good as none: the wait is the client's own", async () => {
  const { environment, made, call } = await turnedAway(503, { "retry-after": "in a while" }, 0.5);
  expect(environment.pending).toEqual([125]);
  await environment.advance(125);
  await call;
  expect(made.sent).toHaveLength(2);
});

describe("a wait that would pass the deadline", () => {
  test.each([
    [{ "retry-after": "30" }, 30_000],
    [{ "retry-after": "3600" }, 3_600_000],
    [{ "retry-after": "Sat, 02 Jan 2027 00:00:00 GMT" }, 86_400_000],
  ])("is not begun, and its error thrown at once: %j", async (headers, retryAfterMs) => {
    const { environment, made, call } = await turnedAway(429, headers);
    const error = await errorNamed(call, "RateLimitedError");
    expect(error).toMatchObject({ retryAfterMs, retryable: true, status: 429, attempts: 1 });
    expect(made.sent).toHaveLength(1);
    expect(environment.timers).toBe(0);
  });

  test("is one that ends with it: a second less is waited for", async () => {
    const { environment } = await turnedAway(429, { "retry-after": "29" });
    expect(environment.pending).toEqual([29_000]);
  });
});
