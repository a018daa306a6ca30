import { vi } from "vitest";
import type { Availability, AvailabilityList, Problem, ProblemCode, SubscriptionAnswer } from "../../sdk/index.ts";

/** Stands in for the server: `fetch` is answered here, and nothing else is replaced. */
export interface StandIn {
  /** What is answered, by SKU, or by product and selection: `SHIRT{"Size":"M"}`. */
  readonly views: Map<string, Availability>;
  /** Every request so far. */
  readonly requests: Request[];
  /** Answers with a problem of this status instead, or not at all (`"never"`, `"offline"`). */
  trouble: number | "never" | "offline" | null;
  /** What is answered to one who wishes to be told. */
  subscribe(): Response | Promise<Response>;
}

/** Replaces `fetch` until the test ends. */
export function standIn(views: Record<string, Availability> = {}): StandIn {
  const server: StandIn = {
    views: new Map(Object.entries(views)),
    requests: [],
    trouble: null,
    subscribe: () => taken("confirmation"),
  };
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    server.requests.push(request);
    if (server.trouble === "never") return new Promise(() => {});
    if (server.trouble === "offline") throw new TypeError("Failed to fetch");
    if (server.trouble !== null) return problem(server.trouble);
    return request.method === "POST" ? server.subscribe() : answer(server, request);
  });
  return server;
}

/** The answer to a wish that was taken. */
export function taken(state: SubscriptionAnswer["state"]): Response {
  return Response.json({ state } satisfies SubscriptionAnswer, { status: 202 });
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

/** An answer that is a refusal. */
export function problem(
  status: number,
  code: ProblemCode = status === 404 ? "product_not_found" : "unavailable",
  errors?: Problem["errors"],
): Response {
  const body: Problem = {
    type: `urn:onhand:problem:${code}`,
    title: "No",
    status,
    detail: "No.",
    code,
    requestId: "r-1",
    ...(errors === undefined ? {} : { errors }),
  };
  return Response.json(body, { status, headers: { "content-type": "application/problem+json" } });
}
