import type { EventType, RecordedEvent } from "./event.ts";

/** What an endpoint can be told of. `webhook.ping` is sent on request alone, to every endpoint that is asked to take it. */
export type WebhookEventType = EventType | "webhook.ping";

/** Where events are sent to, and which. */
export interface WebhookEndpoint {
  /** The shop's own name for it, 1 – 64 characters of `a-z 0-9 - _`. */
  id: string;
  /** `https:`; not into private networks. */
  url: string;
  description: string | null;
  types: EventType[];
  enabled: boolean;
  /** Why it is not enabled: the admin's word, `410`: the endpoint said that it is gone, or it kept failing. */
  disabledReason: "admin" | "gone" | "failing" | null;
  /** Since when every attempt has failed. */
  failingSince: string | null;
  /** In the ETag, for `If-Match`. */
  revision: number;
  createdAt: string;
}

/** An endpoint as it is put. */
export interface WebhookEndpointRequest {
  url: string;
  /** At least one. */
  types: EventType[];
  description?: string | null;
  /** Default true. Enabling one that was disabled for its failures begins anew. */
  enabled?: boolean;
}

/** The secrets by which an endpoint's messages are signed, the newest first; each message has a signature by each. */
export interface WebhookSecrets {
  secrets: {
    /** `whsec_` and base64 (Standard Webhooks). */
    secret: string;
    createdAt: string;
    /** `null`: until it is rotated. */
    validUntil: string | null;
  }[];
}

/** Makes a new secret. The one before stays valid for a while, so that a receiver can change over. */
export interface WebhookRotation {
  /** Hours that the secret before stays valid, 0 – 168, default 24. */
  overlapHours?: number;
}

/** `pending`: tried again at `nextAttemptAt`. `delivered`: answered 2xx. `dead`: given up. */
export type DeliveryState = "pending" | "delivered" | "dead";

/** One event on its way to one endpoint. */
export interface WebhookDelivery {
  id: string;
  webhook: string;
  /** The `webhook-id` header: the same for every attempt, and for a replay. */
  messageId: string;
  /** Id of the event; `null` for a ping. */
  event: string | null;
  type: WebhookEventType;
  state: DeliveryState;
  attempts: number;
  nextAttemptAt: string | null;
  createdAt: string;
}

/** One attempt to deliver. */
export interface DeliveryAttempt {
  at: string;
  /** HTTP status; `null`: there was no answer. */
  status: number | null;
  durationMs: number;
  /** What went wrong, where it did. */
  error: string | null;
  /** The answer's head: the first of its headers and of its body. */
  responseHead: string | null;
}

/** A delivery with what was sent and every attempt, the newest first. */
export interface WebhookDeliveryDetail extends WebhookDelivery {
  body: string;
  history: DeliveryAttempt[];
}

/** What deliveries are asked for by. */
export interface DeliveryFilter {
  state?: DeliveryState;
  type?: WebhookEventType;
}

/** Sends again what happened since a time: recorded events of the endpoint's types, whatever became of them. */
export interface WebhookReplay {
  /** RFC 3339, inclusive. */
  since: string;
  /** RFC 3339, exclusive; default now. */
  until?: string;
}

/** What a replay sends. */
export interface WebhookReplayed {
  deliveries: number;
  /** Where there are more than one replay sends: the `since` to go on with. */
  nextSince: string | null;
}

/** The body of a message for one kind of event: small, and the same at every attempt. */
export type WebhookBody<Event extends { type: string; at: string }> = Event extends unknown
  ? {
      type: Event["type"];
      /** When it happened, RFC 3339. */
      timestamp: string;
      /** The event as `GET /v1/admin/events` lists it, without type and time. */
      data: Omit<Event, "type" | "at" | "reaction">;
    }
  : never;

/** Sent to try an endpoint. */
export interface PingEvent {
  id: string;
  type: "webhook.ping";
  at: string;
  webhook: string;
}

/** Every body that an endpoint can get. */
export type WebhookMessage = WebhookBody<RecordedEvent | PingEvent>;
