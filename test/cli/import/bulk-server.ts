import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { BulkProductsRequest, BulkRow, BulkSkusRequest, LineProblem } from "../../../sdk/index.ts";

export const KEY = "onh_sk_for_these_tests";

/** One request as it arrived. */
export interface Arrival {
  method: string;
  path: string;
  key: string | null;
  idempotencyKey: string | null;
  body: string;
}

/** What is done with a request instead of answering it. */
export type Fault =
  | { kind: "none" }
  | { kind: "answer"; status: number; headers?: Record<string, string>; body?: unknown }
  | { kind: "hang_up" }
  /** It is done, and the answer is lost. */
  | { kind: "hang_up_after" };

export interface BulkServer {
  url: string;
  arrivals: Arrival[];
  /** Taken by the next requests, one each. */
  faults: Fault[];
  /** SKUs that are refused, with the problem that is given. */
  refused: Map<string, LineProblem>;
  skus: Map<string, StoredSku>;
  products: Map<string, ProductRow>;
  close(): Promise<void>;
}

type SkuRow = BulkSkusRequest["rows"][number];
type ProductRow = BulkProductsRequest["rows"][number];
interface StoredSku {
  policy: Record<string, unknown>;
  onHand: Record<string, number>;
}

function refusal(id: string, problem: LineProblem): BulkRow {
  return { id, outcome: "refused", changes: [], problem };
}

function writeSku(server: BulkServer, row: SkuRow, dryRun: boolean): BulkRow {
  const problem = server.refused.get(row.sku);
  if (problem !== undefined) return refusal(row.sku, problem);
  const before = server.skus.get(row.sku);
  const after: StoredSku = {
    policy: { ...before?.policy, ...row.policy },
    onHand: {
      ...before?.onHand,
      ...Object.fromEntries((row.levels ?? []).map((l) => [l.warehouse ?? "main", l.onHand])),
    },
  };
  const changes = [
    ...Object.keys(after.policy)
      .filter((key) => JSON.stringify(before?.policy[key]) !== JSON.stringify(after.policy[key]))
      .map((key) => `policy.${key}`),
    ...Object.keys(after.onHand)
      .filter((warehouse) => (before?.onHand[warehouse] ?? 0) !== after.onHand[warehouse])
      .map((warehouse) => `onHand@${warehouse}`),
  ];
  if (!dryRun) server.skus.set(row.sku, after);
  const outcome = before === undefined ? "created" : changes.length > 0 ? "changed" : "unchanged";
  return { id: row.sku, outcome, changes };
}

function writeProduct(server: BulkServer, row: ProductRow, assumed: readonly string[], dryRun: boolean): BulkRow {
  const named = [row.sku, ...(row.combinations ?? []).map(({ sku }) => sku)];
  for (const sku of named) {
    if (typeof sku !== "string" || server.skus.has(sku) || assumed.includes(sku)) continue;
    return refusal(row.id, { pointer: "", code: "sku_not_found", detail: `there is no SKU ${sku}`, sku });
  }
  const before = server.products.get(row.id);
  const isSame = JSON.stringify(before) === JSON.stringify(row);
  if (!dryRun) server.products.set(row.id, row);
  if (before === undefined) return { id: row.id, outcome: "created", changes: [] };
  return { id: row.id, outcome: isSame ? "unchanged" : "changed", changes: isSame ? [] : ["combinations"] };
}

interface Reply {
  status: number;
  body: unknown;
}

/** A problem as Onhand tells it. */
export function problemBody(status: number, code: string, detail: string, errors?: LineProblem[]): object {
  return { type: `urn:onhand:problem:${code}`, title: code, status, detail, code, requestId: "request-1", errors };
}

function problem(status: number, code: string, detail: string, errors?: LineProblem[]): Reply {
  return { status, body: problemBody(status, code, detail, errors) };
}

function reply(server: BulkServer, { method, path, key, idempotencyKey, body }: Arrival): Reply {
  if (key !== KEY) return problem(401, "unauthenticated", "The key is not known");
  if (body.length > 1024 * 1024) return problem(413, "body_too_large", "The body is too large");
  if (method === "GET" && path.startsWith("/v1/admin/products/")) {
    const found = server.products.get(decodeURIComponent(path.slice("/v1/admin/products/".length)));
    if (found === undefined) return problem(404, "product_not_found", "There is no such product");
    return { status: 200, body: { attributes: [], combinations: [], ...found } };
  }
  if (method !== "POST" || idempotencyKey === null) return problem(400, "idempotency_key_missing", "A key is needed");
  // As typed by the contract: what the command sends is what is tested.
  const request = JSON.parse(body) as { rows: unknown[]; dryRun?: boolean };
  if (request.rows.length > 100) return problem(400, "invalid_request", "More than 100 rows");
  const dryRun = request.dryRun === true;
  if (path === "/v1/admin/bulk/skus") {
    const { rows } = request as BulkSkusRequest;
    return { status: 200, body: { rows: rows.map((row) => writeSku(server, row, dryRun)) } };
  }
  if (path !== "/v1/admin/bulk/products") return problem(404, "not_found", "There is no such route");
  const { rows, assumeSkus = [] } = request as BulkProductsRequest;
  const long = rows.flatMap(({ title }, index): LineProblem[] =>
    title.length <= 500 ? [] : [{ pointer: `/rows/${index}/title`, code: "too_long", detail: "the title is too long" }],
  );
  if (long.length > 0) return problem(400, "invalid_request", "The request is not valid", long);
  if (assumeSkus.length > 1000) return problem(400, "invalid_request", "More than 1000 SKUs");
  return { status: 200, body: { rows: rows.map((row) => writeProduct(server, row, assumeSkus, dryRun)) } };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

function arrivalOf(request: IncomingMessage, body: string): Arrival {
  const { authorization } = request.headers;
  const idempotencyKey = request.headers["idempotency-key"];
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    key: authorization?.startsWith("Bearer ") ? authorization.slice("Bearer ".length) : null,
    idempotencyKey: typeof idempotencyKey === "string" ? idempotencyKey : null,
    body,
  };
}

/**
 * A server of this machine that speaks the routes that the import uses, on one key's memory: for what happens on the way
 * there and back. How stock is written is tested against the real Worker.
 */
export async function startBulkServer(): Promise<BulkServer> {
  const stored = new Map<string, Reply>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrival = arrivalOf(request, await readBody(request));
    server.arrivals.push(arrival);
    const fault = server.faults.shift();
    if (fault?.kind === "hang_up") return void request.socket.destroy();
    if (fault?.kind === "answer") {
      response.writeHead(fault.status, { "content-type": "application/problem+json", ...fault.headers });
      return void response.end(JSON.stringify(fault.body ?? {}));
    }
    const known = arrival.idempotencyKey === null ? undefined : stored.get(arrival.idempotencyKey);
    const { status, body } = known ?? reply(server, arrival);
    if (arrival.idempotencyKey !== null) stored.set(arrival.idempotencyKey, { status, body });
    if (fault?.kind === "hang_up_after") return void request.socket.destroy();
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }

  const http = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // Listening on a port, not on a pipe.
  const { port } = http.address() as AddressInfo;
  const server: BulkServer = {
    url: `http://127.0.0.1:${port}`,
    arrivals: [],
    faults: [],
    refused: new Map(),
    skus: new Map(),
    products: new Map(),
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}
