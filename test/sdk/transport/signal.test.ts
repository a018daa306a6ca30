import { describe, expect, test } from "vitest";
import { adminOver } from "../clients.ts";
import { errorNamed } from "../failures.ts";
import { FakeEnvironment, hurried, settled } from "../fake-environment.ts";
import { answering, endless, line, silent } from "../line.ts";

describe("a signal", () => {
  test("that was aborted before ends the call before it is sent", async () => {
    const made = line();
    const call = adminOver(made).skus.get("A", { signal: AbortSignal.abort("enough") });
    const error = await errorNamed(call, "AbortedError");
    expect(error).toMatchObject({ code: "aborted", cause: "enough", retryable: false, status: null });
    expect(made.sent).toHaveLength(0);
  });

  test.each([
    ["which nobody answers, even where fetch does not listen", silent],
    ["whose answer does not end", endless],
  ])("ends a call at once %s", async (_, answer) => {
    const environment = new FakeEnvironment();
    const made = line([answer]);
    const controller = new AbortController();
    const call = errorNamed(
      adminOver(made, { environment }).skus.get("A", { signal: controller.signal }),
      "AbortedError",
    );
    await settled();
    controller.abort();
    expect(await call).toMatchObject({ attempts: 1 });
    expect(made.sent[0]?.signal.aborted).toBe(true);
    expect(made.sent).toHaveLength(1);
    expect(environment.timers).toBe(0);
  });

  test("ends a wait between two attempts without its timer", async () => {
    const environment = new FakeEnvironment();
    const made = line([answering(503, null, { "retry-after": "9" })]);
    const controller = new AbortController();
    const call = adminOver(made, { environment }).orders.cancel("O-1", {}, { signal: controller.signal });
    const failed = errorNamed(call, "AbortedError");
    await settled();
    expect(environment.pending).toEqual([9_000]);
    controller.abort();
    expect((await failed).idempotencyKey).toBe(made.sent[0]?.headers.get("idempotency-key"));
    expect(environment.timers).toBe(0);
    await environment.advance(60_000);
    expect(made.sent).toHaveLength(1);
  });

  test("of a timeout is told as the cause", async () => {
    const cause = new DOMException("too long", "TimeoutError");
    const error = await errorNamed(
      adminOver(line()).skus.get("A", { signal: AbortSignal.abort(cause) }),
      "AbortedError",
    );
    expect(error.cause).toBe(cause);
  });

  test("keeps no listener of a call that is over, however it ended", async () => {
    const { signal } = new AbortController();
    const scopes: (AbortSignal | undefined)[] = [];
    const { addEventListener } = signal;
    signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
      scopes.push(typeof given[2] === "object" ? given[2].signal : undefined);
      // As it was called.
      return Reflect.apply(addEventListener, signal, given) as undefined;
    };
    const admin = adminOver(line([answering(503), answering(200, {}), answering(404)]), {
      environment: hurried().environment,
    });
    await admin.skus.get("A", { signal });
    await errorNamed(admin.skus.get("A", { signal }), "NotFoundError");
    expect(scopes.length).toBeGreaterThan(2);
    // A listener goes when the signal that it was added with ends.
    expect(scopes.map((scope) => scope?.aborted)).toEqual(scopes.map(() => true));
  });
});
