import { cutOff, type Fault, lostAnswer, offline, rateLimited, slow, unavailable } from "onhand/testing";
import { describe, expect, test } from "vitest";
import { ask, newServer, read, soon } from "./new-server.ts";

const VIEW = "/v1/availability/MUG";
const LINES = { lines: [{ sku: "MUG", quantity: 2 }] };

/** A server with ten mugs, and how many of them are held. */
async function withMugs() {
  const server = await newServer();
  await server.put("MUG", 10);
  const heldUnits = async (): Promise<number | undefined> =>
    (await read<{ levels: { held: number }[] }>(server.admin, "/v1/admin/skus/MUG")).levels[0]?.held;
  return { server, heldUnits };
}

describe("a fault", () => {
  test.each<[string, Fault, number, string, string | null]>([
    ["429 with seconds", rateLimited({ retryAfterSeconds: 2 }), 429, "rate_limited", "2"],
    [
      "429 with a date",
      rateLimited({ retryAt: new Date(1_798_761_604_000) }),
      429,
      "rate_limited",
      "Fri, 01 Jan 2027 00:00:04 GMT",
    ],
    ["429 without a time", rateLimited(), 429, "rate_limited", null],
    ["503 with seconds", unavailable({ retryAfterSeconds: 0 }), 503, "unavailable", "0"],
    ["503 without a time", unavailable(), 503, "unavailable", null],
  ])("is answered as a problem, and nothing is done: %s", async (_, fault, status, code, retryAfter) => {
    const { server, heldUnits } = await withMugs();
    server.fail(fault);
    const answer = await ask(server.shopper, "POST", "/v1/reservations", LINES);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("retry-after")).toBe(retryAfter);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ code, status, requestId: answer.headers.get("x-request-id") });
    expect(await heldUnits()).toBe(0);
  });

  test("lets nothing through: offline", async () => {
    const { server, heldUnits } = await withMugs();
    server.fail(offline());
    await expect(ask(server.shopper, "POST", "/v1/reservations", LINES)).rejects.toThrow(TypeError);
    expect(await heldUnits()).toBe(0);
  });

  test("loses the answer to what was done", async () => {
    const { server, heldUnits } = await withMugs();
    server.fail(lostAnswer());
    await expect(ask(server.shopper, "POST", "/v1/reservations", LINES)).rejects.toThrow(TypeError);
    expect(await heldUnits()).toBe(2);
  });

  test("cuts the answer off in the middle of its body", async () => {
    const { server, heldUnits } = await withMugs();
    server.fail(cutOff());
    const answer = await ask(server.shopper, "POST", "/v1/reservations", LINES);
    expect(answer.status).toBe(201);
    const reader = answer.body?.getReader();
    const start = new TextDecoder().decode((await reader?.read())?.value);
    expect(start).toMatch(/^\{"id":"rsv_/);
    expect(start).not.toMatch(/\}$/);
    await expect(reader?.read()).rejects.toThrow(TypeError);
    expect(await heldUnits()).toBe(2);
  });

  test("keeps the answer back for so long by the clock", async () => {
    const { server } = await withMugs();
    server.fail(slow(3_000));
    const answer = ask(server.shopper, "GET", VIEW);
    await server.clock.advance(2_999);
    expect(await soon(answer)).toBe("waits");
    await server.clock.advance(1);
    expect((await answer).status).toBe(200);
  });

  test("strikes once, or as often as is said, and those requests that are meant", async () => {
    const { server } = await withMugs();
    const isRead = ({ method }: { method: string }): boolean => method === "GET";
    server.fail(unavailable(), { times: 2, when: isRead });
    server.fail(rateLimited());
    const statuses: number[] = [];
    for (const method of ["POST", "GET", "GET", "GET"]) {
      const path = method === "GET" ? VIEW : "/v1/reservations";
      statuses.push((await ask(server.shopper, method, path, method === "GET" ? undefined : LINES)).status);
    }
    expect(statuses).toEqual([429, 503, 503, 200]);
  });

  test("strikes until the server is healed", async () => {
    const { server } = await withMugs();
    server.fail(unavailable(), { times: Number.POSITIVE_INFINITY });
    for (let asked = 0; asked < 3; asked += 1) expect((await ask(server.shopper, "GET", VIEW)).status).toBe(503);
    server.heal();
    expect((await ask(server.shopper, "GET", VIEW)).status).toBe(200);
  });

  test("never strikes what the test itself puts on the shelf", async () => {
    const { server } = await withMugs();
    server.fail(offline());
    await server.put("PLATE", 1);
    await expect(ask(server.shopper, "GET", "/v1/availability/PLATE")).rejects.toThrow(TypeError);
  });

  test.each<[string, () => unknown, string]>([
    [
      "seconds in part",
      () => rateLimited({ retryAfterSeconds: 1.5 }),
      "rateLimited: retryAfterSeconds must be a whole",
    ],
    [
      "negative seconds",
      () => unavailable({ retryAfterSeconds: -1 }),
      "unavailable: retryAfterSeconds must be a whole",
    ],
    ["no date", () => rateLimited({ retryAt: new Date("soon") }), "rateLimited: retryAt must be a valid Date"],
    [
      "both times",
      () => rateLimited({ retryAfterSeconds: 1, retryAt: new Date(0) }),
      "rateLimited: retryAfterSeconds or",
    ],
    ["less than no time", () => slow(-1), "slow: ms must be a number from 0"],
  ])("is refused where it is none: %s", (_, make, message) => {
    expect(make).toThrow(new RegExp(`^${message}`));
  });

  test("is ordered as one, or not at all", async () => {
    const { server } = await withMugs();
    // A page of plain JavaScript may order anything.
    expect(() => server.fail({ kind: "flood" } as unknown as Fault)).toThrow(
      "fail: the first argument must be a fault",
    );
    expect(() => server.fail(offline(), { times: 0 })).toThrow(
      "fail: times must be a whole number from 1, or Infinity",
    );
    const order = { count: 2 } as object;
    expect(() => server.fail(offline(), order)).toThrow("fail: count is not an option");
    expect((await ask(server.shopper, "GET", VIEW)).status).toBe(200);
  });
});
