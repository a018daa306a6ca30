import type {
  DeliveryFilter,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEndpoint,
  WebhookEndpointRequest,
  WebhookReplay,
  WebhookReplayed,
  WebhookRotation,
  WebhookSecrets,
} from "../contract/index.ts";
import type { CallOptions, PageOptions, RevisionOptions, WriteOptions } from "../transport/options.ts";
import { type Paged, paged } from "../transport/paged.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { post, read } from "../transport/verbs.ts";
import { namedThings } from "./named-things.ts";

const BASE = "v1/admin/webhooks";

/** Where events are sent to. Needs a key with the scope `admin`. */
export interface WebhookCalls {
  get(id: string, options?: CallOptions): Promise<WebhookEndpoint>;
  /** By id. */
  list(options?: PageOptions): Paged<WebhookEndpoint>;
  /** Writes the endpoint as a whole; makes it, with a secret, where there is none. */
  put(id: string, request: WebhookEndpointRequest, options?: RevisionOptions): Promise<WebhookEndpoint>;
  /** Removes it with its deliveries. */
  remove(id: string, options?: RevisionOptions): Promise<void>;
  secrets(id: string, options?: CallOptions): Promise<WebhookSecrets>;
  /** Makes a new secret; the one before stays valid for a while. */
  rotate(id: string, rotation?: WebhookRotation, options?: WriteOptions): Promise<WebhookSecrets>;
  /** Sends a `webhook.ping`, which is tried like any other. */
  ping(id: string, options?: WriteOptions): Promise<WebhookDelivery>;
  /** Newest first; kept for 30 days. */
  deliveries(id: string, filter?: DeliveryFilter, options?: PageOptions): Paged<WebhookDelivery>;
  /** With every attempt. */
  delivery(id: string, delivery: string, options?: CallOptions): Promise<WebhookDeliveryDetail>;
  /** Sends one again, whatever became of it. */
  replay(id: string, delivery: string, options?: WriteOptions): Promise<WebhookDelivery>;
  /** Sends again what happened since a time. */
  replaySince(id: string, request: WebhookReplay, options?: WriteOptions): Promise<WebhookReplayed>;
}

/** The calls, over a transport. */
export function createWebhooks(transport: Transport): WebhookCalls {
  const at = (...parts: string[]) => path(BASE, ...parts);
  return {
    ...namedThings<WebhookEndpoint, WebhookEndpointRequest>(transport, BASE),
    secrets: async (id, options) => read(transport, at(id, "secrets"), options),
    rotate: async (id, rotation = {}, options) => post(transport, at(id, "secrets"), rotation, options),
    ping: async (id, options) => post(transport, at(id, "ping"), undefined, options),
    deliveries: (id, filter = {}, options) => paged(transport, () => at(id, "deliveries"), options, { ...filter }),
    delivery: async (id, delivery, options) => read(transport, at(id, "deliveries", delivery), options),
    replay: async (id, delivery, options) =>
      post(transport, at(id, "deliveries", delivery, "replay"), undefined, options),
    replaySince: async (id, request, options) => post(transport, at(id, "replay"), request, options),
  };
}
