import { describe, expect, test } from "vitest";
import {
  createStorefront,
  createTransport,
  publishableKey,
  type RequestNews,
  type ResponseNews,
  type RetryNews,
} from "../../../sdk/index.ts";
import { ADMIN_KEY, adminOver, BASE } from "../clients.ts";
import { errorNamed } from "../failures.ts";
import { hurried } from "../fake-environment.ts";
import { answering, line, refusing, unreachable } from "../line.ts";

type News = ["request", RequestNews] | ["response", ResponseNews] | ["retry", RetryNews];

/** Hooks that note what they are told, in its order. */
function noting() {
  const told: News[] = [];
  return {
    told,
    hooks: {
      onRequest: (news: RequestNews) => void told.push(["request", news]),
      onResponse: (news: ResponseNews) => void told.push(["response", news]),
      onRetry: (news: RetryNews) => void told.push(["retry", news]),
    },
  };
}

test("are told of each attempt, its answer, and the wait before the next one, in their order", async () => {
  const { told, hooks } = noting();
  const { environment } = hurried();
  const made = line([unreachable, refusing("unavailable", 503), answering(200, {}, { "x-request-id": "r-2" })]);
  await adminOver(made, { environment, ...hooks }).skus.movements("A/B", { limit: 2 });
  const request = { method: "GET", url: "https://onhand.test/v1/admin/skus/A%2FB/movements?limit=2" };
  const path = "v1/admin/skus/A%2FB/movements?limit=2";
  const durationMs = expect.any(Number);
  expect(told).toEqual([
    ["request", request],
    ["retry", { path, delayMs: 125, error: expect.objectContaining({ name: "NetworkError", attempts: 1 }) }],
    ["request", request],
    ["response", { ...request, status: 503, requestId: "r-1", durationMs }],
    ["retry", { path, delayMs: 250, error: expect.objectContaining({ name: "ServerError", attempts: 2 }) }],
    ["request", request],
    ["response", { ...request, status: 200, requestId: "r-2", durationMs }],
  ]);
});

test("are told of a refusal, and that the server did not name its request", async () => {
  const { told, hooks } = noting();
  const made = line([answering(404)]);
  await errorNamed(adminOver(made, hooks).orders.cancel("O-1"), "NotFoundError");
  expect(told.map(([kind]) => kind)).toEqual(["request", "response"]);
  expect(told[1]?.[1]).toMatchObject({ method: "POST", status: 404, requestId: null });
});

test("are told of no wait that is not to come", async () => {
  const { told, hooks } = noting();
  const failing = adminOver(line([], unreachable), { ...hooks, retries: 0 });
  await errorNamed(failing.skus.get("A"), "NetworkError");
  expect(told.map(([kind]) => kind)).toEqual(["request"]);
});

test("tell how long an answer took", async () => {
  const { told, hooks } = noting();
  const made = line([], async () => {
    const sinceMs = Date.now();
    // By the runtime's own clock, which measures here: until it has moved on.
    while (Date.now() === sinceMs) await new Promise((resolve) => setTimeout(resolve, 1));
    return Response.json({});
  });
  await adminOver(made, hooks).skus.get("A");
  const [, answered] = told;
  expect(answered).toMatchObject(["response", { status: 200 }]);
  if (answered?.[0] === "response") expect(answered[1].durationMs).toBeGreaterThanOrEqual(1);
});

test("are told the key of neither client", async () => {
  const { told, hooks } = noting();
  const { environment } = hurried();
  const key = publishableKey("onh_pk_of-these-tests");
  const made = line([unreachable, answering(503), answering(200, { items: [{ sku: "A" }] })], answering(401));
  await createStorefront({ baseUrl: BASE, key, fetch: made.fetch, environment, ...hooks }).availability.get("A");
  await errorNamed(adminOver(made, { environment, ...hooks }).orders.cancel("O-1"), "AuthenticationError");
  expect(made.sent.map(({ headers }) => headers.get("authorization"))).toEqual([
    ...Array(3).fill(`Bearer ${key}`),
    `Bearer ${ADMIN_KEY}`,
  ]);
  expect(told).toHaveLength(9);
  const seen = everythingIn(told);
  expect(seen).toContain("https://onhand.test/v1/orders/O-1/cancel");
  expect(seen).not.toContain(key);
  expect(seen).not.toContain(ADMIN_KEY);
});

describe("what a hook throws", () => {
  test.each(["onRequest", "onResponse"])("counts as no answer: %s", async (hook) => {
    const bug = new Error("a bug of the shop");
    const made = line();
    const hooks = {
      [hook]: () => {
        throw bug;
      },
    };
    const error = await errorNamed(adminOver(made, { ...hooks, retries: 0 }).skus.get("A"), "NetworkError");
    expect(error.cause).toBe(bug);
    expect(made.sent).toHaveLength(hook === "onRequest" ? 0 : 1);
  });
});

test("onRetry is told by a transport alone as well", async () => {
  const { told, hooks } = noting();
  const { environment } = hurried();
  const { fetch } = line([unreachable]);
  await createTransport({ baseUrl: BASE, fetch, environment, onRetry: hooks.onRetry }).send("v1/health");
  expect(told).toMatchObject([["retry", { path: "v1/health", delayMs: 125, error: { name: "NetworkError" } }]]);
});

/** All texts in a value, however deep: of objects also what is not enumerable, such as an error's message and cause. */
function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (seen.has(value)) return "";
  seen.add(value);
  // Own properties of any object have names and values.
  const own = value as Record<string, unknown>;
  return Object.getOwnPropertyNames(value)
    .map((name) => `${name}: ${everythingIn(own[name], seen)}`)
    .join("\n");
}
