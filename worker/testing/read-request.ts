import type { TestRequest } from "./test-server.ts";

/** A request, read to its end. */
export interface ReadRequest {
  readonly told: TestRequest;
  readonly origin: string;
  readonly signal: AbortSignal;
  /** The same for the Worker. */
  forWorker(): Request;
}

/** The kind of a key, by its first characters. */
const KEY_KIND_LENGTH = "onh_pk_".length;

/** Reads what `fetch` was called with. Rejects with a TypeError as `fetch` does, for what is no request. */
export async function readRequest(input: string | URL | Request, init: RequestInit = {}): Promise<ReadRequest> {
  const request = new Request(input, init);
  const { method, url } = request;
  // A text is at hand already: requests are noted in the order in which they were made.
  const body =
    method === "GET" || method === "HEAD" ? null : typeof init.body === "string" ? init.body : await request.text();
  const { origin, pathname, search } = new URL(url);
  const headers = Object.fromEntries([...request.headers].map(([name, value]) => [name, redacted(name, value)]));
  return {
    told: { method, path: pathname + search, headers, body: body === null || body === "" ? null : parsed(body) },
    origin,
    signal: request.signal,
    forWorker: () => new Request(url, { method, headers: request.headers, ...(body === null ? {} : { body }) }),
  };
}

function redacted(name: string, value: string): string {
  if (name !== "authorization") return value;
  const [scheme = "", key = ""] = value.split(" ");
  return `${scheme} ${key.slice(0, KEY_KIND_LENGTH)}…`;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
