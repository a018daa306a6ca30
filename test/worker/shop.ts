import { runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect } from "vitest";
import type {
  Audit,
  Availability,
  Level,
  Line,
  Movement,
  NewKey,
  Order,
  Page,
  Problem,
  ProblemCode,
  Product,
  ProductRequest,
  Reservation,
  ReservationRequest,
  Scope,
  Sku,
} from "../../sdk/index.ts";
import { slotOfReservation } from "../../worker/objects/slot-number.ts";
import { requireListed } from "./documented-problems.ts";

/** An answer with its body read. */
export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface RequestOptions {
  body?: unknown;
  /** Key to send; `null` for none. Default: the admin key. */
  key?: string | null;
  /** Idempotency key; default: a fresh one for each POST. `null` for none. */
  idempotencyKey?: string | null;
  headers?: Record<string, string>;
}

/** Sends requests as somebody. `Body` is what the caller expects the answer's JSON to be. */
export type Ask = <Body = never>(method: string, path: string, options?: RequestOptions) => Promise<Answer<Body>>;

/** Makes the request that `request` sends. A text or bytes are sent as they are, anything else as JSON. */
export function requestOf(method: string, path: string, options: RequestOptions = {}): Request {
  const { body, key, idempotencyKey, headers = {} } = options;
  const all = new Headers(headers);
  const token = key === undefined ? env.ADMIN_KEY : key;
  if (token !== null && token !== undefined) all.set("authorization", `Bearer ${token}`);
  const idempotency = idempotencyKey === undefined && method === "POST" ? crypto.randomUUID() : idempotencyKey;
  if (idempotency !== null && idempotency !== undefined) all.set("idempotency-key", idempotency);
  const isRaw = typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream;
  if (body !== undefined && !all.has("content-type") && !(body instanceof Uint8Array)) {
    all.set("content-type", "application/json");
  }
  return new Request(`https://onhand.test${path}`, {
    method,
    headers: all,
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
  });
}

/** An answer, read. */
export async function answerOf<Body = never>(response: Response): Promise<Answer<Body>> {
  const text = await response.text();
  const isJson = text !== "" && response.headers.get("content-type")?.includes("json") === true;
  // The caller says what it expects; its assertions check it.
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body };
}

/**
 * Sends a real request to the Worker, with the admin key unless another one is named. A problem that the API document
 * does not list at its route is thrown, whichever test comes upon it.
 */
export const request: Ask = async <Body>(method: string, path: string, options?: RequestOptions) => {
  const asked = requestOf(method, path, options);
  const answer = await answerOf<Body>(await exports.default.fetch(asked));
  if (answer.headers.get("content-type") === "application/problem+json") {
    // By its content type the body is one.
    await requireListed(method, asked.url, answer.body as Problem);
  }
  return answer;
};

let made = 0;

/** A SKU's name that no other test of the file uses. */
export function freshSku(): string {
  made += 1;
  return `SKU-${made}-${crypto.randomUUID().slice(0, 8)}`;
}

/** A product's or order's id, likewise. */
export function freshId(kind = "id"): string {
  made += 1;
  return `${kind}-${made}-${crypto.randomUUID().slice(0, 8)}`;
}

/** Makes a SKU with settings and stock at the warehouse `main`. */
export async function stocked(onHand: number, policy: Record<string, unknown> = {}): Promise<string> {
  const sku = freshSku();
  const created = await request("PUT", `/v1/admin/skus/${sku}`, { body: { policy } });
  if (created.status !== 201) throw new Error(`Could not create ${sku}: ${JSON.stringify(created.body)}`);
  if (onHand > 0) await receive(sku, onHand);
  return sku;
}

/** Goods arrive at `main`. */
export async function receive(sku: string, units: number): Promise<void> {
  const body = { delta: units, reason: units > 0 ? "received" : "lost" };
  const received = await request("POST", `/v1/admin/skus/${sku}/adjust`, { body });
  if (received.status !== 200) throw new Error(`Could not receive: ${JSON.stringify(received.body)}`);
}

/** Changes some settings of a SKU. */
export async function setPolicy(sku: string, set: Record<string, unknown>): Promise<void> {
  const changed = await request("PATCH", `/v1/admin/skus/${sku}/policy`, { body: { set } });
  if (changed.status !== 200) throw new Error(`Could not change: ${JSON.stringify(changed.body)}`);
}

/** Puts a product under a fresh id. */
export async function product(definition: ProductRequest): Promise<string> {
  const id = freshId("product");
  const put = await request<Product>("PUT", `/v1/admin/products/${id}`, { body: definition });
  if (put.status !== 201) throw new Error(`Could not put ${id}: ${JSON.stringify(put.body)}`);
  return id;
}

/** What stands at `main`: on hand, held, allocated. */
export async function figures(sku: string): Promise<Pick<Level, "onHand" | "held" | "allocated">> {
  const read = await request<Sku>("GET", `/v1/admin/skus/${encodeURIComponent(sku)}`);
  const { onHand, held, allocated } = read.body.levels[0] ?? { onHand: 0, held: 0, allocated: 0 };
  return { onHand, held, allocated };
}

/** What an admin is shown of a SKU for the channel `web`. */
export async function view(sku: string, query = "", ask: Ask = request): Promise<Availability> {
  return (await ask<Availability>("GET", `/v1/availability/${encodeURIComponent(sku)}${query}`)).body;
}

/** Holds lines, and says what came of it when it is not a reservation. */
export async function hold(
  lines: Line[],
  more: Omit<Partial<ReservationRequest>, "lines"> = {},
  ask: Ask = request,
): Promise<Reservation> {
  const held = await ask<Reservation>("POST", "/v1/reservations", { body: { lines, ...more } });
  if (held.status !== 201) throw new Error(`Not held: ${JSON.stringify(held.body)}`);
  return held.body;
}

/** Places an order under a fresh id. */
export async function order(reservation: string): Promise<Order> {
  const placed = await request<Order>("POST", "/v1/orders", { body: { id: freshId("order"), reservation } });
  if (placed.status !== 201) throw new Error(`Not placed: ${JSON.stringify(placed.body)}`);
  return placed.body;
}

/** Every movement of a SKU, newest first, page by page. */
export async function history(sku: string, limit = 100): Promise<Movement[]> {
  const all: Movement[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = `?limit=${limit}${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const page: Answer<Page<Movement>> = await request("GET", `/v1/admin/skus/${sku}/movements${query}`);
    all.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  return all;
}

/** Asserts that nothing of a SKU has drifted. */
export async function expectClean(...skus: string[]): Promise<void> {
  for (const sku of skus) {
    const audit = await request<Audit>("GET", `/v1/admin/skus/${sku}/audit`);
    expect(audit.body).toMatchObject({ sku, clean: true, drift: [] });
  }
}

/** The text of a fresh key with some scopes. */
export async function keyFor(...scopes: Scope[]): Promise<string> {
  const created = await request<NewKey>("POST", "/v1/admin/keys", { body: { name: scopes.join(" "), scopes } });
  if (created.status !== 201) throw new Error(`No key: ${JSON.stringify(created.body)}`);
  return created.body.key;
}

/** Asks as somebody: with a key, and headers of their own. */
export function as(key: string | null, headers: Record<string, string> = {}): Ask {
  return (method, path, options = {}) =>
    request(method, path, { key, ...options, headers: { ...headers, ...options.headers } });
}

/** A client's address that no other test of the file uses, in the header that the deployment believes. */
export function freshAddress(): Record<string, string> {
  made += 1;
  return { [addressHeader()]: `10.${Math.floor(made / 62_500)}.${Math.floor(made / 250) % 250}.${made % 250}` };
}

/** The header that holds a client's address. */
export function addressHeader(): string {
  const name = env.CLIENT_ADDRESS_HEADER;
  if (name === undefined || name === "") throw new Error("CLIENT_ADDRESS_HEADER is not set for the tests");
  return name;
}

/** A shopper at an address of their own, so that rates and open holds are theirs alone. */
export async function shopper(): Promise<Ask> {
  return as(await keyFor("shopper"), freshAddress());
}

/** What a refusal must look like, whatever it is about. `pointers`: the fields or lines that it names, in their order. */
export function expectProblem(
  answer: Answer<unknown>,
  status: number,
  code: ProblemCode,
  pointers?: readonly string[],
): Problem {
  const body = answer.body as Problem;
  expect({ status: answer.status, code: body.code, detail: body.detail }).toMatchObject({ status, code });
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(body).toMatchObject({ type: `urn:onhand:problem:${code}`, status });
  expect(body.title).not.toBe("");
  expect(body.detail).not.toBe("");
  expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.headers.get("x-request-id")).toBe(body.requestId);
  if (pointers !== undefined) expect([...new Set(body.errors?.map((error) => error.pointer))]).toEqual(pointers);
  for (const error of body.errors ?? []) {
    expect(error.code).not.toBe("");
    expect(error.detail).not.toBe("");
  }
  return body;
}

/** Runs the alarm of the slot that keeps a reservation. Says whether there was one to run. */
export function runAlarmOf(reservation: string): Promise<boolean> {
  return runDurableObjectAlarm(env.SLOT.getByName(`slot-${slotOfReservation(reservation)}`));
}
