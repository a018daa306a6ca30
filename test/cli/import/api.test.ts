import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Api, createApi } from "../../../cli/import/api.ts";
import { type BulkServer, type Fault, KEY, startBulkServer } from "./bulk-server.ts";

const PATH = "v1/admin/bulk/skus";
const BODY = { rows: [{ sku: "A", levels: [{ warehouse: "main", onHand: 1 }] }] };

let server: BulkServer;
let waits: number[];

beforeEach(async () => {
  server = await startBulkServer();
  waits = [];
});
afterEach(() => server.close());

function api(key = KEY, url = server.url): Api {
  const sleep = async (ms: number) => void waits.push(ms);
  return createApi({ url: new URL(url), key, sleep, random: () => 0, now: () => Date.UTC(2027, 0, 1) });
}

function busy(status: number, retryAfter?: string): Fault {
  return { kind: "answer", status, ...(retryAfter === undefined ? {} : { headers: { "retry-after": retryAfter } }) };
}

describe("a request", () => {
  it("carries the key and a fresh idempotency key, and its answer is given", async () => {
    const one = api();
    expect(await one.post(PATH, BODY)).toMatchObject({ ok: true, body: { rows: [{ id: "A", outcome: "created" }] } });
    expect(await one.post(PATH, BODY)).toMatchObject({ ok: true, body: { rows: [{ id: "A", outcome: "unchanged" }] } });
    const [first, second] = server.arrivals;
    expect(first).toMatchObject({ method: "POST", path: "/v1/admin/bulk/skus", key: KEY, body: JSON.stringify(BODY) });
    expect(first?.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/);
    expect(second?.idempotencyKey).not.toBe(first?.idempotencyKey);
  });

  it("reaches a server below a path", async () => {
    await api(KEY, `${server.url}/shop`).get("v1/x");
    expect(server.arrivals[0]?.path).toBe("/shop/v1/x");
  });

  it.each<[string, Fault]>([
    ["the connection breaks", { kind: "hang_up" }],
    ["the answer is lost", { kind: "hang_up_after" }],
    ["the server is busy", busy(503)],
    ["the server is broken", busy(500)],
    ["there were too many requests", busy(429)],
  ])("is tried again with the same idempotency key when %s, and done once", async (_, fault) => {
    server.faults.push(fault, fault);
    expect(await api().post(PATH, BODY)).toMatchObject({ ok: true, body: { rows: [{ outcome: "created" }] } });
    expect(server.arrivals).toHaveLength(3);
    expect(new Set(server.arrivals.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(waits).toStrictEqual([125, 250]);
  });

  it("waits as long as Retry-After says, up to a minute", async () => {
    server.faults.push(busy(429, "7"), busy(503, "Fri, 01 Jan 2027 00:01:00 GMT"), busy(429, "0"));
    await api().post(PATH, BODY);
    expect(waits).toStrictEqual([7_000, 60_000, 500]);
  });

  it("ends the run when it shall wait longer than a minute", async () => {
    server.faults.push(busy(429, "61"));
    await expect(api().post(PATH, BODY)).rejects.toThrow(/asks to wait 61 seconds/);
    expect(waits).toStrictEqual([]);
  });

  it("is given up after five tries", async () => {
    const fault: Fault = { kind: "answer", status: 503, body: { detail: "The shop is closed", code: "unavailable" } };
    server.faults.push(fault, fault, fault, fault, fault);
    await expect(api().post(PATH, BODY)).rejects.toThrow(
      "The server cannot do it now: The shop is closed (unavailable)",
    );
    expect(server.arrivals).toHaveLength(5);
    expect(waits).toStrictEqual([125, 250, 500, 1_000]);
  });

  it("says where no server is", async () => {
    await server.close();
    await expect(api().post(PATH, BODY)).rejects.toThrow(/There is no answer from http:\/\/127.*ECONNREFUSED/);
    expect(waits).toHaveLength(4);
    server = await startBulkServer();
  });

  it.each([
    [401, /does not accept the key/],
    [403, /The key may not do this/],
  ])("ends the run for the status %i, at once", async (status, message) => {
    server.faults.push(busy(status));
    await expect(api().post(PATH, BODY)).rejects.toThrow(message);
    expect(server.arrivals).toHaveLength(1);
  });

  it("does not follow another address with its key", async () => {
    server.faults.push({ kind: "answer", status: 301, headers: { location: "https://elsewhere.example/" } });
    await expect(api().post(PATH, BODY)).rejects.toThrow(/sends on to https:\/\/elsewhere.example\//);
  });

  it("gives another refusal back with its problem", async () => {
    server.faults.push({ kind: "answer", status: 400, body: { code: "invalid_request" } });
    expect(await api().post(PATH, BODY)).toStrictEqual({
      ok: false,
      status: 400,
      problem: { code: "invalid_request" },
    });
  });
});
