import { describe, expect, test } from "vitest";
import { ask, held, newServer, read, soon } from "./new-server.ts";

const MINUTE_MS = 60_000;

describe("the clock", () => {
  test("says the same until it is turned, and what is asked for is answered all the same", async () => {
    const server = await newServer();
    expect(server.clock.now()).toBe(Date.UTC(2027, 0, 1));
    await server.put("MUG", 10);
    const answer = await ask(server.shopper, "GET", "/v1/availability/MUG");
    expect(answer.headers.get("date")).toBe("Fri, 01 Jan 2027 00:00:00 GMT");
    expect(await answer.json()).toMatchObject({ status: "in_stock", asOf: "2027-01-01T00:00:00.000Z" });
    await server.clock.advance(1_500);
    expect(server.clock.now()).toBe(Date.UTC(2027, 0, 1, 0, 0, 1, 500));
    const later = await ask(server.shopper, "GET", "/v1/availability/MUG");
    expect(later.headers.get("date")).toBe("Fri, 01 Jan 2027 00:00:01 GMT");
    expect(await later.json()).toMatchObject({ asOf: "2027-01-01T00:00:01.500Z" });
  });

  test("begins where a test says", async () => {
    const server = await newServer({ now: new Date("2026-11-27T08:00:00.000Z") });
    expect(server.clock.now()).toBe(Date.UTC(2026, 10, 27, 8));
    const { items } = await read<{ items: { updatedAt: string }[] }>(server.admin, "/v1/admin/warehouses");
    expect(items).toMatchObject([{ code: "main", updatedAt: "2026-11-27T08:00:00.000Z" }]);
  });

  test("ends a reservation when its time is over and not before", async () => {
    const server = await newServer();
    await server.put("MUG", 1);
    // Between two rounds of the cron, which would end it as well.
    await server.clock.advance(30_000);
    const id = await held(server, "MUG", 1);
    await server.clock.advance(15 * MINUTE_MS - 1);
    expect(await read(server.shopper, `/v1/reservations/${id}`)).toMatchObject({ state: "held" });
    expect(await read(server.shopper, "/v1/availability/MUG")).toMatchObject({ purchasable: false });
    await server.clock.advance(1);
    expect(await read(server.shopper, `/v1/reservations/${id}`)).toMatchObject({ state: "expired" });
    const levels = { levels: [{ warehouse: "main", onHand: 1, held: 0 }] };
    expect(await read(server.admin, "/v1/admin/skus/MUG")).toMatchObject(levels);
  });

  test("brings the lists up to date within two seconds", async () => {
    const server = await newServer();
    await server.put("MUG", 3);
    expect(await read(server.admin, "/v1/admin/movements")).toEqual({ items: [], nextCursor: null });
    await server.clock.advance(2_000);
    expect(await read(server.admin, "/v1/admin/movements")).toMatchObject({ items: [{ sku: "MUG", change: 3 }] });
    expect(await read(server.admin, "/v1/admin/skus")).toMatchObject({ items: [{ sku: "MUG", onHand: 3 }] });
  });

  test("runs what is due at its own time and in order, what that starts included", async () => {
    const server = await newServer();
    const { environment } = server.shopper;
    const ran: [string, number][] = [];
    const startMs = environment.now();
    const note = (name: string) => () => void ran.push([name, environment.now() - startMs]);
    environment.after(300, note("third"));
    environment.after(100, () => {
      note("first")();
      environment.after(100, note("second"));
    });
    const stop = environment.after(150, note("stopped"));
    environment.after(1_001, note("too late"));
    stop();
    await server.clock.advance(1_000);
    expect(ran).toEqual([
      ["first", 100],
      ["second", 200],
      ["third", 300],
    ]);
    expect(environment.now() - startMs).toBe(1_000);
  });

  test("keeps nobody waiting who waits for no time", async () => {
    const server = await newServer();
    expect(await soon(new Promise<void>((resolve) => server.shopper.environment.after(0, resolve)))).toBe("settled");
    expect(await soon(new Promise<void>((resolve) => server.shopper.environment.after(1, resolve)))).toBe("waits");
  });

  test("is turned by one turn after the other", async () => {
    const server = await newServer();
    const turns = [server.clock.advance(1_000), server.clock.advance(500)];
    await turns[0];
    expect(server.clock.now()).toBe(Date.UTC(2027, 0, 1, 0, 0, 1));
    await turns[1];
    expect(server.clock.now()).toBe(Date.UTC(2027, 0, 1, 0, 0, 1, 500));
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("is not turned by %s", async (ms) => {
    const server = await newServer();
    await expect(server.clock.advance(ms)).rejects.toThrow(new TypeError("advance: ms must be a number from 0"));
  });

  test("and all else is a server's own", async () => {
    const [one, other] = [await newServer(), await newServer()];
    await one.put("MUG", 5);
    await one.clock.advance(60 * MINUTE_MS);
    expect(other.clock.now()).toBe(Date.UTC(2027, 0, 1));
    expect((await ask(other.shopper, "GET", "/v1/availability/MUG")).status).toBe(404);
    await other.put("MUG", 0);
    expect(await read(one.shopper, "/v1/availability/MUG")).toMatchObject({
      purchasable: true,
      asOf: "2027-01-01T01:00:00.000Z",
    });
    expect(await read(other.shopper, "/v1/availability/MUG")).toMatchObject({
      purchasable: false,
      asOf: "2027-01-01T00:00:00.000Z",
    });
    expect((await ask({ ...one.shopper, key: other.shopper.key }, "GET", "/v1/availability/MUG")).status).toBe(401);
  });
});
