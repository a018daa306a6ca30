import { OnhandError } from "../errors/onhand-error.ts";
import { SHOPPER_REFUSALS } from "../errors/shopper-refusals.ts";
import { freshIdempotencyKey } from "./idempotency-key.ts";
import type { CallOptions, WriteOptions } from "./options.ts";
import type { Transport } from "./transport.ts";

/** Reads something. */
export async function read<Body>(transport: Transport, path: string, { signal }: CallOptions = {}): Promise<Body> {
  return (await transport.send<Body>(path, { signal })).body;
}

/** Changes something, once: all attempts carry the same idempotency key. */
export async function post<Body>(
  transport: Transport,
  path: string,
  body: unknown,
  { signal, idempotencyKey: named }: WriteOptions = {},
): Promise<Body> {
  const idempotencyKey = named ?? freshIdempotencyKey();
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": idempotencyKey },
    body: JSON.stringify(body),
  };
  try {
    return (await transport.send<Body>(path, { init, signal, refusals: SHOPPER_REFUSALS })).body;
  } catch (error) {
    if (error instanceof OnhandError) Object.assign(error, { idempotencyKey });
    throw error;
  }
}
