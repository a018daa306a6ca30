import { expect, test } from "vitest";
import type { Problem } from "../../sdk/index.ts";
import { NetworkError, RateLimitedError, ServerError, TimeoutError, ValidationError } from "../../sdk/index.ts";
import { subscribeRefusalOf } from "../../widget/subscribe-refusal.ts";

const message = "No.";

function refusedAt(pointer: string): ValidationError {
  const errors = [{ pointer, code: "invalid_request", detail: message }];
  const problem: Problem = {
    ...{ type: "urn:onhand:problem:invalid_request", title: "No", status: 400, detail: message },
    ...{ code: "invalid_request", requestId: "r-1", errors },
  };
  return new ValidationError({ message, code: "invalid_request", problem });
}

test.each([
  ["too many in a minute", new RateLimitedError({ message, code: "rate_limited" }), "rateLimited"],
  ["something to be bought by now", { code: "not_subscribable" }, "over"],
  ["no connection", new NetworkError({ message, code: "network" }), "offline"],
  ["no answer in time", new TimeoutError({ message, code: "timeout" }), "offline"],
  ["no address by the server's rule", refusedAt("/email"), "address"],
  ["another field, which no shopper can mend", refusedAt("/channel"), "failed"],
  ["a server in trouble", new ServerError({ message, code: "unavailable" }), "failed"],
  ["a mistake", new Error(message), "failed"],
] as const)("%s is said as such", (_, error, refusal) => {
  expect(subscribeRefusalOf(error)).toBe(refusal);
});
