import { vi } from "vitest";
import type { Availability, AvailabilityList, Problem } from "../../sdk/index.ts";

/** Stands in for the server: `fetch` is answered here, and nothing else is replaced. */
export interface StandIn {
  /** What is answered, by SKU, or by product and selection: `SHIRT{"Size":"M"}`. */
  readonly views: Map<string, Availability>;
  /** Every request so far. */
  readonly requests: Request[];
  /** Answers with a problem of this status instead, or not at all (`"never"`, `"offline"`). */
  trouble: number | "never" | "offline" | null;
}

/** Replaces `fetch` until the test ends. */
export function standIn(views: Record<string, Availability> = {}): StandIn {
  const server: StandIn = { views: new Map(Object.entries(views)), requests: [], trouble: null };
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    server.requests.push(request);
    if (server.trouble === "never") return new Promise(() => {});
    if (server.trouble === "offline") throw new TypeError("Failed to fetch");
    if (server.trouble !== null) return problem(server.trouble);
    return answer(server, request);
  });
  return server;
}

function answer({ views }: StandIn, request: Request): Response {
  const { pathname, searchParams } = new URL(request.url);
  const product = /\/v1\/products\/([^/]+)\/availability$/.exec(pathname)?.[1];
  if (product !== undefined) {
    const view = views.get(decodeURIComponent(product) + (searchParams.get("selection") ?? ""));
    return view === undefined ? problem(404) : tagged(request, view);
  }
  const skus = searchParams.getAll("sku");
  const list: AvailabilityList = {
    items: skus.flatMap((sku) => views.get(sku) ?? []),
    unknown: skus.filter((sku) => !views.has(sku)),
  };
  return tagged(request, list);
}

/** Like the server: `asOf` alone makes no other answer. */
function tagged(request: Request, body: object): Response {
  const text = JSON.stringify(body, (name, value: unknown) => (name === "asOf" ? undefined : value));
  const etag = `W/"${text.length}-${[...text].reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) % 1e9, 7)}"`;
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers: { etag } });
  return Response.json(body, { headers: { etag } });
}

function problem(status: number): Response {
  const code = status === 404 ? "product_not_found" : "unavailable";
  const body: Problem = {
    type: `urn:onhand:problem:${code}`,
    title: "No",
    status,
    detail: "No.",
    code,
    requestId: "r-1",
  };
  return Response.json(body, { status, headers: { "content-type": "application/problem+json" } });
}
