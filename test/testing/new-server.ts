import { createTestServer, type TestClient, type TestServer, type TestServerOptions } from "onhand/testing";
import { onTestFinished } from "vitest";

/** A test server that is closed when the test ends. Inside Workers SQLite has to come compiled. */
export async function newServer(options: TestServerOptions = {}): Promise<TestServer> {
  const isWorker = globalThis.navigator?.userAgent === "Cloudflare-Workers";
  const sqlite = isWorker ? { sqlite: (await import("sql.js/dist/sql-wasm.wasm")).default } : {};
  const server = await createTestServer({ ...sqlite, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** Asks as a client would. A POST has an idempotency key of its own. */
export function ask(
  client: TestClient<string>,
  method: string,
  path: string,
  body?: unknown,
  init: RequestInit = {},
): Promise<Response> {
  return client.fetch(client.baseUrl + path, {
    method,
    headers: {
      authorization: `Bearer ${client.key}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...init,
  });
}

/** The body of an answer that has one, as the test expects it. */
export async function read<Body>(client: TestClient<string>, path: string): Promise<Body> {
  // The test's assertions check it.
  return (await (await ask(client, "GET", path)).json()) as Body;
}

/** Holds units as a shopper, and gives the reservation's id. */
export async function held(server: TestServer, sku: string, quantity: number): Promise<string> {
  const answer = await ask(server.shopper, "POST", "/v1/reservations", { lines: [{ sku, quantity }] });
  // The test's assertions check it.
  const { id } = (await answer.json()) as { id: string };
  return id;
}

/** Whether something has happened without the clock being turned. */
export async function soon(happening: Promise<unknown>): Promise<"settled" | "waits"> {
  const wait = new Promise<"waits">((resolve) => setTimeout(resolve, 50, "waits"));
  const settled = happening.then(
    () => "settled" as const,
    () => "settled" as const,
  );
  return Promise.race([settled, wait]);
}
