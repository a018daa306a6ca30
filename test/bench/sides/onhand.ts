import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { WorkerBundle } from "../../../cli/build/bundle.ts";
import { repositoryRoot } from "../../../cli/build/repository-root.ts";
import { untilHealthy } from "../../../cli/serve/healthy.ts";
import { applyMigrations } from "../../../cli/serve/migrations.ts";
import type { BulkResult, NewKey, Sku } from "../../../sdk/index.ts";
import { ANNOUNCE_HOLDS_AFTER_MS, BULK_ROWS_MAX } from "../../../worker/core/bounds.ts";
import { askJson, getRequest, postRequest } from "./http.ts";
import { type RunMode, runWorker } from "./run-worker.ts";
import type { Side } from "./side.ts";
import type { Workplace } from "./workplace.ts";

/** The longest that the queue waits for further messages (wrangler.toml), and a little. */
const QUEUE_WAITS_MS = 1_100;
const ADMIN_KEY = `onh_sk_${"bench".padEnd(43, "0")}`;

/** Onhand, asked by a shop's server with a secret key: what a shopper's key asks for is braked by rate limits. */
export interface OnhandSide extends Side {
  /** Asks a route with the admin key; a body makes it a POST with an idempotency key. */
  admin<Value>(path: string, body?: unknown): Promise<Value>;
  /** The key of the shop's server. */
  readonly shopKey: string;
}

/** Starts Onhand on an empty data folder. */
export async function startOnhand(
  place: Workplace,
  bundle: WorkerBundle,
  variables: Readonly<Record<string, string>> = {},
  mode: RunMode = "plain",
): Promise<OnhandSide> {
  const worker = await runWorker(place, bundle, { ADMIN_KEY, CLIENT_ADDRESS_HEADER: "", ...variables }, mode);
  try {
    const database = await worker.miniflare.getD1Database("DB");
    await applyMigrations(database, join(repositoryRoot, "worker/catalogue/migrations"));
    await untilHealthy(worker.origin);
    const admin = <Value>(path: string, body?: unknown): Promise<Value> =>
      ask<Value>(`${worker.origin}${path}`, ADMIN_KEY, body);
    const { key } = await admin<NewKey>("/v1/admin/keys", { name: "shop", scopes: ["orders"] });
    const headers = [`host: ${worker.host}:${worker.port}`, `authorization: Bearer ${key}`];
    return {
      name: "onhand",
      worker,
      deferredWorkMs: ANNOUNCE_HOLDS_AFTER_MS + QUEUE_WAITS_MS,
      admin,
      shopKey: key,
      stock: async (skus, onHand) => {
        for (let from = 0; from < skus.length; from += BULK_ROWS_MAX) {
          const rows = skus.slice(from, from + BULK_ROWS_MAX).map((sku) => ({ sku, levels: [{ onHand }] }));
          const result = await admin<BulkResult>("/v1/admin/bulk/skus", { rows });
          if (result.rows.some((row) => row.outcome === "refused")) throw new Error("a SKU could not be made");
        }
      },
      held: async (skus) => {
        let held = 0;
        for (const sku of skus) {
          const { levels } = await admin<Sku>(`/v1/admin/skus/${sku}`);
          for (const level of levels) held += level.held;
        }
        return held;
      },
      hold: async (lines) => {
        await ask(`${worker.origin}/v1/reservations`, key, { lines });
      },
      holdRequest: (lines) => postRequest("/v1/reservations", headers, { lines }, true),
      readRequest: (skus) => {
        const [first] = skus;
        if (skus.length === 1) return getRequest(`/v1/availability/${first}`, headers);
        return getRequest(`/v1/availability?${skus.map((sku) => `sku=${sku}`).join("&")}`, headers);
      },
      heldAnswer: { status: 201, contains: '"state":"held"', times: 1 },
      refusedAnswer: { status: 409, contains: '"code":"insufficient_stock"', times: 1 },
      readAnswer: (skus) => ({ status: 200, contains: '"status":"in_stock"', times: skus }),
    };
  } catch (error) {
    await worker.stop();
    throw error;
  }
}

function ask<Value>(url: string, key: string, body: unknown): Promise<Value> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  if (body === undefined) return askJson<Value>(url, { headers });
  return askJson<Value>(url, {
    method: "POST",
    headers: { ...headers, "idempotency-key": randomUUID() },
    body: JSON.stringify(body),
  });
}
