import { expect, test } from "vitest";
import { ask, newServer, read } from "./new-server.ts";

const ENDPOINT = { url: "https://erp.shop.example/onhand", types: ["stock.out"] };

test("mails wait to be read: a subscription is confirmed, and told of what is back", async () => {
  const server = await newServer();
  await server.put("MUG", 0);
  const subscribed = await ask(server.shopper, "POST", "/v1/subscriptions", { sku: "MUG", email: "ada@mail.example" });
  expect(await subscribed.json()).toEqual({ state: "confirmation" });
  expect(server.mails()).toEqual([]);
  await server.clock.advance(1_000);
  const [confirmation] = server.mails();
  expect(confirmation).toMatchObject({ to: "ada@mail.example", at: "2027-01-01T00:00:01.000Z" });
  const link = new URL(/https:\S+/.exec(confirmation?.text ?? "")?.[0] ?? "");
  expect(link.origin).toBe(server.shopper.baseUrl);
  expect((await server.fetch(link)).status).toBe(200);
  await server.put("MUG", 3);
  // News take two seconds; then it has to stay so for a minute.
  await server.clock.advance(70_000);
  expect(server.mails().map(({ to }) => to)).toEqual(["ada@mail.example", "ada@mail.example"]);
});

test("webhooks go to the fetch of the test, signed", async () => {
  const posted: { url: string; headers: Headers; body: unknown }[] = [];
  const server = await newServer({
    fetch: async (url, { headers, body }) => {
      posted.push({ url, headers: new Headers(headers), body: JSON.parse(String(body)) });
      return new Response(null, { status: 204 });
    },
  });
  await ask(server.admin, "PUT", "/v1/admin/webhooks/erp", ENDPOINT);
  await server.put("MUG", 1);
  await server.put("MUG", 0);
  expect(posted).toEqual([]);
  await server.clock.advance(5_000);
  expect(posted).toMatchObject([
    { url: ENDPOINT.url, body: { type: "stock.out", timestamp: "2027-01-01T00:00:00.000Z", data: { sku: "MUG" } } },
  ]);
  expect(posted[0]?.headers.get("webhook-signature")).toMatch(/^v1,/);
  expect(posted[0]?.headers.get("webhook-timestamp")).toBe(String(Date.UTC(2027, 0, 1) / 1_000 + 2));
});

test("without one they reach nobody, and are tried again by the schedule", async () => {
  const server = await newServer();
  await ask(server.admin, "PUT", "/v1/admin/webhooks/erp", ENDPOINT);
  await ask(server.admin, "POST", "/v1/admin/webhooks/erp/ping");
  const attempts = async (): Promise<unknown> =>
    (await read<{ items: unknown[] }>(server.admin, "/v1/admin/webhooks/erp/deliveries")).items;
  await server.clock.advance(1_000);
  expect(await attempts()).toMatchObject([
    { state: "pending", attempts: 1, nextAttemptAt: "2027-01-01T00:00:06.000Z" },
  ]);
  // Five seconds, and the second for which the queue gathers.
  await server.clock.advance(5_999);
  expect(await attempts()).toMatchObject([{ attempts: 1 }]);
  await server.clock.advance(1);
  expect(await attempts()).toMatchObject([{ attempts: 2 }]);
});

test("what falls low is told to the owner once, all of a minute in one mail", async () => {
  const server = await newServer();
  await ask(server.admin, "PATCH", "/v1/admin/settings", { notices: { ownerAddresses: ["owner@shop.example"] } });
  for (const sku of ["MUG", "PLATE"]) {
    await server.put(sku, 1);
    await server.put(sku, 0);
  }
  await server.clock.advance(3 * 60_000);
  expect(server.mails().map(({ to }) => to)).toEqual(["owner@shop.example"]);
  expect(server.mails()[0]?.text).toMatch(/MUG[\s\S]*PLATE/);
});
