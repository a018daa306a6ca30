import { describe, expect, test } from "vitest";
import { adminOver } from "../clients.ts";
import { errorNamed } from "../failures.ts";
import { type Answering, answering, line, refusing } from "../line.ts";

// Answers of others than an Onhand server: proxies, captive portals, a wrong address.

const get = (answer: Answering) => adminOver(line([answer]), { retries: 0 }).skus.get("A");

test.each(["<html>Log in</html>", "", "null", "0", '""', "false", '{"sku":'])(
  "200 with %j is no answer of Onhand's",
  async (body) => {
    const error = await errorNamed(get(answering(200, body)), "UnexpectedAnswerError");
    expect(error).toMatchObject({ code: "unexpected_answer", status: 200, retryable: false, problem: null });
  },
);

/** What looks like a problem of Onhand's. */
const HOSTILE = { title: "hostile", detail: "hostile words", code: "insufficient_stock", status: 400, requestId: "r" };

describe("an error page of a proxy", () => {
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
    [500, "ServerError", true],
    [502, "ServerError", true],
    [503, "ServerError", true],
    [504, "ServerError", true],
    [520, "ServerError", true],
  ] as const)(
    "with %i is a %s by its status alone, and its words are not believed",
    async (status, name, retryable) => {
      const page = answering(status, "<b>words of a proxy</b>", { "content-type": "text/html", "x-request-id": "r-9" });
      const error = await errorNamed(adminOver(line([page]), { retries: 0 }).orders.cancel("O-1"), name);
      expect(error).toMatchObject({ code: "unexpected_answer", status, retryable, problem: null, requestId: "r-9" });
      expect(error.message).not.toContain("words");
    },
  );

  test.each([
    ["a problem of somebody else", { ...HOSTILE, type: "about:blank" }],
    ["a type that only resembles one", { ...HOSTILE, type: "https://x.example/urn:onhand:problem:x" }],
    ["a problem without a type", HOSTILE],
    ["a list", ["hostile words"]],
    ["a text", "hostile words"],
    ["a number", 400],
  ])("has no say in messages: %s", async (_, body) => {
    const error = await errorNamed(get(answering(400, JSON.stringify(body))), "ValidationError");
    expect(error).toMatchObject({ code: "unexpected_answer", problem: null });
    expect(error.message).toBe("Status: 400");
  });
});

describe("a redirect", () => {
  test.each([301, 302, 303, 307, 308])("is not followed, and is no answer: %i", async (status) => {
    const made = line([answering(status, null, { location: "https://elsewhere.example/v1" })]);
    const error = await errorNamed(adminOver(made).orders.cancel("O-1"), "UnexpectedAnswerError");
    expect(error).toMatchObject({ code: "unexpected_answer", status, retryable: false });
    expect(error.message).not.toContain("elsewhere");
    expect(made.sent).toHaveLength(1);
  });

  test("that a browser hides is not followed either", async () => {
    // What a browser gives for a redirect with `redirect: "manual"` (Fetch Standard, opaque-redirect filtered response).
    const hidden: Answering = () =>
      Object.defineProperties(new Response(null, { status: 200 }), {
        type: { value: "opaqueredirect" },
        status: { value: 0 },
        ok: { value: false },
      });
    const made = line([hidden]);
    const error = await errorNamed(adminOver(made).orders.cancel("O-1"), "UnexpectedAnswerError");
    expect(error).toMatchObject({ code: "unexpected_answer", status: 0, retryable: false });
    expect(made.sent).toHaveLength(1);
  });
});

test("a problem of Onhand's is believed whatever its content type", async () => {
  const error = await errorNamed(
    get(refusing("forbidden", 403, {}, { "content-type": "text/plain" })),
    "PermissionError",
  );
  expect(error).toMatchObject({ code: "forbidden", message: "Title: detail" });
});
