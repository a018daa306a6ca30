import { env, exports } from "cloudflare:workers";

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

/** Sends a real request to the Worker. `Body` is what the caller expects the answer's JSON to be. */
export async function request<Body = never>(
  method: string,
  path: string,
  { body, key, idempotencyKey, headers = {} }: RequestOptions = {},
): Promise<Answer<Body>> {
  const all = new Headers(headers);
  const token = key === undefined ? env.ADMIN_KEY : key;
  if (token !== null && token !== undefined) all.set("authorization", `Bearer ${token}`);
  const idempotency = idempotencyKey === undefined && method === "POST" ? crypto.randomUUID() : idempotencyKey;
  if (idempotency !== null && idempotency !== undefined) all.set("idempotency-key", idempotency);
  if (body !== undefined && !all.has("content-type")) all.set("content-type", "application/json");
  const response = await exports.default.fetch(`https://onhand.test${path}`, {
    method,
    headers: all,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  // The caller says what it expects; its assertions check it.
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body };
}

let made = 0;

/** A SKU's name that no other test of the file uses. */
export function freshSku(): string {
  made += 1;
  return `SKU-${made}-${crypto.randomUUID().slice(0, 8)}`;
}

/** Makes a SKU with settings and stock at the warehouse `main`. */
export async function stocked(onHand: number, policy: Record<string, unknown> = {}): Promise<string> {
  const sku = freshSku();
  const created = await request("PUT", `/v1/admin/skus/${sku}`, { body: { policy } });
  if (created.status !== 201) throw new Error(`Could not create ${sku}: ${JSON.stringify(created.body)}`);
  if (onHand > 0) {
    const body = { delta: onHand, reason: "received" };
    const received = await request("POST", `/v1/admin/skus/${sku}/adjust`, { body });
    if (received.status !== 200) throw new Error(`Could not receive: ${JSON.stringify(received.body)}`);
  }
  return sku;
}
