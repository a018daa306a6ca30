import type { WebhookMessage } from "../contract/webhook.ts";
import { base64Of } from "./base64.ts";
import { signingKeyOf } from "./signing-key.ts";

/** What a message is signed with, beside its body. */
export interface SignOptions {
  /** The `webhook-id` header; default a fresh one. */
  id?: string;
  /** When it is sent: milliseconds since 1970. Default the runtime's clock. */
  now?: () => number;
}

/** A message as it is posted: `new Request(url, { method: "POST", ...signed })`. */
export interface SignedWebhook {
  headers: Record<"content-type" | "webhook-id" | "webhook-timestamp" | "webhook-signature", string>;
  body: string;
}

/**
 * Signs a message as Onhand does, for the tests of a receiver: with one signature by each secret, in their order. A text is
 * signed as it is. Throws a `TypeError` for a secret that is none.
 */
export async function signWebhook(
  message: WebhookMessage | string,
  secrets: string | readonly string[],
  { id = `msg_${crypto.randomUUID()}`, now = Date.now }: SignOptions = {},
): Promise<SignedWebhook> {
  const keys = await Promise.all([secrets].flat().map(signingKeyOf));
  const body = typeof message === "string" ? message : JSON.stringify(message);
  const timestamp = String(Math.floor(now() / 1_000));
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const signatures = await Promise.all(
    keys.map(async (key) => `v1,${base64Of(await crypto.subtle.sign("HMAC", key, signed))}`),
  );
  return {
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": signatures.join(" "),
    },
    body,
  };
}
