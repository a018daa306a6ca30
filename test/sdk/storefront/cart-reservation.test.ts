import { lostAnswer } from "onhand/testing";
import { describe, expect, test } from "vitest";
import { adminOf } from "../clients.ts";
import { errorNamed } from "../failures.ts";
import { HOUR_MS, left, MUGS, PLATES, shop } from "./cart.ts";

describe("changes of a reservation", () => {
  test("name the revision that it is at, and become what the server says", async () => {
    const { stock, server } = await shop();
    const reservation = await stock.reserve(MUGS);
    expect(await reservation.change(PLATES)).toBe(reservation);
    expect(reservation).toMatchObject({ revision: 2, lines: [{ sku: "PLATE", quantity: 3 }] });
    expect(server.requests.at(-1)?.body).toEqual({ revision: 1, lines: PLATES });
    expect(await left(server, "MUG")).toBe(10);
    expect(await left(server, "PLATE")).toBe(7);
  });

  test("that are asked for at once are made one after the other, each from the revision before", async () => {
    const { stock, server } = await shop();
    const reservation = await stock.reserve(MUGS);
    const asked = server.requests.length;
    await Promise.all([
      reservation.change(PLATES),
      reservation.change([...MUGS, ...PLATES]),
      reservation.extend(1_200),
      reservation.change(MUGS),
    ]);
    // To keep it longer is no change of what it has.
    expect(reservation).toMatchObject({ revision: 4, lines: [{ sku: "MUG", quantity: 2 }] });
    expect(server.requests.slice(asked).map(({ body }) => body)).toMatchObject([
      { revision: 1 },
      { revision: 2 },
      { ttlSeconds: 1_200 },
      { revision: 3 },
    ]);
  });

  test("that are refused leave it as it is, and do not keep the next one", async () => {
    const { stock } = await shop();
    const reservation = await stock.reserve(MUGS);
    const refused = errorNamed(reservation.change([{ sku: "MUG", quantity: 11 }]), "InsufficientStockError");
    const next = reservation.change([{ sku: "MUG", quantity: 4 }]);
    expect((await refused).lines).toMatchObject([{ line: 0, requested: 11 }]);
    expect(await next).toMatchObject({ revision: 2, lines: [{ sku: "MUG", quantity: 4 }] });
  });

  test("whose answer was lost are made once", async () => {
    const { stock, server } = await shop();
    const reservation = await stock.reserve(MUGS);
    server.fail(lostAnswer());
    const changed = reservation.change(PLATES);
    await server.clock.advance(1_000);
    expect(await changed).toMatchObject({ revision: 2, lines: [{ sku: "PLATE" }] });
  });

  test("from another page are told as a StaleWriteError", async () => {
    const { stock } = await shop();
    const reservation = await stock.reserve(MUGS);
    await (await stock.restore(reservation.id)).change(PLATES);
    await errorNamed(reservation.change(MUGS), "StaleWriteError");
    expect(reservation).toMatchObject({ revision: 1, lines: [{ sku: "MUG" }] });
  });

  test("end with their signal, while they wait for their turn too", async () => {
    const { stock, server } = await shop();
    const reservation = await stock.reserve(MUGS);
    const controller = new AbortController();
    const first = reservation.change(PLATES);
    const second = errorNamed(reservation.change(MUGS, { signal: controller.signal }), "AbortedError");
    controller.abort();
    await second;
    expect(await first).toMatchObject({ revision: 2 });
    expect(server.requests.filter(({ path }) => path.endsWith("/change"))).toHaveLength(1);
  });
});

describe("a reservation is kept longer", () => {
  test("counted from now, for fifteen minutes unless it is said, and never shorter", async () => {
    const { stock, server } = await shop();
    const reservation = await stock.reserve(MUGS);
    await server.clock.advance(600_000);
    expect((await reservation.extend()).remainingMs).toBe(900_000);
    expect((await reservation.extend(1_800)).remainingMs).toBe(1_800_000);
    expect((await reservation.extend(60)).remainingMs).toBe(1_800_000);
  });

  test("unless it is over, which is told with how it ended", async () => {
    const { stock, server } = await shop();
    const reservation = await stock.reserve(MUGS, { ttlSeconds: 60 });
    await server.clock.advance(61_000);
    const late = await errorNamed(reservation.extend(), "ReservationEndedError");
    expect(late.code).toBe("reservation_expired");
    expect(reservation).toMatchObject({ state: "expired", remainingMs: 0 });
    expect(await left(server, "MUG")).toBe(10);
  });

  test("unless it ended elsewhere: it knows from then on, and no timer is left", async () => {
    const { stock, server, timers } = await shop();
    const [released, ordered] = [await stock.reserve(MUGS), await stock.reserve(PLATES)];
    const called: string[] = [];
    for (const each of [released, ordered]) each.onExpiring(({ id }) => void called.push(id));
    expect(timers.size).toBe(2);
    await (await stock.restore(released.id)).release();
    await adminOf(server).orders.place({ id: "O-1", reservation: ordered.id });
    expect([released.state, ordered.state]).toEqual(["held", "held"]);
    for (const each of [released, ordered]) await errorNamed(each.change(MUGS), "ReservationEndedError");
    expect([released, ordered]).toMatchObject([
      { state: "released", remainingMs: 0, lines: [{ sku: "MUG" }] },
      { state: "ordered", remainingMs: 0, lines: [{ sku: "PLATE" }] },
    ]);
    expect(timers.size).toBe(0);
    await server.clock.advance(HOUR_MS);
    expect(called).toEqual([]);
  });
});

describe("a reservation that is released", () => {
  test("gives everything back, and has no time left", async () => {
    const { stock, server } = await shop();
    const reservation = await stock.reserve(MUGS);
    expect(await reservation.release()).toMatchObject({ state: "released", remainingMs: 0 });
    expect(await left(server, "MUG")).toBe(10);
    const late = await errorNamed(reservation.change(PLATES), "ReservationEndedError");
    expect(late.code).toBe("reservation_released");
  });
});
