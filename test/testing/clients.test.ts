import { lostAnswer, rateLimited } from "onhand/testing";
import { expect, test } from "vitest";
import { createStorefront } from "../../sdk/index.ts";
import { newServer, read, soon } from "./new-server.ts";

const MUGS = { lines: [{ sku: "MUG", quantity: 2 }] };

test("a client waits by the server's clock", async () => {
  const server = await newServer();
  await server.put("MUG", 10);
  const stock = createStorefront(server.shopper);
  server.fail(rateLimited({ retryAfterSeconds: 2 }));
  const reserved = stock.reservations.create(MUGS);
  await server.clock.advance(1_999);
  expect(await soon(reserved)).toBe("waits");
  await server.clock.advance(1);
  expect(await reserved).toMatchObject({ state: "held", createdAt: "2027-01-01T00:00:02.000Z" });
});

test("a client whose answer was lost reserves once", async () => {
  const server = await newServer();
  await server.put("MUG", 10);
  server.fail(lostAnswer());
  const reserved = createStorefront(server.shopper).reservations.create(MUGS);
  await server.clock.advance(1_000);
  await reserved;
  const [first, second] = server.requests;
  expect(second?.headers["idempotency-key"]).toBe(first?.headers["idempotency-key"]);
  expect(await read(server.admin, "/v1/admin/skus/MUG")).toMatchObject({ levels: [{ onHand: 10, held: 2 }] });
});
