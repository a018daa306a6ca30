/**
 * Why a message is refused. `missing_id`, `missing_timestamp`, `missing_signature`: that header is not there.
 * `malformed_timestamp`: not seconds since 1970. `too_old`, `too_new`: sent longer ago, or further ahead, than is tolerated.
 * `no_match`: no signature by any of the secrets; also when something on the way parsed the body and wrote it anew.
 * `not_json`: signed rightly, and yet no JSON.
 */
export type WebhookVerificationCode =
  | "missing_id"
  | "missing_timestamp"
  | "missing_signature"
  | "malformed_timestamp"
  | "too_old"
  | "too_new"
  | "no_match"
  | "not_json";

/**
 * What `verifyWebhook` throws of a message that is not to be trusted: answer 400, and take nothing from it. Its message is
 * its code: no secret, signature or body is in it.
 */
export class WebhookVerificationError extends Error {
  override readonly name = "WebhookVerificationError";
  /** The cause, in one word. */
  // Only `refuse` makes one, of a code.
  readonly code = this.message as WebhookVerificationCode;
}

/** Throws the error of a code. */
export function refuse(code: WebhookVerificationCode): never {
  throw new WebhookVerificationError(code);
}

/**
 * Whether a value is a `WebhookVerificationError`, of whichever copy of the package. Other packages have an error of that
 * name as well, without a code.
 */
export function isWebhookVerificationError(value: unknown): value is WebhookVerificationError {
  return value instanceof Error && value.name === "WebhookVerificationError" && "code" in value;
}
