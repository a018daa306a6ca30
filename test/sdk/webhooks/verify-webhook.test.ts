import { describe, expect, test } from "vitest";
import { isWebhookVerificationError, verifyWebhook } from "../../../sdk/webhooks/index.ts";
import { afterSent, BODY, BY_NEW, BY_OLD, MESSAGE, NEW, OLD, posted, SENT_S } from "./given.ts";

/** Why a message is refused. */
async function refusalOf(verified: Promise<unknown>): Promise<string> {
  try {
    await verified;
  } catch (error) {
    if (isWebhookVerificationError(error)) return error.code;
    throw error;
  }
  return "none";
}

describe("a message", () => {
  test("that is signed by the secret is read, with the id of its header", async () => {
    expect(await verifyWebhook(posted(), OLD, afterSent(0))).toEqual(MESSAGE);
  });

  test.each<[string, Record<string, string>, string]>([
    ["id", { "webhook-id": "msg_2" }, BODY],
    ["time", { "webhook-timestamp": String(SENT_S + 1) }, BODY],
    ["body", {}, BODY.replace('"stockLevel":0', '"stockLevel":1')],
    ["space in the body", {}, `${BODY} `],
  ])("with another %s than was signed is refused", async (_, headers, body) => {
    expect(await refusalOf(verifyWebhook(posted(headers, body), OLD, afterSent(0)))).toBe("no_match");
  });

  test.each([
    ["webhook-id", "missing_id"],
    ["webhook-timestamp", "missing_timestamp"],
    ["webhook-signature", "missing_signature"],
  ])("without %s, or with an empty one, is refused for %s", async (header, code) => {
    expect(await refusalOf(verifyWebhook(posted({ [header]: null }), OLD, afterSent(0)))).toBe(code);
    expect(await refusalOf(verifyWebhook(posted({ [header]: "" }), OLD, afterSent(0)))).toBe(code);
  });

  test("with letters that take several bytes is read as it was signed, as text and as bytes", async () => {
    const body = BODY.replace("MUG-BLUE/000000002", "Größe 茶/1").replace("MUG-BLUE", "Größe 茶 🍵");
    // By openssl, as above.
    const headers = { "webhook-signature": "v1,DF8+2BcWSjFKTs5G6PXAB+iLj8QQZTSSAx2QJbh7HeY=" };
    const data = { ...MESSAGE.data, id: "Größe 茶/1", sku: "Größe 茶 🍵" };
    expect(await verifyWebhook(posted(headers, body), OLD, afterSent(0))).toEqual({ ...MESSAGE, data });
    const bytes = new TextEncoder().encode(body);
    expect(await verifyWebhook(posted(headers, bytes), OLD, afterSent(0))).toEqual({ ...MESSAGE, data });
  });

  test("that is no JSON is refused although it is signed", async () => {
    // By openssl, as above.
    const request = posted(
      { "webhook-signature": "v1,OU9FzHGmh05bgz0H0xZyn4dFyEPAuaS7SdT2xNHYgEU=" },
      "type=stock.out",
    );
    expect(await refusalOf(verifyWebhook(request, OLD, afterSent(0)))).toBe("not_json");
  });

  test("of a type that is not known here is given as it is", async () => {
    // By openssl, as above.
    const body =
      '{"type":"stock.moved","timestamp":"2026-11-22T09:00:00.000Z","data":{"id":"x","to":"north"},"more":1}';
    const request = posted({ "webhook-signature": "v1,8DMJC3mWoTYApE4K23TaUda/AHct9TfcA3XELY3CK6Y=" }, body);
    expect(await verifyWebhook(request, OLD, afterSent(0))).toEqual({
      id: "msg_1",
      type: "stock.moved",
      timestamp: "2026-11-22T09:00:00.000Z",
      data: { id: "x", to: "north" },
      more: 1,
    });
  });

  test("cannot be read twice", async () => {
    const request = posted();
    await verifyWebhook(request, OLD, afterSent(0));
    expect(request.bodyUsed).toBe(true);
    await expect(verifyWebhook(request, OLD, afterSent(0))).rejects.toBeInstanceOf(TypeError);
  });
});

describe("the time at which it was sent", () => {
  test.each([
    [300_000, "none"],
    [300_001, "too_old"],
    [-300_000, "none"],
    [-300_001, "too_new"],
  ])("%i ms ago: %s", async (ms, code) => {
    expect(await refusalOf(verifyWebhook(posted(), OLD, afterSent(ms)))).toBe(code);
  });

  test.each([
    [1_000, "none"],
    [1_001, "too_old"],
    [-1_001, "too_new"],
  ])("%i ms ago, where 1,000 are tolerated: %s", async (ms, code) => {
    expect(await refusalOf(verifyWebhook(posted(), OLD, { ...afterSent(ms), toleranceMs: 1_000 }))).toBe(code);
  });

  test.each(["soon", "2026-11-22T09:00:00Z", "1795338000s", "NaN"])(
    "that is no number (%s) is refused",
    async (time) => {
      expect(await refusalOf(verifyWebhook(posted({ "webhook-timestamp": time }), OLD, afterSent(0)))).toBe(
        "malformed_timestamp",
      );
    },
  );

  test("is judged by the runtime's clock where none is given", async () => {
    expect(await refusalOf(verifyWebhook(posted({ "webhook-timestamp": "1000000000" }), OLD))).toBe("too_old");
    expect(await refusalOf(verifyWebhook(posted({ "webhook-timestamp": "9999999999" }), OLD))).toBe("too_new");
  });
});

describe("secrets and signatures", () => {
  test.each<[string, string | string[], string]>([
    ["one secret, which made the second signature", OLD, `${BY_NEW} ${BY_OLD}`],
    ["two secrets, the second of which made the signature", [NEW, OLD], BY_OLD],
    ["two secrets that made both", [NEW, OLD], `${BY_NEW} ${BY_OLD}`],
    ["a signature of another version before it", OLD, `v1a,${"A".repeat(86)}== ${BY_OLD}`],
    ["what is no signature before it", OLD, `v1,short v1, ,v1 v1,${"_".repeat(43)}= ${BY_OLD}`],
    ["signatures that were joined as headers are", OLD, `${BY_NEW}, ${BY_OLD}`],
    ["a secret with a line's end, as of a file", `${OLD}\n`, BY_OLD],
  ])("%s: it fits", async (_, secrets, signature) => {
    expect(await verifyWebhook(posted({ "webhook-signature": signature }), secrets, afterSent(0))).toEqual(MESSAGE);
  });

  test.each<[string, string | string[], string]>([
    ["a secret that is out of use", NEW, BY_OLD],
    ["no secret at all", [], BY_OLD],
    ["the signature as another version", OLD, BY_OLD.replace("v1,", "v2,")],
    ["the signature without a version", OLD, BY_OLD.replace("v1,", "")],
    ["half a signature", OLD, BY_OLD.slice(0, 25)],
  ])("%s: it does not fit", async (_, secrets, signature) => {
    const verified = verifyWebhook(posted({ "webhook-signature": signature }), secrets, afterSent(0));
    expect(await refusalOf(verified)).toBe("no_match");
  });

  test("the eighth signature is looked at, the ninth is not", async () => {
    const others = (count: number) => `${BY_NEW} `.repeat(count);
    const eighth = posted({ "webhook-signature": others(7) + BY_OLD });
    expect(await verifyWebhook(eighth, OLD, afterSent(0))).toEqual(MESSAGE);
    const ninth = posted({ "webhook-signature": others(8) + BY_OLD });
    expect(await refusalOf(verifyWebhook(ninth, OLD, afterSent(0)))).toBe("no_match");
  });

  test.each(["", "whsec_", "whsec_*not-base64*", OLD.slice(6), "onh_sk_0123456789"])(
    "what is no secret (%s) is the receiver's mistake, and is not repeated",
    async (secret) => {
      const failed = verifyWebhook(posted(), secret, afterSent(0));
      await expect(failed).rejects.toThrow(new TypeError("malformed webhook secret"));
    },
  );

  test("a secret that is not there, as of a setting that was forgotten, is the receiver's mistake", async () => {
    // Without types, or from an environment that was said to be complete.
    const forgotten = undefined as unknown as string;
    await expect(verifyWebhook(posted(), forgotten, afterSent(0))).rejects.toThrow(
      new TypeError("malformed webhook secret"),
    );
  });
});

describe("what a server without a Fetch request has", () => {
  const headers = { "webhook-id": "msg_1", "webhook-timestamp": String(SENT_S), "webhook-signature": BY_OLD };
  const bytes = new TextEncoder().encode(BODY);

  test.each<[string, string | Uint8Array | ArrayBuffer]>([
    ["text", BODY],
    ["bytes", bytes],
    ["a part of more bytes", new Uint8Array([1, 2, ...bytes, 3]).subarray(2, bytes.length + 2)],
    ["a buffer", bytes.slice().buffer],
  ])("a record of headers, and the body as %s", async (_, body) => {
    expect(await verifyWebhook({ headers, body }, OLD, afterSent(0))).toEqual(MESSAGE);
  });

  test("headers of its own class", async () => {
    expect(await verifyWebhook({ headers: new Headers(headers), body: BODY }, OLD, afterSent(0))).toEqual(MESSAGE);
  });

  test("a record as Node makes it, with lists, gaps and whatever is sent", async () => {
    const nodes: Record<string, string | string[] | undefined> = {
      ...headers,
      "webhook-signature": [BY_NEW, BY_OLD],
      "set-cookie": ["a=1", "b=2"],
      ":path": "/onhand",
      get: "a header",
      host: undefined,
    };
    expect(await verifyWebhook({ headers: nodes, body: BODY }, OLD, afterSent(0))).toEqual(MESSAGE);
    const without = { ...nodes, "webhook-id": undefined };
    expect(await refusalOf(verifyWebhook({ headers: without, body: BODY }, OLD, afterSent(0)))).toBe("missing_id");
  });

  test("a body that was parsed already matches nothing", async () => {
    // As by a middleware that parses JSON, in whose types a body is anything.
    const body = JSON.parse(BODY) as string;
    expect(await refusalOf(verifyWebhook({ headers, body }, OLD, afterSent(0)))).toBe("no_match");
  });
});
