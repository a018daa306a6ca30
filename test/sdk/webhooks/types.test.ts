import { expectTypeOf, test } from "vitest";
import type { ReceivedWebhook, WebhookEventType, WebhookRequest } from "../../../sdk/webhooks/index.ts";

test("a switch on the type knows the data", () => {
  const take = (message: ReceivedWebhook) => {
    switch (message.type) {
      case "stock.low":
      case "stock.out":
        expectTypeOf(message.data.stockLevel).toEqualTypeOf<number>();
        // @ts-expect-error: a crossing is of no order
        return message.data.order;
      case "order.covered":
        return expectTypeOf(message.data).toEqualTypeOf<{ id: string; order: string; sku: string; units: number }>();
      case "webhook.ping":
        return expectTypeOf(message.data).toEqualTypeOf<{ id: string; webhook: string }>();
      default:
        // Also what a newer server sends.
        return expectTypeOf(message.type).toExtend<string>();
    }
  };
  expectTypeOf(take).toBeFunction();
});

test("every type that an endpoint can be told of is a message", () => {
  expectTypeOf<ReceivedWebhook["type"]>().toEqualTypeOf<WebhookEventType>();
  expectTypeOf<ReceivedWebhook["id" | "timestamp"]>().toEqualTypeOf<string>();
});

test("requests of every kind fit", () => {
  expectTypeOf<Request>().toExtend<WebhookRequest>();
  expectTypeOf<{ headers: Headers; body: string }>().toExtend<WebhookRequest>();
  // As Node's `IncomingHttpHeaders`, and as Express gives a raw body.
  expectTypeOf<{
    headers: { host?: string | undefined; [name: string]: string | string[] | undefined };
    body: Uint8Array;
  }>().toExtend<WebhookRequest>();
  expectTypeOf<{ headers: Headers; body: { type: string } }>().not.toExtend<WebhookRequest>();
});
