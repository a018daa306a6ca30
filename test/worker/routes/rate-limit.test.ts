import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Reservation } from "../../../sdk/index.ts";
import { slotProblem } from "../../../worker/routes/refusals.ts";
import { type Ask, addressHeader, as, expectProblem, freshAddress, keyFor, request, stocked } from "../shop.ts";

// A publishable key is on every page, so what it may do is bounded for each client by its address.

// Waits for queues and asks often; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const start = Date.UTC(2026, 11, 1);

afterEach(() => {
  vi.useRealTimers();
});

let key: string;
let sku: string;
beforeAll(async () => {
  key = await keyFor("shopper");
  sku = await stocked(1_000);
});

/** Asks until it is refused for asking too often; says how often it was not, at most `most` times. */
async function askUntilBraked(ask: Ask, method: string, path: string, most: number): Promise<number> {
  for (let answered = 0; answered < most; answered += 1) {
    const answer = await ask(method, path);
    if (answer.status !== 429) continue;
    expectProblem(answer, 429, "rate_limited");
    expect(answer.headers.get("retry-after")).toBe("60");
    return answered;
  }
  return most;
}

// The minute is the clock's own. One may end in between, and no more than one: then it is nearly twice as many.
test("a client may write 60 times in a minute, and another one still may then", async () => {
  const ask = as(key, freshAddress());
  const answered = await askUntilBraked(ask, "POST", "/v1/reservations", 121);
  expect(answered).toBeGreaterThanOrEqual(60);
  expect(answered).toBeLessThanOrEqual(120);
  expect((await ask("GET", `/v1/availability/${sku}`)).status).toBe(200);
  expect((await as(key, freshAddress())("POST", "/v1/reservations")).status).toBe(400);
});

test("a client may read 600 times in a minute", async () => {
  const ask = as(key, freshAddress());
  const answered = await askUntilBraked(ask, "GET", "/v1/reservations/nothing", 1_201);
  expect(answered).toBeGreaterThanOrEqual(600);
  expect(answered).toBeLessThanOrEqual(1_200);
});

test("a shop's server is not braked", async () => {
  const ask = as(await keyFor("orders"), freshAddress());
  expect(await askUntilBraked(ask, "POST", "/v1/reservations", 130)).toBe(130);
});

describe("a client with as many open holds as it may have is told when the first of them ends", () => {
  const hold = (ask: Ask, lines: string[], ttlSeconds: number) =>
    ask<Reservation>("POST", "/v1/reservations", {
      body: { lines: lines.map((each) => ({ sku: each, quantity: 1 })), ttlSeconds },
    });

  test("by the clock, later when that one is extended, and not when another client's ends", async () => {
    vi.setSystemTime(start);
    const hot = await stocked(1_000);
    const ask = as(key, freshAddress());
    await hold(as(key, freshAddress()), [hot], 60);
    for (let holds = 0; holds < 18; holds += 1) await hold(ask, [hot], 900);
    const first = await hold(ask, [hot], 100);
    await hold(ask, [hot], 300);
    vi.setSystemTime(start + 10_500);
    const refused = await hold(ask, [hot], 900);
    expectProblem(refused, 429, "too_many_open_holds", ["/lines/0"]);
    // 89.5 seconds are left.
    expect(refused.headers.get("retry-after")).toBe("90");
    await ask("POST", `/v1/reservations/${first.body.id}/extend`, { body: { ttlSeconds: 600 } });
    expect((await hold(ask, [hot], 900)).headers.get("retry-after")).toBe("290");
    vi.setSystemTime(start + 300_000);
    expect((await hold(ask, [hot], 900)).status).toBe(201);
  });

  test("of several SKUs that refuse, when the last of them may hold again", async () => {
    vi.setSystemTime(start);
    const [soon, late] = [await stocked(1_000), await stocked(1_000)];
    const ask = as(key, freshAddress());
    for (let holds = 0; holds < 20; holds += 1) {
      await hold(ask, [soon], 100);
      await hold(ask, [late], 200);
    }
    const refused = await hold(ask, [soon, late], 900);
    expectProblem(refused, 429, "too_many_open_holds", ["/lines/0", "/lines/1"]);
    expect(refused.headers.get("retry-after")).toBe("200");
  });

  test("in a second at the soonest: one that is overdue ends with the next call of its slot", () => {
    vi.setSystemTime(start);
    const refused = {
      line: 0,
      sku,
      refusal: { reason: "too_many_open_holds", bound: 20, firstEndsAt: start },
    } as const;
    expect(slotProblem({ reason: "lines", lines: [refused] }, false).retryAfterSeconds).toBe(1);
  });
});

describe("a client is who stands behind an address", () => {
  /** How many of some clients could hold one more unit when the first of them has 20 open holds. */
  async function held(first: string | null, other: string | null): Promise<number> {
    const hot = await stocked(1_000);
    const from = (address: string | null): Ask => as(key, address === null ? {} : { [addressHeader()]: address });
    const body = { lines: [{ sku: hot, quantity: 1 }] };
    for (let holds = 0; holds < 20; holds += 1) {
      expect((await from(first)("POST", "/v1/reservations", { body })).status).toBe(201);
    }
    expectProblem(await from(first)("POST", "/v1/reservations", { body }), 429, "too_many_open_holds", ["/lines/0"]);
    return (await from(other)("POST", "/v1/reservations", { body })).status;
  }

  test("another address is another client", async () => {
    expect(await held("192.0.2.1", "192.0.2.2")).toBe(201);
  });

  test("the last address of a list counts: the one that the proxy saw itself", async () => {
    expect(await held("192.0.2.3", "198.51.100.1, 192.0.2.3")).toBe(429);
  });

  test("an IPv6 client has its whole /64 network", async () => {
    expect(await held("2001:db8:0:1::1", "2001:DB8:0:1:ffff:0:0:2")).toBe(429);
    expect(await held("2001:db8:0:2::1", "2001:db8:0:3::1")).toBe(201);
  });

  test("no other header is believed", async () => {
    const ask = as(key, { [addressHeader()]: "192.0.2.9" });
    const hot = await stocked(1_000);
    const body = { lines: [{ sku: hot, quantity: 1 }] };
    const statuses: number[] = [];
    for (let holds = 0; holds < 21; holds += 1) {
      const headers = { "x-forwarded-for": `198.51.100.${holds}`, "x-real-ip": `198.51.100.${holds}` };
      statuses.push((await ask("POST", "/v1/reservations", { body, headers })).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 201), 429]);
  });

  test("a secret key has no bound on its open holds of one SKU but the SKU's own", async () => {
    const hot = await stocked(1_000);
    const body = { lines: [{ sku: hot, quantity: 1 }] };
    for (let holds = 0; holds < 21; holds += 1) {
      expect((await request("POST", "/v1/reservations", { body })).status).toBe(201);
    }
  });
});
