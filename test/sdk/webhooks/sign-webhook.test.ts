import { describe, expect, test } from "vitest";
import { signWebhook, verifyWebhook } from "../../../sdk/webhooks/index.ts";
import { afterSent, BODY, BY_NEW, BY_OLD, MESSAGE, NEW, OLD, SENT_S } from "./given.ts";

describe("a signed message", () => {
  test("has the headers and the body that Onhand sends", async () => {
    expect(await signWebhook(BODY, OLD, { id: "msg_1", ...afterSent(0) })).toEqual({
      headers: {
        "content-type": "application/json",
        "webhook-id": "msg_1",
        "webhook-timestamp": String(SENT_S),
        "webhook-signature": BY_OLD,
      },
      body: BODY,
    });
  });

  test("is signed as Standard Webhooks' libraries sign theirs", async () => {
    const signed = await signWebhook('{"test": 2432232314}', OLD, {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      now: () => 1_614_265_330_999,
    });
    expect(signed.headers["webhook-timestamp"]).toBe("1614265330");
    expect(signed.headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  test("is signed by each of several secrets, in their order", async () => {
    const { headers } = await signWebhook(BODY, [NEW, OLD], { id: "msg_1", ...afterSent(0) });
    expect(headers["webhook-signature"]).toBe(`${BY_NEW} ${BY_OLD}`);
  });

  test("is posted and read, with an id of its own at the present time where nothing is said", async () => {
    const { id: _, ...message } = MESSAGE;
    const read = async () => {
      const signed = await signWebhook({ ...message, type: "stock.out" }, OLD);
      return verifyWebhook(new Request("https://erp.shop.example/onhand", { method: "POST", ...signed }), OLD);
    };
    const [first, second] = [await read(), await read()];
    expect(first).toEqual({ ...message, id: expect.stringMatching(/^msg_./) });
    expect(second.id).not.toBe(first.id);
  });

  test("is not made by what is no secret", async () => {
    await expect(signWebhook(BODY, "secret")).rejects.toThrow(new TypeError("malformed webhook secret"));
  });
});
