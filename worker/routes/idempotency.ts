import type { Context } from "hono";
import { canonical } from "../catalogue/products.ts";
import { IDEMPOTENCY_KEY_LENGTH_MAX, SHOPPER_IDEMPOTENCY_KEY_LENGTH_MIN } from "../core/bounds.ts";
import { base64Url, sha256 } from "../objects/slot-number.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

/** An idempotency key with its scope, hashed: the same key means something else for another caller, route or thing. */
export interface IdempotencyScope {
  hash: Uint8Array;
  key: string;
  /** Hash of the validated body. */
  body: string;
}

/** Reads the Idempotency-Key of a changing request. */
export async function idempotencyOf(
  context: Context<AppEnv>,
  route: string,
  resource: string,
  body: unknown,
): Promise<IdempotencyScope> {
  const key = context.req.header("idempotency-key");
  const caller = context.var.caller;
  const least = caller.kind === "shopper" ? SHOPPER_IDEMPOTENCY_KEY_LENGTH_MIN : 1;
  if (key === undefined || key === "") {
    throw new ProblemError(
      "idempotency_key_missing",
      "Send an Idempotency-Key header, a random one for each new request.",
    );
  }
  if (key.length > IDEMPOTENCY_KEY_LENGTH_MAX || key.length < least || !/^[\x21-\x7e]+$/.test(key)) {
    throw ProblemError.field(
      "Idempotency-Key",
      `must have ${least} – ${IDEMPOTENCY_KEY_LENGTH_MAX} visible ASCII characters${least > 1 ? ", random ones" : ""}`,
    );
  }
  const hash = await sha256(JSON.stringify([caller.credential, route, resource, key]));
  return { hash, key: base64Url(hash), body: base64Url(await sha256(canonical(body))) };
}
