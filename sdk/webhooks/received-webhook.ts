import type { WebhookMessage } from "../contract/webhook.ts";

/**
 * A Fetch `Request`, or what a server without one has of it: `headers` (a `Headers`, or a record with names in lower case, as
 * Node's `request.headers`) and the `body` as it came, byte for byte. A body that was parsed on the way matches no signature.
 */
export type WebhookRequest =
  | { readonly headers: HeadersLike; text(): Promise<string> }
  | {
      readonly headers: HeadersLike | HeaderRecord;
      readonly body: string | Uint8Array | ArrayBuffer;
      readonly text?: undefined;
    };

/** What is asked of a `Headers`, of whichever platform. */
export interface HeadersLike {
  get(name: string): string | null;
}

/** Headers by their names in lower case. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * A message whose signature fits. A `switch` on `type` knows what is in `data`. A newer server may send a `type` that is not
 * named here, with `data` of its own: it comes as it is, so have a `default`.
 */
export type ReceivedWebhook = Received<WebhookMessage>;

type Received<Message extends WebhookMessage> = Message extends unknown
  ? {
      /** The `webhook-id` header: the same at every attempt and replay, so that what was taken already is known by it. */
      id: string;
      type: Message["type"];
      /** When it happened, RFC 3339. */
      timestamp: string;
      data: { [Name in keyof Message["data"]]: Message["data"][Name] };
    }
  : never;
