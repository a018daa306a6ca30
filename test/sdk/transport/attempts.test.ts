import { describe, expect, test } from "vitest";
import { adminOver } from "../clients.ts";
import { errorNamed, errorOf } from "../failures.ts";
import { FakeEnvironment, hurried } from "../fake-environment.ts";
import { type Answering, answering, broken, line, refusing, unreachable } from "../line.ts";

// What a call is tried again for, how often, and with what.

const RECEIVED = { delta: 10, reason: "received" } as const;

describe("a call is tried again", () => {
  test.each<[string, Answering]>([
    ["it never got there", unreachable],
    ["its answer broke off in the middle", broken],
    ["it was answered 408", answering(408)],
    ["it was answered 429", answering(429)],
    ["it was answered 500", answering(500)],
    ["it was answered 502 by a proxy", answering(502, "<html>Bad gateway</html>")],
    ["it was answered 503", answering(503)],
    ["it was answered 504", answering(504)],
  ])("when %s: twice, after half of 250 and of 500 ms where chance is a half", async (_, answer) => {
    const { environment, waits } = hurried();
    for (const ask of [
      (admin: ReturnType<typeof adminOver>) => admin.skus.get("A"),
      (admin: ReturnType<typeof adminOver>) => admin.skus.adjust("A", RECEIVED),
    ]) {
      waits.length = 0;
      const made = line([answer, answer], answering(200, { sku: "A" }));
      expect(await ask(adminOver(made, { environment }))).toEqual({ sku: "A" });
      expect(made.sent).toHaveLength(3);
      expect(waits).toEqual([125, 250]);
    }
  });

  test("when the server says when, whatever the status", async () => {
    const { environment, waits } = hurried();
    const made = line([refusing("change_in_progress", 409, {}, { "retry-after": "1" })]);
    await adminOver(made, { environment }).skus.adjust("A", RECEIVED);
    expect(made.sent).toHaveLength(2);
    expect(waits).toEqual([1_125]);
  });
});

describe("a call is not tried again", () => {
  test.each([400, 401, 403, 404, 405, 409, 412, 413, 415, 418, 422])("when it was answered %i", async (status) => {
    const made = line([answering(status)]);
    const environment = new FakeEnvironment();
    expect(await errorOf(adminOver(made, { environment }).skus.adjust("A", RECEIVED))).toMatchObject({
      status,
      retryable: false,
      attempts: 1,
    });
    expect(made.sent).toHaveLength(1);
    expect(environment.timers).toBe(0);
  });

  test.each(["admin_key_not_configured", "mail_not_configured"])("when the server is not set up: %s", async (code) => {
    const made = line([refusing(code, 503)]);
    const error = await errorNamed(adminOver(made).skus.adjust("A", RECEIVED), "NotConfiguredError");
    expect(error).toMatchObject({ code, status: 503, retryable: false, attempts: 1 });
    expect(made.sent).toHaveLength(1);
  });
});

describe("`retries`", () => {
  test.each([
    [undefined, 3],
    [0, 1],
    [1, 2],
    [5, 6],
  ])("%s: %i attempts, as the error counts them", async (retries, attempts) => {
    const { environment } = hurried();
    const made = line([], unreachable);
    const error = await errorNamed(
      adminOver(made, { environment, retries }).skus.adjust("A", RECEIVED),
      "NetworkError",
    );
    expect(made.sent).toHaveLength(attempts);
    expect(error).toMatchObject({ code: "network", status: null, requestId: null, problem: null, retryable: true });
    expect(error.attempts).toBe(attempts);
    expect(error.cause).toMatchObject({ message: "there is no connection" });
  });

  test("0: nothing is waited for", async () => {
    const environment = new FakeEnvironment();
    await errorNamed(adminOver(line([], unreachable), { environment, retries: 0 }).skus.get("A"), "NetworkError");
    // The attempt's own time alone.
    expect(environment.waits).toEqual([10_000]);
    expect(environment.timers).toBe(0);
  });
});

describe("all attempts of a write", () => {
  test("carry one key and one body, and the error tells the key", async () => {
    const { environment } = hurried();
    const made = line([unreachable, answering(503)], broken);
    const error = await errorNamed(adminOver(made, { environment }).skus.adjust("A", RECEIVED), "NetworkError");
    const keys = made.sent.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys).toHaveLength(3);
    expect([...new Set(keys)]).toEqual([error.idempotencyKey]);
    expect(made.sent.map(({ body }) => body)).toEqual(Array(3).fill('{"delta":10,"reason":"received"}'));
  });

  test("carry the key that the call was given", async () => {
    const { environment } = hurried();
    const made = line([answering(503)], refusing("stale_write", 409));
    const options = { idempotencyKey: "key-of-mine" };
    const error = await errorOf(adminOver(made, { environment }).skus.adjust("A", RECEIVED, options));
    expect(made.sent.map(({ headers }) => headers.get("idempotency-key"))).toEqual(["key-of-mine", "key-of-mine"]);
    expect(error.idempotencyKey).toBe("key-of-mine");
  });

  test("carry another key than those of another call", async () => {
    const made = line();
    const admin = adminOver(made);
    await Promise.all([admin.skus.adjust("A", RECEIVED), admin.skus.adjust("A", RECEIVED)]);
    const [first, second] = made.sent.map(({ headers }) => headers.get("idempotency-key"));
    expect(first).toMatch(/./);
    expect(second).toMatch(/./);
    expect(second).not.toBe(first);
  });

  test("have no key where nothing is written", async () => {
    const made = line([], answering(404));
    expect((await errorOf(adminOver(made).skus.get("A"))).idempotencyKey).toBeNull();
    expect(made.sent[0]?.headers.has("idempotency-key")).toBe(false);
  });
});

test("only the headers that are needed are sent: in a browser each costs a preflight", async () => {
  const made = line();
  const admin = adminOver(made);
  await admin.skus.get("A");
  await admin.skus.create("A");
  await admin.skus.adjust("A", RECEIVED);
  await admin.keys.remove("key_1");
  // What a runtime adds by itself says nothing of the client.
  const ours = ["accept", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match"];
  expect(made.sent.map(({ headers }) => ours.filter((name) => headers.has(name)))).toEqual([
    ["authorization"],
    ["authorization", "content-type"],
    ["authorization", "content-type", "idempotency-key"],
    ["authorization"],
  ]);
});
