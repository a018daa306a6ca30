import { bytesOf } from "./base64.ts";
import { SIGNATURES_MAX, TOLERANCE_MS } from "./bounds.ts";
import type { HeaderRecord, ReceivedWebhook, WebhookRequest } from "./received-webhook.ts";
import { signingKeyOf } from "./signing-key.ts";
import { refuse } from "./webhook-verification-error.ts";

/** How `verifyWebhook` judges time. */
export interface VerifyOptions {
  /** How long ago, or ahead, a message may have been sent by the clock here. Default 300,000. */
  toleranceMs?: number;
  /** Milliseconds since 1970. Default the runtime's clock. */
  now?: () => number;
}

/** What follows on version 1: base64 of the 32 bytes of an HMAC-SHA256. Other versions are passed over. */
const SIGNATURES = /(?<=\bv1,)[A-Za-z\d+/]{43}=/g;

/**
 * Reads a message and resolves to it where one of its signatures is by one of the secrets, compared in constant time, and it
 * was sent about now (Standard Webhooks: HMAC-SHA256 over id, time and body). Reads the body once; nothing can read it after.
 *
 * Rejects with a `WebhookVerificationError` where it is not so, and with a `TypeError` for a secret that is none.
 *
 * A message that came before, and comes again in time, is verified again: its `id` tells.
 */
export async function verifyWebhook(
  request: WebhookRequest,
  secrets: string | readonly string[],
  { toleranceMs = TOLERANCE_MS, now = Date.now }: VerifyOptions = {},
): Promise<ReceivedWebhook> {
  const { headers } = request;
  const headerOf = (part: "id" | "timestamp" | "signature"): string => {
    const name = `webhook-${part}`;
    // A record can have a header called `get`, by whoever sends it: only a function makes a `Headers`, and else it is a record.
    const value = typeof headers.get === "function" ? headers.get(name) : (headers as HeaderRecord)[name];
    return `${value || refuse(`missing_${part}`)}`;
  };
  const id = headerOf("id");
  const timestamp = headerOf("timestamp");
  const signatures = headerOf("signature").match(SIGNATURES)?.slice(0, SIGNATURES_MAX) ?? [];

  const ageMs = now() - +timestamp * 1_000;
  // Written so that what is no number is refused too.
  if (!(Math.abs(ageMs) <= toleranceMs)) refuse(ageMs > 0 ? "too_old" : ageMs < 0 ? "too_new" : "malformed_timestamp");

  // Every runtime takes the bytes of any; the types of some ask for their own.
  const body = await (request.text ? request : new Response(request.body as string)).text();
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const secret of [secrets].flat()) {
    const key = await signingKeyOf(secret);
    for (const signature of signatures) {
      if (await crypto.subtle.verify("HMAC", key, bytesOf(signature), signed)) {
        try {
          return { ...JSON.parse(body), id };
        } catch {
          refuse("not_json");
        }
      }
    }
  }
  return refuse("no_match");
}
