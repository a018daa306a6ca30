import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Admin, createAdmin, secretKey, type WebhookDeliveryDetail } from "../../sdk/index.ts";
import { type Received, type Receiver, startReceiver, verified } from "./receiver.ts";
import { type Server, startServer } from "./server.ts";

// A real installation, and a real receiver that verifies as the public package does. One SKU runs out; every endpoint is told.

const ENDPOINTS = ["fine", "broken-once", "gone", "busy-once", "slow-once", "moved", "other"] as const;

let folder: string;
let server: Server;
let receiver: Receiver;
let admin: Admin;
let sku: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "onhand-test-"));
  receiver = await startReceiver();
  server = await startServer({ data: join(folder, "data"), env: { WEBHOOKS_TO_LOOPBACK: "true" } });
  admin = createAdmin({ baseUrl: server.origin, key: secretKey(server.adminKey) });
  receiver.answer("/broken-once", { status: 500, body: "out of order" });
  receiver.answer("/gone", { status: 410 });
  receiver.answer("/busy-once", { status: 429, headers: { "retry-after": "8" } });
  receiver.answer("/slow-once", "silent");
  receiver.answer("/moved", { status: 302, headers: { location: receiver.url("/elsewhere") } });
  for (const id of ENDPOINTS) {
    const types = id === "other" ? (["order.shortfall"] as const) : (["stock.out"] as const);
    await admin.webhooks.put(id, { url: receiver.url(`/${id}`), types: [...types] });
  }
  sku = "GRÖSSE 茶";
  await admin.skus.create(sku);
  await admin.skus.adjust(sku, { delta: 2, reason: "received" });
  await admin.skus.adjust(sku, { delta: -2, reason: "lost" });
}, 60_000);

afterAll(async () => {
  await server?.kill();
  await receiver?.close();
  rmSync(folder, { recursive: true, force: true });
});

const secretOf = async (id: string): Promise<string> => (await admin.webhooks.secrets(id)).secrets[0]?.secret ?? "";
const secondsBetween = (one: Received | undefined, other: Received | undefined): number =>
  ((other?.atMs ?? Number.NaN) - (one?.atMs ?? Number.NaN)) / 1_000;

/** The delivery of the event to an endpoint, once it is as it is expected. */
async function delivery(
  id: string,
  isThere: (found: WebhookDeliveryDetail) => boolean,
): Promise<WebhookDeliveryDetail> {
  for (const startedAt = performance.now(); performance.now() - startedAt < 30_000; await sleep(50)) {
    const [found] = (await admin.webhooks.deliveries(id, { type: "stock.out" })).items;
    if (found === undefined) continue;
    const detail = await admin.webhooks.delivery(id, found.id);
    if (isThere(detail)) return detail;
  }
  throw new Error(`No such delivery to ${id}: ${JSON.stringify(await admin.webhooks.deliveries(id))}`);
}

describe("what runs out", () => {
  it("is told to whoever has chosen it, signed as Standard Webhooks say", async () => {
    const [message] = await receiver.until("/fine", 1);
    if (message === undefined) throw new Error("Nothing came");
    expect(verified(message, await secretOf("fine"))).toEqual({
      type: "stock.out",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      data: { id: expect.stringContaining(sku), sku, channel: "web", stockLevel: 0, threshold: 0 },
    });
    expect(message.headers).toMatchObject({ "content-type": "application/json", "user-agent": "Onhand" });
    const changed = { ...message, body: message.body.replace('"stockLevel":0', '"stockLevel":1') };
    expect(() => verified(changed, "whsec_AAAA")).toThrow("No matching signature found");
    const secret = await secretOf("fine");
    expect(() => verified(changed, secret)).toThrow("No matching signature found");
    expect(receiver.received("/other")).toEqual([]);
    const { state, history } = await delivery("fine", (found) => found.state === "delivered");
    expect([state, history.length, history[0]?.status]).toEqual(["delivered", 1, 200]);
  });

  it("is told again five seconds after a 500: the same message", async () => {
    const [first, second] = await receiver.until("/broken-once", 2);
    if (first === undefined || second === undefined) throw new Error("Nothing came");
    const secret = await secretOf("broken-once");
    expect(verified(second, secret)).toEqual(verified(first, secret));
    expect(second.headers["webhook-id"]).toBe(first.headers["webhook-id"]);
    expect(secondsBetween(first, second)).toBeGreaterThanOrEqual(5);
    const { history } = await delivery("broken-once", (found) => found.state === "delivered");
    expect(history).toMatchObject([
      { status: 200, error: null },
      { status: 500, error: "Answered 500", responseHead: expect.stringContaining("out of order") },
    ]);
  });

  it("is not told again to who says that it is gone: the endpoint is disabled", async () => {
    await receiver.until("/gone", 1);
    await delivery("gone", (found) => found.state === "dead");
    expect(await admin.webhooks.get("gone")).toMatchObject({ enabled: false, disabledReason: "gone" });
    const letters = await admin.deadLetters.list({ kind: "delivery" });
    expect(letters.items).toMatchObject([{ error: "Answered 410" }]);
  });

  it("is told again when the Retry-After of a 429 is over, and not before", async () => {
    const [first, second] = await receiver.until("/busy-once", 2);
    expect(secondsBetween(first, second)).toBeGreaterThanOrEqual(8);
    await delivery("busy-once", (found) => found.state === "delivered");
  });

  it("is told again to who did not answer within fifteen seconds", async () => {
    const [first, second] = await receiver.until("/slow-once", 2);
    expect(secondsBetween(first, second)).toBeGreaterThanOrEqual(20);
    const { history } = await delivery("slow-once", (found) => found.state === "delivered");
    expect(history[1]).toMatchObject({ status: null, error: "No answer within 15 seconds" });
    expect(history[1]?.durationMs).toBeGreaterThanOrEqual(15_000);
  });

  it("is not carried to where an answer redirects", async () => {
    const [first, second] = await receiver.until("/moved", 2);
    expect(secondsBetween(first, second)).toBeGreaterThanOrEqual(5);
    const { history } = await delivery("moved", (found) => found.state === "delivered");
    expect(history[1]).toMatchObject({ status: 302, error: expect.stringContaining("redirects are not followed") });
    expect(receiver.received("/elsewhere")).toEqual([]);
  });
});

describe("an endpoint", () => {
  it("is pinged, and after a rotation both secrets verify", async () => {
    const before = await secretOf("other");
    await admin.webhooks.ping("other");
    const [first] = await receiver.until("/other", 1);
    if (first === undefined) throw new Error("Nothing came");
    expect(verified(first, before)).toMatchObject({ type: "webhook.ping", data: { webhook: "other" } });

    const { secrets } = await admin.webhooks.rotate("other");
    const [now, until] = secrets.map(({ secret }) => secret);
    expect(until).toBe(before);
    await admin.webhooks.ping("other");
    const second = (await receiver.until("/other", 2))[1];
    if (second === undefined || now === undefined) throw new Error("Nothing came");
    expect(verified(second, now)).toEqual(verified(second, before));
    expect(() => verified(first, now)).toThrow();

    await admin.webhooks.rotate("other", { overlapHours: 0 });
    await admin.webhooks.ping("other");
    const third = (await receiver.until("/other", 3))[2];
    if (third === undefined) throw new Error("Nothing came");
    expect(() => verified(third, now)).toThrow();
    expect(verified(third, await secretOf("other"))).toMatchObject({ type: "webhook.ping" });
  });

  it("is sent one delivery again, and what happened since a time", async () => {
    await receiver.until("/fine", 1);
    const { id } = await delivery("fine", (found) => found.state === "delivered");
    await admin.webhooks.replay("fine", id);
    const [first, second] = await receiver.until("/fine", 2);
    expect([second?.body, second?.headers["webhook-id"]]).toEqual([first?.body, first?.headers["webhook-id"]]);
    await delivery("fine", (found) => found.state === "delivered" && found.attempts === 2);
    const since = new Date(Date.now() - 3_600_000).toISOString();
    expect(await admin.webhooks.replaySince("fine", { since })).toEqual({ deliveries: 1, nextSince: null });
    const third = (await receiver.until("/fine", 3))[2];
    expect([third?.body, third?.headers["webhook-id"]]).toEqual([first?.body, first?.headers["webhook-id"]]);
  });
});

it("nothing is sent to this machine unless the deployment says so", async () => {
  const data = mkdtempSync(join(tmpdir(), "onhand-test-"));
  const closed = await startServer({ data, env: { WEBHOOKS_TO_LOOPBACK: "" } });
  try {
    const refused = await closed.admin("PUT", "/v1/admin/webhooks/here", {
      url: receiver.url("/here"),
      types: ["stock.out"],
    });
    expect([refused.status, await refused.json()]).toMatchObject([400, { errors: [{ pointer: "/url" }] }]);
  } finally {
    await closed.kill();
    rmSync(data, { recursive: true, force: true });
  }
});
