import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { signWebhook, verifyWebhook } from "../../../sdk/webhooks/index.ts";
import { postMessage } from "../../../worker/notify/webhooks/post-message.ts";
import { newSecret } from "../../../worker/notify/webhooks/signature.ts";
import { afterSent, BODY, MESSAGE, NEW, OLD, SENT_S } from "./given.ts";

/** The body with letters that take one to four bytes. */
const WIDE = BODY.replace("MUG-BLUE", "Größe 茶 🍵");

test.each([BODY, WIDE])("what the public library signs is read: %s", async (body) => {
  const sentAt = new Date();
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1_000)),
    "webhook-signature": new Webhook(NEW).sign("msg_1", sentAt, body),
  };
  expect(await verifyWebhook({ headers, body }, [OLD, NEW])).toEqual({ id: "msg_1", ...JSON.parse(body) });
});

test.each([BODY, WIDE])("what is signed here is read by the public library: %s", async (body) => {
  const signed = await signWebhook(body, [OLD, NEW]);
  expect(new Webhook(NEW).verify(signed.body, signed.headers)).toEqual(JSON.parse(body));
  expect(new Webhook(OLD).verify(signed.body, signed.headers)).toEqual(JSON.parse(body));
});

test("what the Worker posts is read, by each of its two secrets", async () => {
  const secrets = [newSecret(), newSecret()];
  const posted: Request[] = [];
  const take: typeof fetch = async (url, init) => {
    posted.push(new Request(url, init));
    return new Response(null, { status: 204 });
  };
  const message = { id: "msg_1", timestampS: SENT_S, body: BODY };
  const outcome = await postMessage("https://erp.shop.example/onhand", secrets, message, take);
  expect(outcome.status).toBe(204);

  for (const secret of secrets) {
    const [request] = posted;
    expect(await verifyWebhook(request?.clone() ?? new Request("about:blank"), secret, afterSent(0))).toEqual(MESSAGE);
  }
});
