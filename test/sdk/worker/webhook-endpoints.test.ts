import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import { recordEvents } from "../../../worker/catalogue/events.ts";
import { outEvent, withholdNotices } from "../../worker/notify/webhooks/stage.ts";
import { freshId } from "../../worker/shop.ts";
import { errorNamed } from "../failures.ts";
import { adminOver, wire } from "./stage.ts";

vi.setConfig({ testTimeout: 60_000 });

const admin = adminOver(wire());

afterEach(() => {
  vi.restoreAllMocks();
});

test("an endpoint is put, read, listed, changed by who read it, and removed", async () => {
  const id = freshId("hook");
  const made = await admin.webhooks.put(id, { url: "https://erp.shop.example/", types: ["stock.out"] });
  expect(await admin.webhooks.get(id)).toEqual(made);
  expect((await admin.webhooks.list()).items).toContainEqual(made);
  const request = { url: "https://erp.shop.example/2", types: made.types };
  const changed = await admin.webhooks.put(id, request, { ifMatch: made.revision });
  const late = admin.webhooks.put(id, request, { ifMatch: made.revision });
  expect(await errorNamed(late, "StaleWriteError")).toMatchObject({ code: "precondition_failed" });
  await admin.webhooks.remove(id, { ifMatch: changed.revision });
  expect(await errorNamed(admin.webhooks.get(id), "NotFoundError")).toMatchObject({ code: "webhook_not_found" });
});

test("secrets are rotated, endpoints pinged, deliveries read and sent again", async () => {
  withholdNotices();
  const id = freshId("hook");
  await admin.webhooks.put(id, { url: "https://erp.shop.example/", types: ["stock.out"] });
  const { secrets } = await admin.webhooks.secrets(id);
  const rotated = await admin.webhooks.rotate(id);
  expect(rotated.secrets.map(({ secret }) => secret)).toContain(secrets[0]?.secret);
  expect((await admin.webhooks.rotate(id, { overlapHours: 0 })).secrets).toHaveLength(1);
  const ping = await admin.webhooks.ping(id);
  expect((await admin.webhooks.deliveries(id, { type: "webhook.ping" })).items).toEqual([ping]);
  expect((await admin.webhooks.deliveries(id, { state: "dead" }, { limit: 1 })).items).toEqual([]);
  expect(await admin.webhooks.delivery(id, ping.id)).toMatchObject({ ...ping, history: [] });
  expect(await admin.webhooks.replay(id, ping.id)).toMatchObject({ id: ping.id, state: "pending" });
  await recordEvents(env.DB, [outEvent("2026-11-30T09:00:00.000Z")]);
  const replayed = await admin.webhooks.replaySince(id, {
    since: "2026-11-30T00:00:00Z",
    until: "2026-12-01T00:00:00Z",
  });
  expect(replayed).toEqual({ deliveries: 1, nextSince: null });
});
