import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { generate } from "../../bench/load/generate.ts";
import type { LoadPlan } from "../../bench/load/plan.ts";
import { ResponseReader } from "../../bench/load/response-reader.ts";
import { postRequest } from "../../bench/sides/http.ts";

let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

test("what is not the expected answer is told by its status and code, and is not counted as answered", async () => {
  let asked = 0;
  const plan = await planFor((_, response) => {
    asked += 1;
    if (asked % 3 === 1) answer(response, 201, { state: "held" });
    else if (asked % 3 === 2) answer(response, 503, { code: "unavailable" });
    else answer(response, 201, { state: "released" });
  });
  const result = await generate({ ...plan, connections: 1 }, "key-");
  // One connection: the answers come in this order, and the last round of three may be cut short.
  const rounds = Math.floor(asked / 3);
  expect(result.answered).toBe(Math.ceil(asked / 3));
  expect(Object.keys(result.unexpected)).toEqual(["503 unavailable", '201 {"state":"released"}']);
  expect(result.unexpected['201 {"state":"released"}']).toBe(rounds);
});

test("a text that has to come twice is not expected when it comes once", async () => {
  const plan = await planFor((_, response) => answer(response, 201, { state: "held" }));
  const result = await generate({ ...plan, expected: { status: 201, contains: '"held"', times: 2 } }, "key-");
  expect(result.answered).toBe(0);
  expect(Object.keys(result.unexpected)).toEqual(['201 {"state":"held"}']);
});

test("every request has an idempotency key of its own, over all connections", async () => {
  const keys: string[] = [];
  const plan = await planFor((request, response) => {
    keys.push(String(request.headers["idempotency-key"]));
    answer(response, 201, { state: "held" });
  });
  const result = await generate(plan, "run-");
  expect(result.unexpected).toEqual({});
  expect(result.answered).toBe(keys.length);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys[0]).toBe("run-1");
});

test("a connection that the server closes is an unexpected answer, not a silent new connection", async () => {
  const plan = await planFor((request) => request.socket.destroy());
  const result = await generate({ ...plan, connections: 3 }, "key-");
  expect(result.answered).toBe(0);
  expect(Object.values(result.unexpected).reduce((sum, times) => sum + times, 0)).toBe(3);
});

test("answers of the ramp count as answered, and are not measured", async () => {
  const plan = await planFor((_, response) => {
    setTimeout(() => answer(response, 201, { state: "held" }), 5);
  });
  const result = await generate({ ...plan, connections: 1, rampMs: 200, measuredMs: 50 }, "key-");
  expect(result.answered).toBeGreaterThan(result.measured);
  // More than 4 ms each: 12 in the measured 50 ms at most.
  expect(result.measured).toBeLessThanOrEqual(12);
  expect(result.latenciesMs.length).toBe(result.measured);
});

test("requests in turn: the next one only after so many of the one before", async () => {
  const bodies: string[] = [];
  const plan = await planFor(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    bodies.push(body);
    answer(response, 201, { state: "held" });
  });
  const requests = ["A", "B", "C"].map((sku) => postRequest("/", ["host: bench"], sku, true));
  await generate({ ...plan, connections: 1, requests, turnEvery: 2 }, "key-");
  expect(bodies.slice(0, 8)).toEqual(['"A"', '"A"', '"B"', '"B"', '"C"', '"C"', '"A"', '"A"']);
});

test("an answer that comes in pieces is read when it is whole", () => {
  const reader = new ResponseReader();
  const text = "HTTP/1.1 409 Conflict\r\nContent-Length: 10\r\n\r\n0123456789";
  const pieces = [text.slice(0, 30), text.slice(30, 46), text.slice(46, 52), text.slice(52)];
  const read = pieces.map((piece) => reader.push(Buffer.from(piece)));
  expect(read).toEqual([null, null, null, { status: 409, body: "0123456789" }]);
  expect(reader.push(Buffer.from("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"))).toEqual({
    status: 200,
    body: "ok",
  });
});

test("an answer without a length, and one that is longer than it says, are refused", () => {
  expect(() => new ResponseReader().push(Buffer.from("HTTP/1.1 200 OK\r\n\r\n"))).toThrow("without a length");
  const long = "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nok";
  expect(() => new ResponseReader().push(Buffer.from(long))).toThrow("more bytes");
});

async function planFor(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<LoadPlan> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  // Listening on a port, so its address has one.
  const { port } = listening.address() as AddressInfo;
  return {
    host: "127.0.0.1",
    port,
    connections: 4,
    rampMs: 0,
    measuredMs: 100,
    requests: [postRequest("/", ["host: bench"], {}, true)],
    turnEvery: null,
    expected: { status: 201, contains: '"state":"held"', times: 1 },
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-length": text.length }).end(text);
}
