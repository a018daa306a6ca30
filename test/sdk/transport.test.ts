import { describe, expect, test, vi } from "vitest";
import type { Sku } from "../../sdk/index.ts";
import { figures, freshSku, stocked } from "../worker/shop.ts";
import { FakeEnvironment, hurried, settled } from "./fake-environment.ts";
import {
  adminOver,
  answering,
  errorNamed,
  errorOf,
  type Fault,
  losingTheAnswer,
  silent,
  unreachable,
  wire,
} from "./stage.ts";

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const RECEIVED = { delta: 10, reason: "received" } as const;

function problem(code: string, status: number, more: object = {}): object {
  return {
    type: `urn:onhand:problem:${code}`,
    title: "Title",
    status,
    detail: "detail",
    code,
    requestId: "r-1",
    ...more,
  };
}

describe("a write whose answer does not come", () => {
  test.each<[string, Fault, number[]]>([
    ["is lost", losingTheAnswer, [10]],
    ["never started out", unreachable, [10]],
    ["is a 503", answering(503), [10]],
    ["is a 500", answering(500), [10]],
    ["is a 429", answering(429), [10]],
    ["is a 408", answering(408), [10]],
  ])("because it %s is sent again with the same key and body, and done once", async (_, fault) => {
    const sku = await stocked(0);
    const line = wire();
    const { environment, waits } = hurried();
    line.faults.push(fault, fault);
    const written = await adminOver(line, { environment }).skus.adjust(sku, RECEIVED);
    expect(written.level.onHand).toBe(10);
    expect((await figures(sku)).onHand).toBe(10);
    expect(line.sent).toHaveLength(3);
    expect(new Set(line.sent.map(({ headers }) => headers.get("idempotency-key"))).size).toBe(1);
    expect(new Set(line.sent.map(({ body }) => body)).size).toBe(1);
    // Half of 250 and of 500.
    expect(waits).toEqual([125, 250]);
  });

  test("is given up after `retries` further attempts, and its key is told", async () => {
    const sku = await stocked(0);
    for (const [retries, attempts] of [
      [undefined, 3],
      [0, 1],
      [10, 11],
    ] as const) {
      const line = wire();
      line.faults.push(...Array.from({ length: 20 }, () => losingTheAnswer));
      const { environment } = hurried();
      const admin = adminOver(line, { environment, ...(retries === undefined ? {} : { retries }) });
      const error = await errorNamed(admin.skus.adjust(sku, RECEIVED), "NetworkError");
      expect(line.sent).toHaveLength(attempts);
      expect(error).toMatchObject({ code: "network", status: null, requestId: null, problem: null, retryable: true });
      expect(error.idempotencyKey).toBe(line.sent[0]?.headers.get("idempotency-key"));
      expect(error.cause).toMatchObject({ message: "the connection was lost" });
    }
    // It was done each time although nobody heard of it.
    expect((await figures(sku)).onHand).toBe(30);
  });

  test("is gone on with by its key", async () => {
    const sku = await stocked(0);
    const line = wire();
    line.faults.push(losingTheAnswer);
    const admin = adminOver(line, { retries: 0 });
    const { idempotencyKey } = await errorOf(admin.skus.adjust(sku, RECEIVED));
    expect((await admin.skus.adjust(sku, RECEIVED, { idempotencyKey })).level.onHand).toBe(10);
  });
});

test("a fresh key is made for each call", async () => {
  const sku = await stocked(0);
  const line = wire();
  const admin = adminOver(line);
  await admin.skus.adjust(sku, RECEIVED);
  await admin.skus.adjust(sku, RECEIVED);
  expect((await figures(sku)).onHand).toBe(20);
  const [first, second] = line.sent.map(({ headers }) => headers.get("idempotency-key"));
  expect(first).not.toBe(second);
});

test("a reservation that is just being changed is tried again when the server says", async () => {
  const sku = await stocked(1);
  const line = wire();
  const { environment, waits } = hurried();
  const admin = adminOver(line, { environment });
  const { id } = await admin.reservations.create({ lines: [{ sku, quantity: 1 }] });
  line.faults.push(answering(409, problem("change_in_progress", 409), { "retry-after": "1" }));
  expect((await admin.reservations.release(id)).state).toBe("released");
  expect(waits).toEqual([1_125]);
});

test("a refusal is not sent again", async () => {
  const line = wire();
  await errorNamed(adminOver(line).skus.get(freshSku()), "NotFoundError");
  expect(line.sent).toHaveLength(1);
});

describe("Retry-After", () => {
  async function waitsFor(...retryAfter: string[]): Promise<number[]> {
    const sku = await stocked(0);
    const line = wire();
    line.faults.push(...retryAfter.map((value) => answering(503, null, { "retry-after": value })));
    const { environment, waits } = hurried();
    await adminOver(line, { environment, retries: 5 }).skus.get(sku);
    return waits;
  }

  test("is waited for, in seconds or until a date, and a little more so that not all come back together", async () => {
    // 125, 250, 500 and 1,000: half of what the attempt could wait by itself.
    expect(await waitsFor("7", "Fri, 01 Jan 2027 00:00:09 GMT", "0", "gibberish")).toEqual([7_125, 9_250, 500, 1_000]);
  });

  test("of ten seconds is waited for, and of eleven told at once", async () => {
    expect(await waitsFor("10")).toEqual([10_125]);
    const line = wire();
    line.faults.push(answering(429, null, { "retry-after": "11" }));
    const error = await errorNamed(adminOver(line).skus.get("A"), "RateLimitedError");
    expect(error).toMatchObject({ retryAfterMs: 11_000, retryable: true, status: 429 });
    expect(line.sent).toHaveLength(1);
  });

  test("is waited for as long as retryAfterMsMax says", async () => {
    for (const [seconds, attempts] of [
      [60, 2],
      [61, 1],
    ] as const) {
      const line = wire();
      line.faults.push(answering(429, null, { "retry-after": String(seconds) }));
      const { environment } = hurried();
      await errorOf(adminOver(line, { environment, retryAfterMsMax: 60_000 }).skus.get(freshSku()));
      expect(line.sent).toHaveLength(attempts);
    }
  });
});

describe("an attempt without a whole answer in time", () => {
  const late =
    (body: ReadableStream | null): Fault =>
    async () =>
      new Response(body, { status: 200 });

  test.each<[string, Fault]>([
    ["no answer begins", silent],
    ["the answer does not end", late(new ReadableStream())],
  ])("counts as failed when %s", async (_, fault) => {
    const sku = await stocked(3);
    const line = wire();
    line.faults.push(fault);
    const environment = new FakeEnvironment();
    const call = adminOver(line, { environment, timeoutMs: 2_000 }).skus.get(sku);
    await environment.advance(1_999);
    expect(line.sent).toHaveLength(1);
    await environment.advance(1);
    expect((await call).sku).toBe(sku);
    expect(line.sent).toHaveLength(2);
    expect(line.sent[0]?.signal.aborted).toBe(true);
    expect(environment.timers).toBe(0);
  });

  test("is told as a TimeoutError in the end", async () => {
    const line = wire();
    line.faults.push(silent, silent, silent);
    const environment = new FakeEnvironment();
    const call = errorNamed(adminOver(line, { environment }).orders.cancel("O-1"), "TimeoutError");
    await environment.advance(30_000);
    const error = await call;
    expect(error).toMatchObject({ code: "timeout", status: null, retryable: true });
    expect(error.message).toBe("There was no whole answer within 10000 ms.");
    expect(error.idempotencyKey).toBe(line.sent[0]?.headers.get("idempotency-key"));
    expect(environment.timers).toBe(0);
  });
});

describe("a signal", () => {
  test("ends a call before it is sent", async () => {
    const line = wire();
    const error = await errorNamed(
      adminOver(line).skus.get("A", { signal: AbortSignal.abort("enough") }),
      "AbortedError",
    );
    expect(error).toMatchObject({ code: "aborted", cause: "enough", retryable: false, status: null });
    expect(line.sent).toHaveLength(0);
  });

  test("ends a call that is under way, even where fetch does not listen", async () => {
    const line = wire();
    line.faults.push(silent);
    const environment = new FakeEnvironment();
    const controller = new AbortController();
    const call = errorNamed(
      adminOver(line, { environment }).skus.get("A", { signal: controller.signal }),
      "AbortedError",
    );
    await settled();
    controller.abort();
    await call;
    expect(line.sent[0]?.signal.aborted).toBe(true);
    expect(environment.timers).toBe(0);
  });

  test("ends a wait between two attempts", async () => {
    const line = wire();
    line.faults.push(answering(503, null, { "retry-after": "9" }));
    const environment = new FakeEnvironment();
    const controller = new AbortController();
    const call = errorNamed(
      adminOver(line, { environment }).orders.cancel("O-1", {}, { signal: controller.signal }),
      "AbortedError",
    );
    await settled();
    expect(environment.timers).toBe(1);
    controller.abort();
    expect((await call).idempotencyKey).toBe(line.sent[0]?.headers.get("idempotency-key"));
    expect(environment.timers).toBe(0);
    expect(line.sent).toHaveLength(1);
  });

  test("keeps no listener of a call that is over", async () => {
    const sku = await stocked(0);
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...given: unknown[]) => {
      listeners += 1;
      // As it was called.
      return Reflect.apply(addEventListener, signal, given) as undefined;
    };
    signal.removeEventListener = (...given: unknown[]) => {
      listeners -= 1;
      return Reflect.apply(removeEventListener, signal, given) as undefined;
    };
    const line = wire();
    line.faults.push(answering(503));
    await adminOver(line, { environment: hurried().environment }).skus.get(sku, { signal });
    expect(listeners).toBe(0);
  });
});

describe("changes of settings", () => {
  test("are sent again: to state something twice is to state it once", async () => {
    const sku = freshSku();
    const line = wire();
    const { environment } = hurried();
    const admin = adminOver(line, { environment });
    const lose = () => line.faults.push(losingTheAnswer, losingTheAnswer);
    lose();
    expect((await admin.skus.create(sku, { policy: { minStockQuantity: 2 } })).sku).toBe(sku);
    lose();
    const changed = await admin.skus.changePolicy(sku, { set: { minStockQuantity: 3 } });
    expect(changed.policy.minStockQuantity).toEqual({ value: 3, source: "sku" });
    lose();
    const put = await admin.products.put(`p-${sku}`, { title: "P", inventoryMethod: "sku", sku });
    expect(put).toMatchObject({ sku, revision: 1 });
    expect(line.sent.map(({ method }) => method)).toEqual([..."PUT PUT PUT PATCH PATCH PATCH PUT PUT PUT".split(" ")]);
    for (const { headers } of line.sent) expect(headers.has("idempotency-key")).toBe(false);
  });

  test("from a revision are not, for the repeat would be refused for what the first attempt did", async () => {
    const sku = await stocked(0);
    const line = wire();
    const { environment } = hurried();
    const admin = adminOver(line, { environment });
    const { revision } = await admin.skus.get(sku);
    line.faults.push(losingTheAnswer);
    const change = () => admin.skus.changePolicy(sku, { set: { minStockQuantity: 3 } }, { ifMatch: revision });
    await errorNamed(change(), "NetworkError");
    expect(line.sent).toHaveLength(2);
    expect(line.sent[1]?.headers.get("if-match")).toBe(`"${revision}"`);
    expect((await admin.skus.get(sku)).policy.minStockQuantity.value).toBe(3);
    await errorNamed(change(), "StaleWriteError");
  });

  test("from a revision that were turned away for their number are sent again", async () => {
    const sku = await stocked(0);
    const line = wire();
    const admin = adminOver(line, { environment: hurried().environment });
    line.faults.push(answering(429));
    const options = { ifMatch: (await admin.skus.get(sku)).revision };
    line.faults.push(answering(429));
    await admin.skus.changePolicy(sku, { set: { minStockQuantity: 3 } }, options);
    expect(line.sent).toHaveLength(4);
  });
});

describe("a removal", () => {
  test("whose answer was lost is done although the repeat finds nothing", async () => {
    const line = wire();
    const admin = adminOver(line, { environment: hurried().environment });
    const { id } = await admin.keys.create({ name: "to go", scopes: ["shopper"] });
    line.faults.push(losingTheAnswer);
    expect(await admin.keys.remove(id)).toBeUndefined();
    expect(line.sent.map(({ method }) => method)).toEqual(["POST", "DELETE", "DELETE"]);
  });

  test("of what was never there is told", async () => {
    await errorNamed(adminOver(wire()).products.remove("never"), "NotFoundError");
  });
});

describe("an answer that is not Onhand's", () => {
  test("is told as such when it is no JSON, or none at all", async () => {
    for (const body of ["<html>Log in</html>", "", "17", "null"]) {
      const line = wire();
      line.faults.push(answering(200, body));
      const error = await errorNamed(adminOver(line).skus.get("A"), "UnexpectedAnswerError");
      expect(error).toMatchObject({ code: "unexpected_answer", status: 200, retryable: false });
    }
  });

  test.each([
    [400, "ValidationError", false],
    [401, "AuthenticationError", false],
    [403, "PermissionError", false],
    [404, "NotFoundError", false],
    [405, "UnexpectedAnswerError", false],
    [408, "TimeoutError", true],
    [409, "ConflictError", false],
    [412, "StaleWriteError", false],
    [413, "ValidationError", false],
    [415, "ValidationError", false],
    [422, "ValidationError", false],
    [429, "RateLimitedError", true],
    [502, "ServerError", true],
    [304, "UnexpectedAnswerError", false],
  ] as const)("with status %i is told as %s, by its status alone", async (status, name, retryable) => {
    const line = wire();
    const said = "<b>secret words of a proxy</b>";
    line.faults.push(answering(status, status === 304 ? null : said, { "x-request-id": "r-9" }));
    const error = await errorNamed(adminOver(line, { retries: 0 }).skus.get("A"), name);
    expect(error).toMatchObject({ status, retryable, problem: null, requestId: "r-9" });
    expect(error.message).not.toContain("secret");
  });

  test("has no say in messages although it looks like a problem", async () => {
    const line = wire();
    line.faults.push(
      answering(400, { ...problem("invalid_request", 400), type: "about:blank", detail: "hostile words" }),
    );
    const error = await errorNamed(adminOver(line).skus.get("A"), "ValidationError");
    expect(error).toMatchObject({ code: "unexpected_answer", problem: null });
    expect(error.message).toBe("The server answers with status 400 and without a reason.");
  });

  test("with a code of a newer server is what its status says, and keeps code and words", async () => {
    const line = wire();
    line.faults.push(answering(409, problem("moon_in_the_way", 409, { detail: "Wait for the tide." })));
    const error = await errorNamed(adminOver(line).skus.get("A"), "ConflictError");
    expect(error).toMatchObject({ code: "moon_in_the_way", requestId: "r-1", message: "Title: Wait for the tide." });
    line.faults.push(answering(418, problem("toString", 418)));
    expect(await errorNamed(adminOver(line).skus.get("A"), "UnexpectedAnswerError")).toMatchObject({
      code: "toString",
    });
  });

  test("that sends on is not followed", async () => {
    const line = wire();
    for (const status of [301, 302, 303, 307, 308]) {
      line.faults.push(answering(status, null, { location: "https://elsewhere.example/v1" }));
      const error = await errorNamed(adminOver(line).orders.cancel("O-1"), "RedirectedError");
      expect(error).toMatchObject({ code: "redirected", status, location: "https://elsewhere.example/v1" });
      expect(error.message).not.toContain("elsewhere");
    }
    expect(line.sent).toHaveLength(5);
  });

  test("that a browser hides because it sends on, is not followed either", async () => {
    const line = wire();
    line.faults.push(async () => {
      const hidden = new Response(null, { status: 200 });
      return Object.defineProperties(hidden, { status: { value: 0 }, ok: { value: false } });
    });
    const error = await errorNamed(adminOver(line).skus.get("A"), "RedirectedError");
    expect(error).toMatchObject({ status: null, location: null });
  });
});

describe("a message", () => {
  test("has no key, address or body in it", async () => {
    const secrets = ["onh_sk_of_this_test", "rsv_of_this_test", "note of this test", "onhand.test"];
    const call = async (fault?: Fault) => {
      const line = wire();
      if (fault !== undefined) line.faults.push(fault);
      const admin = adminOver(line, { key: "onh_sk_of_this_test", retries: 0, baseUrl: "https://onhand.test/nowhere" });
      return errorOf(admin.orders.cancel("rsv_of_this_test", { note: "note of this test" }));
    };
    const echo = answering(404, problem("not_found", 404, { detail: "POST /v1/orders/rsv_of_this_test/cancel" }));
    for (const fault of [undefined, unreachable, echo, answering(200, "rsv_of_this_test"), answering(301)]) {
      const { message } = await call(fault);
      expect(message.length).toBeGreaterThan(5);
      for (const secret of secrets) expect(message).not.toContain(secret);
    }
  });
});

describe("options", () => {
  const options = (more: object) => () => adminOver(wire(), more);

  test.each([
    [{ baseUrl: "shop.example" }, "baseUrl is not an address"],
    [{ baseUrl: "ftp://shop.example" }, "baseUrl is not an address"],
    [{ baseUrl: "https://me:secret@shop.example" }, "baseUrl has credentials in it."],
    [{ key: "" }, "key is empty"],
    [{ key: "onh\nsk" }, "characters that no key has"],
    [{ key: "onh_ß" }, "characters that no key has"],
    [{ retries: -1 }, "retries is a whole number of 0 – 10."],
    [{ retries: 11 }, "retries is a whole number of 0 – 10."],
    [{ retries: 1.5 }, "retries is a whole number of 0 – 10."],
    [{ timeoutMs: 0 }, "timeoutMs is a whole number"],
    [{ timeoutMs: Number.POSITIVE_INFINITY }, "timeoutMs is a whole number"],
    [{ retryAfterMsMax: -1 }, "retryAfterMsMax is a whole number"],
  ])("that can never work are refused at once: %j", (more, message) => {
    expect(options(more)).toThrow(message);
    expect(options(more)).not.toThrow(/secret|onh\n|ß/);
  });

  test("keep the path of baseUrl as a prefix, and nothing behind it", async () => {
    for (const [baseUrl, path] of [
      ["https://onhand.test", "/v1/admin/skus/A"],
      ["https://onhand.test/", "/v1/admin/skus/A"],
      [new URL("https://onhand.test/stock"), "/stock/v1/admin/skus/A"],
      ["https://onhand.test/stock//?x=1#y", "/stock/v1/admin/skus/A"],
    ] as const) {
      const line = wire();
      await errorOf(adminOver(line, { baseUrl }).skus.get("A"));
      expect(line.sent[0]?.path).toBe(path);
    }
  });

  test("may name a fetch that is called as a plain function, with a text and what a Request takes", async () => {
    let thisOfCall: unknown = "not called";
    const admin = adminOver(wire(), {
      async fetch(this: unknown, url, init) {
        thisOfCall = this;
        expect(typeof url).toBe("string");
        expect(init.redirect).toBe("manual");
        expect(new Request(url, init).headers.get("authorization")).toMatch(/^Bearer onh_sk_/);
        return Response.json({ sku: "A" });
      },
    });
    expect(await admin.skus.get("A")).toEqual({ sku: "A" });
    expect(thisOfCall).toBeUndefined();
  });

  test("name no fetch: the runtime's own is looked up at each call, and called as its own", async () => {
    const original = globalThis.fetch;
    const admin = adminOver(wire(), { fetch: undefined });
    try {
      globalThis.fetch = async function (this: unknown) {
        expect(this).toBe(globalThis);
        return Response.json({ sku: "replaced" });
      } as typeof fetch;
      expect(await admin.skus.get("A")).toEqual({ sku: "replaced" });
    } finally {
      globalThis.fetch = original;
    }
  });
});

test("only the headers that are needed are sent: in a browser each costs a preflight", async () => {
  const line = wire();
  const admin = adminOver(line);
  const sku = freshSku();
  await admin.skus.create(sku);
  await admin.skus.get(sku);
  const ours = ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "accept"];
  const named = line.sent.map(({ headers }) => ours.filter((name) => headers.has(name)));
  expect(named).toEqual([["authorization", "content-type"], ["authorization"]]);
});

test("what cannot be a header or a path is refused before it is sent", async () => {
  const line = wire();
  const admin = adminOver(line);
  const calls: Promise<unknown>[] = [
    admin.orders.cancel("O-1", {}, { idempotencyKey: "two words" }),
    admin.orders.cancel("O-1", {}, { idempotencyKey: "ß" }),
    admin.orders.cancel("O-1", {}, { idempotencyKey: "" }),
    admin.orders.cancel("O-1", {}, { idempotencyKey: "k".repeat(201) }),
    ...["", ".", "..", "\ud800"].flatMap((name) => [
      admin.skus.get(name),
      admin.products.remove(name),
      admin.orders.cancel(name),
      admin.availability.get(name),
      admin.availability.get({ product: name }),
    ]),
    admin.availability.list(["\ud800"]),
  ];
  for (const call of calls) {
    expect(await errorNamed(call, "ValidationError")).toMatchObject({
      code: "invalid_request",
      status: null,
      fields: [],
    });
  }
  expect(line.sent).toHaveLength(0);
});

test("an idempotency key of 200 characters is taken", async () => {
  const sku = await stocked(0);
  const written = await adminOver(wire()).skus.adjust(sku, RECEIVED, { idempotencyKey: "k".repeat(200) });
  expect(written.level.onHand).toBe(10);
});

test("a name with every kind of character reaches its own SKU", async () => {
  const admin = adminOver(wire());
  for (const name of ["a/b", "a b", "100%", "a?b#c", "ä€🧦", "a&sku=b", "+", "%2e%2e", "..."]) {
    const sku = `${freshSku()} ${name}`;
    const made: Sku = await admin.skus.create(sku);
    expect(made.sku).toBe(sku);
    expect((await admin.availability.get(sku)).sku).toBe(sku);
    expect((await admin.availability.list([sku])).items.map((view) => view.sku)).toEqual([sku]);
  }
});
