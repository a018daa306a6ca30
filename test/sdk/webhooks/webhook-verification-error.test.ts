import { expect, test } from "vitest";
import { isWebhookVerificationError, verifyWebhook, WebhookVerificationError } from "../../../sdk/webhooks/index.ts";
import { afterSent, NEW, posted } from "./given.ts";

async function refused(): Promise<unknown> {
  return verifyWebhook(posted(), NEW, afterSent(0)).catch((error: unknown) => error);
}

test("a refusal is an error with a name, a code, and nothing else in its message", async () => {
  const error = await refused();
  expect(error).toBeInstanceOf(WebhookVerificationError);
  expect(error).toMatchObject({ name: "WebhookVerificationError", code: "no_match", message: "no_match" });
  expect(String(error)).toBe("WebhookVerificationError: no_match");
});

test("the guard knows it, and that of another copy of the package", async () => {
  class WebhookVerificationError extends Error {
    override readonly name = "WebhookVerificationError";
    readonly code = "no_match";
  }
  expect(isWebhookVerificationError(await refused())).toBe(true);
  expect(isWebhookVerificationError(new WebhookVerificationError())).toBe(true);
});

test("the guard does not take other errors for it", () => {
  const ofAnotherPackage = Object.assign(new Error("No matching signature found"), {
    name: "WebhookVerificationError",
  });
  const others = [ofAnotherPackage, Object.assign(new Error(), { code: "no_match" }), null, "no_match", undefined];
  expect(others.filter(isWebhookVerificationError)).toEqual([]);
});
