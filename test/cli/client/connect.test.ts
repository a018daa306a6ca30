import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "../../../cli/client/connect.ts";
import { explainFailure } from "../../../cli/client/explain-failure.ts";
import { type BulkResult, isOnhandError, type SecretKey, secretKey } from "../../../sdk/index.ts";
import { type BulkServer, type Fault, KEY, problemBody, startBulkServer } from "../import/bulk-server.ts";
import { hurried } from "../import/hurried.ts";

// How the client itself tries again is tested where it is (test/sdk); here, how patient an import is, and what a person
// is told in the end.

let server: BulkServer;
let waits: number[];

beforeEach(async () => {
  server = await startBulkServer();
});
afterEach(() => server.close());

/** Sends one row; throws what the person is told. */
async function sendOne(key: SecretKey = KEY, url = new URL(server.url)): Promise<BulkResult> {
  const world = hurried();
  waits = world.waits;
  try {
    const rows = [{ sku: "A", levels: [{ warehouse: "main", onHand: 1 }] }];
    return await connect(url, key, world).bulk.skus({ rows });
  } catch (error) {
    throw isOnhandError(error) ? explainFailure(error, url) : error;
  }
}

function busy(status: number, retryAfter?: string): Fault {
  const date = "Fri, 01 Jan 2027 00:00:00 GMT";
  return {
    kind: "answer",
    status,
    headers: { date, ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }) },
  };
}

describe("an import's requests", () => {
  it("carry the key and a fresh idempotency key each", async () => {
    expect(await sendOne()).toMatchObject({ rows: [{ id: "A", outcome: "created" }] });
    expect(await sendOne()).toMatchObject({ rows: [{ id: "A", outcome: "unchanged" }] });
    const [first, second] = server.arrivals;
    expect(first).toMatchObject({ method: "POST", path: "/v1/admin/bulk/skus", key: KEY });
    expect(first?.idempotencyKey).toMatch(/^[\w-]{22,200}$/);
    expect(second?.idempotencyKey).not.toBe(first?.idempotencyKey);
  });

  it("reach a server below a path", async () => {
    await expect(sendOne(KEY, new URL(`${server.url}/shop`))).rejects.toThrow();
    expect(server.arrivals[0]?.path).toBe("/shop/v1/admin/bulk/skus");
  });

  it.each<[string, Fault]>([
    ["the connection breaks", { kind: "hang_up" }],
    ["the answer is lost", { kind: "hang_up_after" }],
    ["the server is busy", busy(503)],
    ["the server is broken", busy(500)],
    ["there were too many requests", busy(429)],
  ])("are tried again when %s, and done once", async (_, fault) => {
    server.faults.push(fault, fault);
    expect(await sendOne()).toMatchObject({ rows: [{ outcome: "created" }] });
    expect(server.arrivals).toHaveLength(3);
    expect(new Set(server.arrivals.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(waits).toStrictEqual([125, 250]);
  });

  it("wait as long as Retry-After says, up to five minutes", async () => {
    server.faults.push(busy(429, "7"), busy(503, "Fri, 01 Jan 2027 00:01:00 GMT"), busy(429, "0"), busy(503, "298"));
    await sendOne();
    expect(waits).toStrictEqual([7_125, 60_250, 500, 299_000]);
  });
});

describe("the run ends", () => {
  it("when it shall wait longer than five minutes", async () => {
    server.faults.push(busy(429, "300"));
    await expect(sendOne()).rejects.toThrow(/cannot do it now.*asks to wait 300 seconds: run it again then/);
    expect(waits).toStrictEqual([]);
  });

  it("after six tries", async () => {
    const body = problemBody(503, "unavailable", "The shop is closed");
    server.faults.push(...Array.from({ length: 6 }, (): Fault => ({ kind: "answer", status: 503, body })));
    await expect(sendOne()).rejects.toThrow("The server cannot do it now: The shop is closed (unavailable).");
    expect(server.arrivals).toHaveLength(6);
    expect(waits).toStrictEqual([125, 250, 500, 1_000, 2_000]);
  });

  it("where no server is, and says so", async () => {
    await server.close();
    await expect(sendOne()).rejects.toThrow(/There is no answer from http:\/\/127.*ECONNREFUSED.*is --url right/);
    expect(waits).toHaveLength(5);
    server = await startBulkServer();
  });

  it.each([
    [401, "The server does not accept the key: without a reason (401)."],
    [403, "The key may not do this: without a reason (403). An admin key is needed."],
    [404, "The server does not know what it was asked for. Is it Onhand, of this version, and is --url right?"],
    [400, "The server refuses the request: without a reason (400)."],
    [418, "The server's answer cannot be understood. Is it Onhand, of this version?"],
  ])("for the status %i, at once", async (status, message) => {
    server.faults.push(busy(status));
    await expect(sendOne()).rejects.toThrow(message);
    expect(server.arrivals).toHaveLength(1);
  });

  it("with the server's own words, if it has some", async () => {
    const body = problemBody(409, "idempotency_mismatch", "The same key came with another body.");
    server.faults.push({ kind: "answer", status: 409, body });
    await expect(sendOne()).rejects.toThrow(
      "The server refuses the request: The same key came with another body. (idempotency_mismatch).",
    );
    await expect(sendOne(secretKey("wrong"))).rejects.toThrow(
      "The server does not accept the key: The key is not known (unauthenticated).",
    );
  });

  it("where the server is not set up, and says that waiting does not help", async () => {
    const body = problemBody(503, "admin_key_not_configured", "Set the secret ADMIN_KEY.");
    server.faults.push({ kind: "answer", status: 503, body });
    await expect(sendOne()).rejects.toThrow(
      "The server is not set up for it: Set the secret ADMIN_KEY. (admin_key_not_configured).",
    );
    expect(server.arrivals).toHaveLength(1);
  });

  it("with the words of a newer server whose code is not known here", async () => {
    const body = problemBody(410, "gone_for_good", "It is gone.");
    server.faults.push({ kind: "answer", status: 410, body });
    await expect(sendOne()).rejects.toThrow("The server refuses the request: It is gone. (gone_for_good).");
  });

  it("instead of following another address with its key", async () => {
    server.faults.push({ kind: "answer", status: 301, headers: { location: "https://elsewhere.example/" } });
    await expect(sendOne()).rejects.toThrow(
      `${server.url}/ sends on to another address. Give that of the server itself as --url.`,
    );
    expect(server.arrivals).toHaveLength(1);
  });
});
