import { describe, expect, test } from "vitest";
import type { CartReservation } from "../../../sdk/index.ts";
import { errorNamed } from "../failures.ts";
import { HOUR_MS, MUGS, PLATES, shop } from "./cart.ts";

describe("onExpiring", () => {
  const noting = (reservation: CartReservation, beforeMs?: number) => {
    const called: number[] = [];
    const stop = reservation.onExpiring((told) => {
      expect(told).toBe(reservation);
      called.push(told.remainingMs);
    }, beforeMs);
    return { called, stop };
  };

  test("calls back a minute before the end, once, and at another time when it is said", async () => {
    const { stock, server, timers } = await shop();
    const reservation = await stock.reserve(MUGS);
    const [minute, end] = [noting(reservation), noting(reservation, 0)];
    await server.clock.advance(839_999);
    expect(minute.called).toEqual([]);
    await server.clock.advance(1);
    expect([minute.called, end.called]).toEqual([[60_000], []]);
    await server.clock.advance(HOUR_MS);
    expect([minute.called, end.called]).toEqual([[60_000], [0]]);
    expect(timers.size).toBe(0);
  });

  test("calls back at once where less is left already", async () => {
    const { stock, server } = await shop();
    const { called } = noting(await stock.reserve(MUGS, { ttlSeconds: 60 }), 120_000);
    expect(called).toEqual([]);
    await server.clock.advance(0);
    expect(called).toEqual([60_000]);
  });

  test("calls back again after the reservation was kept longer, before and after it has called", async () => {
    const { stock, server, timers } = await shop();
    const reservation = await stock.reserve(MUGS, { ttlSeconds: 600 });
    const { called } = noting(reservation);
    await server.clock.advance(300_000);
    await reservation.extend(600);
    expect(timers.size).toBe(1);
    await server.clock.advance(539_999);
    expect(called).toEqual([]);
    await server.clock.advance(1);
    expect(called).toEqual([60_000]);
    await reservation.extend(600);
    await server.clock.advance(540_000);
    expect(called).toEqual([60_000, 60_000]);
  });

  test("does not call back again for what was asked of it meanwhile without more time", async () => {
    const { stock, server } = await shop();
    const reservation = await stock.reserve(MUGS, { ttlSeconds: 100 });
    const { called } = noting(reservation);
    await server.clock.advance(50_000);
    expect(called).toEqual([60_000]);
    await reservation.change(PLATES);
    await errorNamed(reservation.change([{ sku: "MUG", quantity: 11 }]), "InsufficientStockError");
    // Sixty seconds from now are no more than a minute.
    await reservation.extend(60);
    await server.clock.advance(30_000);
    expect(called).toEqual([60_000]);
  });

  test("does not call back after it was taken back, or after the release; no timer is left", async () => {
    const { stock, server, timers } = await shop();
    const reservation = await stock.reserve(MUGS);
    const [one, two] = [noting(reservation), noting(reservation)];
    expect(timers.size).toBe(2);
    one.stop();
    one.stop();
    expect(timers.size).toBe(1);
    await reservation.extend();
    expect(timers.size).toBe(1);
    await reservation.release();
    expect(timers.size).toBe(0);
    await server.clock.advance(HOUR_MS);
    expect([one.called, two.called]).toEqual([[], []]);
  });

  test("is by the server's clock", async () => {
    const { stock, server } = await shop(HOUR_MS);
    const { called } = noting(await stock.reserve(MUGS));
    await server.clock.advance(840_000);
    expect(called).toEqual([60_000]);
  });
});
