/** 2026-11-22T09:00:00Z. */
export const SENT_S = 1_795_338_000;

export const OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const NEW = "whsec_YW5vdGhlciBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXQ=";

export const BODY =
  '{"type":"stock.out","timestamp":"2026-11-22T09:00:00.000Z","data":{"id":"MUG-BLUE/000000002","sku":"MUG-BLUE","channel":"web","stockLevel":0,"threshold":0}}';

// Worked out by `openssl dgst -sha256 -mac HMAC` over "msg_1.1795338000." and the body.
export const BY_OLD = "v1,0hOqhaSO774BA1rYrlaRGZPDVLOlJaL52ozHXoVkBlY=";
export const BY_NEW = "v1,AF/xH86vT1xPqzXa9JOltL5KOrAWtzs/5ybygQrQKeA=";

/** What the body says, with the id of its header. */
export const MESSAGE = {
  id: "msg_1",
  type: "stock.out",
  timestamp: "2026-11-22T09:00:00.000Z",
  data: { id: "MUG-BLUE/000000002", sku: "MUG-BLUE", channel: "web", stockLevel: 0, threshold: 0 },
};

/** The message, signed by `OLD`, as a request; another header instead of one of its own, or none. */
export function posted(headers: Record<string, string | null> = {}, body: BodyInit = BODY): Request {
  const all = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(SENT_S),
    "webhook-signature": BY_OLD,
    ...headers,
  };
  const given = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return new Request("https://erp.shop.example/onhand", { method: "POST", headers: Object.fromEntries(given), body });
}

/** A clock that stands still, so many milliseconds after the message was sent. */
export function afterSent(ms: number): { now: () => number } {
  return { now: () => SENT_S * 1_000 + ms };
}
