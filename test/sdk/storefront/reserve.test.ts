import { lostAnswer, unavailable } from "onhand/testing";
import { describe, expect, test } from "vitest";
import { createStorefront } from "../../../sdk/index.ts";
import { errorNamed } from "../failures.ts";
import { FakeEnvironment } from "../fake-environment.ts";
import { line } from "../line.ts";
import { HOUR_MS, left, MUGS, PLATES, shop } from "./cart.ts";

describe("a reservation", () => {
  test("has all that the server tells of it, and time left", async () => {
    const { stock, server } = await shop();
    const reservation = await stock.reserve(MUGS);
    expect(reservation).toMatchObject({
      id: expect.stringMatching(/^rsv_/),
      state: "held",
      channel: "web",
      revision: 1,
      lines: [{ sku: "MUG", quantity: 2, requested: 2, backordered: 0 }],
      createdAt: "2027-01-01T00:00:00.000Z",
      expiresAt: "2027-01-01T00:15:00.000Z",
      remainingMs: 900_000,
    });
    expect(await stock.reservations.get(reservation.id)).toMatchObject({ lines: reservation.lines, state: "held" });
    await server.clock.advance(60_000);
    expect(reservation.remainingMs).toBe(840_000);
  });

  test("is for as long, in the channel and as much as it was asked for", async () => {
    const { stock, server } = await shop();
    const options = { channel: "web", ttlSeconds: 120, partial: true };
    const reservation = await stock.reserve([{ sku: "MUG", quantity: 12 }], options);
    expect(reservation).toMatchObject({ remainingMs: 120_000, lines: [{ quantity: 10, requested: 12 }] });
    expect(server.requests.at(-1)?.body).toEqual({ lines: [{ sku: "MUG", quantity: 12 }], ...options });
  });

  test("is refused by an error that names the lines, and none is made", async () => {
    const { stock, server } = await shop();
    const short = await errorNamed(stock.reserve([...MUGS, { sku: "PLATE", quantity: 11 }]), "InsufficientStockError");
    expect(short.lines).toMatchObject([{ line: 1, sku: "PLATE", requested: 11 }]);
    expect(await left(server, "MUG")).toBe(10);
  });

  test("whose answer was lost is made once", async () => {
    const { stock, server } = await shop();
    server.fail(lostAnswer());
    const asked = stock.reserve(MUGS);
    await server.clock.advance(1_000);
    expect((await asked).lines).toMatchObject([{ quantity: 2 }]);
    const [first, second] = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect([first === second, await left(server, "MUG")]).toEqual([true, 8]);
  });

  test("is the same one when it is made again with the same key", async () => {
    const { stock, server } = await shop();
    const options = { idempotencyKey: "one-cart-one-key-of-24-ch" };
    const first = await stock.reserve(MUGS, options);
    await server.clock.advance(300_000);
    const again = await stock.reserve(MUGS, options);
    expect(again.id).toBe(first.id);
    expect([first.remainingMs, again.remainingMs]).toEqual([600_000, 600_000]);
    expect(await left(server, "MUG")).toBe(8);
  });

  test("cannot be made once its signal has ended", async () => {
    const { stock, server } = await shop();
    const asked = server.requests.length;
    await errorNamed(stock.reserve(MUGS, { signal: AbortSignal.abort() }), "AbortedError");
    expect(server.requests).toHaveLength(asked);
  });
});

describe("the time that is left", () => {
  test.each([HOUR_MS, -HOUR_MS])("is right although the shopper's clock is %i ms off", async (clockOffMs) => {
    const { stock, server } = await shop(clockOffMs);
    const reservation = await stock.reserve(MUGS, { ttlSeconds: 600 });
    expect(reservation.remainingMs).toBe(600_000);
    await server.clock.advance(599_999);
    expect(reservation.remainingMs).toBe(1);
    await server.clock.advance(1);
    expect(reservation.remainingMs).toBe(0);
    await server.clock.advance(HOUR_MS);
    expect(reservation.remainingMs).toBe(0);
  });

  test("is rather a moment less than more: counted from when it was asked for", async () => {
    const environment = new FakeEnvironment();
    const made = line([], async () => {
      // The answer is on its way for two seconds, and was given at the beginning of them.
      environment.nowMs += 2_000;
      return Response.json({
        id: "rsv_1",
        state: "held",
        expiresAt: "2027-01-01T00:15:00.000Z",
        asOf: "2027-01-01T00:00:00.000Z",
      });
    });
    const { fetch } = made;
    const reservation = await createStorefront({ baseUrl: "https://onhand.test", fetch, environment }).reserve(MUGS);
    expect(reservation.remainingMs).toBe(898_000);
  });
});

describe("a reservation that is restored from its id", () => {
  test("is as it is, with what can be done with it", async () => {
    const { stock, server } = await shop();
    const { id } = await stock.reserve(MUGS);
    await server.clock.advance(300_000);
    const restored = await stock.restore(id);
    expect(restored).toMatchObject({ id, state: "held", revision: 1, remainingMs: 600_000 });
    expect(restored.lines).toMatchObject([{ sku: "MUG", quantity: 2 }]);
    expect(await restored.change(PLATES)).toMatchObject({ revision: 2 });
    expect(await restored.release()).toMatchObject({ state: "released" });
  });

  test("after its end says how it ended, and has no time left", async () => {
    const { stock, server } = await shop();
    const { id } = await stock.reserve(MUGS, { ttlSeconds: 60 });
    await server.clock.advance(61_000);
    expect(await stock.restore(id)).toMatchObject({ state: "expired", remainingMs: 0 });
  });

  test("is none where there is none", async () => {
    const { stock } = await shop();
    const error = await errorNamed(stock.restore(`rsv_00${"a".repeat(44)}`), "NotFoundError");
    expect(error.code).toBe("reservation_not_found");
  });

  test("is asked for again like any read", async () => {
    const { stock, server } = await shop();
    const { id } = await stock.reserve(MUGS);
    server.fail(unavailable());
    const restoring = stock.restore(id);
    await server.clock.advance(1_000);
    expect((await restoring).id).toBe(id);
  });
});
