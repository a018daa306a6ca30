import { describe, expect, test } from "vitest";
import { adminOver } from "../clients.ts";
import { errorNamed } from "../failures.ts";
import { FakeEnvironment, settled } from "../fake-environment.ts";
import { type Answering, answering, endless, line, silent } from "../line.ts";

describe("an attempt without a whole answer in time", () => {
  test.each<[string, Answering]>([
    ["no answer begins, and fetch does not listen to its signal", silent],
    ["the answer does not end", endless],
  ])("counts as failed when %s", async (_, answer) => {
    const environment = new FakeEnvironment();
    const made = line([answer], answering(200, { sku: "A" }));
    const call = adminOver(made, { environment, timeoutMs: 2_000 }).skus.get("A");
    await environment.advance(1_999);
    expect(made.sent).toHaveLength(1);
    expect(made.sent[0]?.signal.aborted).toBe(false);
    await environment.advance(1);
    expect(await call).toEqual({ sku: "A" });
    expect(made.sent).toHaveLength(2);
    expect(made.sent[0]?.signal.aborted).toBe(true);
    expect(environment.timers).toBe(0);
  });

  test("takes ten seconds, unless it is said", async () => {
    const environment = new FakeEnvironment();
    adminOver(line([], silent), { environment, retries: 0 })
      .skus.get("A")
      .catch(() => {});
    await settled();
    expect(environment.pending).toEqual([10_000]);
  });

  test("is a TimeoutError in the end, which tells a write's key", async () => {
    const environment = new FakeEnvironment();
    const made = line([], silent);
    const call = errorNamed(adminOver(made, { environment, timeoutMs: 1_000 }).orders.cancel("O-1"), "TimeoutError");
    await environment.advance(30_000);
    const error = await call;
    expect(error).toMatchObject({ code: "timeout", status: null, problem: null, retryable: true, attempts: 3 });
    expect(error.idempotencyKey).toBe(made.sent[0]?.headers.get("idempotency-key"));
    expect(environment.timers).toBe(0);
  });
});

describe("the deadline of a call", () => {
  /** When each attempt was made, in milliseconds from the start, and when the call ended. */
  async function playedOut(
    answer: Answering,
    options: { deadlineMs?: number; timeoutMs?: number; retries?: number },
  ): Promise<{ askedAt: number[]; endedAt: number; error: Error }> {
    const environment = new FakeEnvironment();
    const startMs = environment.nowMs;
    const askedAt: number[] = [];
    const made = line([], (sent) => {
      askedAt.push(environment.nowMs - startMs);
      return answer(sent);
    });
    let endedAt = Number.NaN;
    const call = adminOver(made, { environment, ...options })
      .skus.get("A")
      .then(
        () => new Error("It did not fail."),
        (thrown: Error) => {
          endedAt = environment.nowMs - startMs;
          return thrown;
        },
      );
    await environment.advance(120_000);
    expect(environment.timers).toBe(0);
    return { askedAt, endedAt, error: await call };
  }

  test("is over all its attempts: 30 seconds, the last of them cut short", async () => {
    const { askedAt, endedAt, error } = await playedOut(silent, { retries: 10, timeoutMs: 12_000 });
    expect(askedAt).toEqual([0, 12_000, 24_000]);
    expect(endedAt).toBe(30_000);
    expect(error).toMatchObject({ name: "TimeoutError", attempts: 3 });
  });

  test("is over the waits between them too", async () => {
    const { askedAt, endedAt, error } = await playedOut(answering(503, null, { "retry-after": "8" }), { retries: 10 });
    expect(askedAt).toEqual([0, 8_000, 16_000, 24_000]);
    // A further wait of eight seconds would pass it.
    expect(endedAt).toBe(24_000);
    expect(error).toMatchObject({ name: "ServerError", status: 503, attempts: 4 });
  });

  test("is what it is said to be", async () => {
    const { askedAt, endedAt } = await playedOut(silent, { deadlineMs: 2_500, timeoutMs: 1_000 });
    expect(askedAt).toEqual([0, 1_000, 2_000]);
    expect(endedAt).toBe(2_500);
  });

  test("bounds a single attempt as well", async () => {
    const { askedAt, endedAt } = await playedOut(silent, { deadlineMs: 700 });
    expect([askedAt, endedAt]).toEqual([[0], 700]);
  });
});
