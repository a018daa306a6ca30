import type { WorkerBundle } from "../../../cli/build/bundle.ts";
import { askJson, getRequest, postRequest } from "./http.ts";
import { type RunMode, runWorker } from "./run-worker.ts";
import type { Side } from "./side.ts";
import type { Workplace } from "./workplace.ts";

/** SKUs that are asked for at once when figures are checked. */
const CHECKED_AT_ONCE = 100;

/** Starts the minimal object on an empty data folder. */
export async function startMinimal(
  place: Workplace,
  bundle: WorkerBundle,
  variables: Readonly<Record<string, string>> = {},
  mode: RunMode = "plain",
): Promise<Side> {
  const worker = await runWorker(place, bundle, variables, mode);
  const headers = [`host: ${worker.host}:${worker.port}`];
  const post = (path: string, body: unknown): Promise<unknown> =>
    askJson(`${worker.origin}${path}`, { method: "POST", body: JSON.stringify(body) });
  const readPath = (skus: readonly string[]): string => `/availability?${skus.map((sku) => `sku=${sku}`).join("&")}`;
  return {
    name: "minimal",
    worker,
    deferredWorkMs: 0,
    stock: async (skus, onHand) => {
      await post("/stock", { skus, onHand });
    },
    held: async (skus) => {
      let held = 0;
      for (let from = 0; from < skus.length; from += CHECKED_AT_ONCE) {
        const path = readPath(skus.slice(from, from + CHECKED_AT_ONCE));
        const { items } = await askJson<{ items: { held: number }[] }>(`${worker.origin}${path}`);
        for (const item of items) held += item.held;
      }
      return held;
    },
    hold: async (lines) => {
      await post("/hold", { lines });
    },
    holdRequest: (lines) => postRequest("/hold", headers, { lines }, false),
    readRequest: (skus) => getRequest(readPath(skus), headers),
    heldAnswer: { status: 201, contains: '"held":["', times: 1 },
    refusedAnswer: { status: 409, contains: '"code":"insufficient_stock"', times: 1 },
    readAnswer: (skus) => ({ status: 200, contains: '"available":', times: skus }),
  };
}

/** The least that workerd can answer: shows how fast generator, socket and runtime are with nothing behind them. */
export function staticRequest({ worker }: Side) {
  return getRequest("/static", [`host: ${worker.host}:${worker.port}`]);
}
