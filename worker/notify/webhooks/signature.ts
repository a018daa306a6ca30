import { hmac } from "../../objects/hmac.ts";

/** What all secrets begin with (Standard Webhooks). */
export const SECRET_PREFIX = "whsec_";

const SECRET_BYTES = 32;

/** A fresh secret: `whsec_` and 32 random bytes as base64. */
export function newSecret(): string {
  return SECRET_PREFIX + base64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/** What is signed, with the headers that it is sent with. */
export interface SignedMessage {
  id: string;
  /** Seconds since 1970: of the attempt, not of what happened, as receivers refuse old ones. */
  timestampS: number;
  body: string;
}

/**
 * The `webhook-signature` header: one signature by each secret, the first secret's first (Standard Webhooks: HMAC-SHA256
 * over id, time and body, joined by dots; `v1,` and base64; a space between two).
 */
export async function signatureOf(secrets: readonly string[], message: SignedMessage): Promise<string> {
  const signed = `${message.id}.${message.timestampS}.${message.body}`;
  const signatures = await Promise.all(
    secrets.map(async (secret) => `v1,${base64(await hmac(keyOf(secret), signed))}`),
  );
  return signatures.join(" ");
}

/** What stands behind the prefix of a secret. */
function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(secret.slice(SECRET_PREFIX.length)), (each) => each.charCodeAt(0));
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
