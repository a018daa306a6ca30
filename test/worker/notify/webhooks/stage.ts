import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type {
  RecordedEvent,
  StockEvent,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEndpoint,
  WebhookEndpointRequest,
} from "../../../../sdk/index.ts";
import { recordEvents } from "../../../../worker/catalogue/events.ts";
import { DEFAULT_DEPLOYMENT } from "../../../../worker/deployment.ts";
import type { NoticeMessage } from "../../../../worker/notify/notice-message.ts";
import { passOn } from "../../../../worker/notify/pass-on.ts";
import { attemptDelivery } from "../../../../worker/notify/webhooks/attempt.ts";
import { type Answer, freshId, request } from "../../shop.ts";

/** A message that was put into the queue of notices, and how long it was to wait there. */
export interface Sent {
  message: NoticeMessage;
  delayS: number;
}

/** Keeps what goes into the queue of notices from it, until `vi.restoreAllMocks()`; a test hands it on itself. */
export function withholdNotices(): Sent[] {
  const sent: Sent[] = [];
  const metadata = { metrics: { backlogCount: 0, backlogBytes: 0 } };
  const queues = Object.getPrototypeOf(env.NOTICES) as Queue<NoticeMessage>;
  vi.spyOn(queues, "send").mockImplementation(async (message, options) => {
    sent.push({ message, delayS: options?.delaySeconds ?? 0 });
    return { metadata };
  });
  vi.spyOn(queues, "sendBatch").mockImplementation(async (messages) => {
    sent.push(...[...messages].map(({ body, delaySeconds }) => ({ message: body, delayS: delaySeconds ?? 0 })));
    return { metadata };
  });
  return sent;
}

/** What an endpoint was asked. */
export interface Asked {
  url: string;
  headers: Headers;
  body: string;
  redirect: string | undefined;
}

/** Stands in for an endpoint: answers one after the other, the last one for good; an error is thrown. */
export function answering(...answers: (Response | Error | (() => Promise<Response>))[]): {
  asked: Asked[];
  fetch: typeof fetch;
} {
  const asked: Asked[] = [];
  const answer: typeof fetch = async (url, init) => {
    const given = answers[Math.min(asked.length, answers.length - 1)];
    asked.push({
      url: String(url),
      headers: new Headers(init?.headers),
      body: String(init?.body),
      redirect: init?.redirect,
    });
    if (given === undefined) throw new Error("No answer was given");
    if (given instanceof Error) throw given;
    return given instanceof Response ? given.clone() : given();
  };
  return { asked, fetch: answer };
}

/** One attempt, without jitter unless it is said. */
export function attempt(id: string, nowMs: number, send: typeof fetch, random = 0): Promise<void> {
  return attemptDelivery(id, env, DEFAULT_DEPLOYMENT, nowMs, { fetch: send, random: () => random });
}

/** Puts an endpoint under a fresh id. */
export async function endpoint(more: Partial<WebhookEndpointRequest> = {}): Promise<string> {
  const id = freshId("hook");
  const body = { url: "https://erp.shop.example/onhand", types: ["stock.out"], ...more };
  const put = await request<WebhookEndpoint>("PUT", `/v1/admin/webhooks/${id}`, { body });
  if (put.status !== 201) throw new Error(`Could not put ${id}: ${JSON.stringify(put.body)}`);
  return id;
}

export async function readEndpoint(id: string): Promise<WebhookEndpoint> {
  return (await request<WebhookEndpoint>("GET", `/v1/admin/webhooks/${id}`)).body;
}

/** A stock event with an id of its own. */
export function outEvent(at = "2026-12-01T09:00:00.000Z", more: Partial<StockEvent> = {}): StockEvent {
  const sku = freshId("SKU");
  return { id: `${sku}/1`, sku, at, type: "stock.out", channel: "web", stockLevel: 0, threshold: 0, ...more };
}

/** Records events and passes them on, as the outbox's consumer does. */
export async function tell(...events: RecordedEvent[]): Promise<void> {
  await recordEvents(env.DB, events);
  await passOn({ skus: [], events: events.map(({ id }) => id) }, env);
}

export async function deliveriesTo(webhook: string, query = ""): Promise<WebhookDelivery[]> {
  const listed: Answer<{ items: WebhookDelivery[] }> = await request(
    "GET",
    `/v1/admin/webhooks/${webhook}/deliveries${query}`,
  );
  return listed.body.items;
}

/** The only delivery to an endpoint. */
export async function deliveryTo(webhook: string): Promise<WebhookDeliveryDetail> {
  const [only, ...others] = await deliveriesTo(webhook);
  if (only === undefined || others.length > 0) throw new Error(`There is not one delivery but ${others.length + 1}`);
  return (await request<WebhookDeliveryDetail>("GET", `/v1/admin/webhooks/${webhook}/deliveries/${only.id}`)).body;
}
