import { describe, expect, test } from "vitest";
import { messageIdOf } from "../../../../worker/notify/webhooks/message-id.ts";
import { newSecret, signatureOf } from "../../../../worker/notify/webhooks/signature.ts";

// Worked out by `openssl dgst -sha256 -mac HMAC` over "id.time.body".
const OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BY_OLD = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const NEW = "whsec_YW5vdGhlciBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXQ=";
const BY_NEW = "v1,yi1ek661Pdd0FBIEiDkYp75sl4fg2HhwQ1YZ83e0A4Q=";
const message = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestampS: 1_614_265_330, body: '{"test": 2432232314}' };

describe("a message", () => {
  test("is signed by a secret over its id, its time and its body", async () => {
    expect(await signatureOf([OLD], message)).toBe(BY_OLD);
  });

  test("is signed by each of two secrets, in their order", async () => {
    expect(await signatureOf([NEW, OLD], message)).toBe(`${BY_NEW} ${BY_OLD}`);
  });

  test.each([
    { ...message, id: "msg_other" },
    { ...message, timestampS: 1_614_265_331 },
    { ...message, body: '{"test":2432232314}' },
  ])("that differs in one of them has another signature", async (other) => {
    expect(await signatureOf([OLD], other)).not.toBe(BY_OLD);
  });
});

test("a secret is the prefix and 32 random bytes as base64", () => {
  const made = Array.from({ length: 20 }, newSecret);
  for (const secret of made) {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(atob(secret.slice(6))).toHaveLength(32);
  }
  expect(new Set(made).size).toBe(20);
});

test.each([
  ["MUG-BLUE/000000001", "msg_TfOXug9G2-hBqnfpEgxbJ8F7DkR6mHKA"],
  ["Größe 茶/000000001", "msg_D3d1x8IAAFBE9IFBFR2WguavopaL59Uq"],
])("the message of %s has an id that any header can hold", async (event, id) => {
  expect(await messageIdOf(event)).toBe(id);
});
