import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Audit, BulkStockResult, Reservation } from "../../../sdk/index.ts";
import { BULK_ROWS_MAX, HOLD_UNCONFIRMED_MS } from "../../../worker/core/bounds.ts";
import { askJson } from "../sides/http.ts";
import { type OnhandSide, startOnhand } from "../sides/onhand.ts";
import { type Bench, withServers } from "./bench.ts";
import { median, percentile } from "./statistics.ts";

/** What a hold may take on a SKU with a past, beside one without. */
export const AGED_BAR = 1.3;

const MOVEMENTS = 100_000;
const OPEN_HOLDS = 10_000;
const AT_ONCE = 32;
const PAIRS_PER_ROUND = 300;
const WARM_UP_PAIRS = 100;

/** Holds on a SKU with a past and on one without, in turns. */
export interface AgedResult {
  readonly movements: number;
  readonly openHolds: number;
  readonly pairs: number;
  readonly agedMedianMs: number;
  readonly freshMedianMs: number;
  readonly agedP99Ms: number;
  readonly freshP99Ms: number;
  /** Median of the rounds' ratios of medians, aged by fresh. */
  readonly ratio: number;
}

/** How long a hold takes on a SKU with many movements and open holds, beside a fresh one: one request after the other. */
export async function measureAged(bench: Bench): Promise<AgedResult> {
  bench.onProgress("aged: starting");
  return withServers(bench, [() => startOnhand(bench.place, bench.onhand)], async ([side]) => {
    if (side === undefined) throw new Error("there is no server");
    await side.stock(["AGED", "FRESH"], 1_000_000);
    await makeMovements(bench, side);
    await makeHolds(bench, side);
    // From then on its holds are doubtful, as those of a shop that is used are.
    await sleep(HOLD_UNCONFIRMED_MS);
    const { movements } = await side.admin<Audit>("/v1/admin/skus/AGED/audit");
    const aged: number[][] = [];
    const fresh: number[][] = [];
    for (let round = 0; round <= bench.rounds; round += 1) {
      bench.onProgress(round === 0 ? "aged: warming up" : `aged: round ${round}/${bench.rounds}`);
      const [agedMs, freshMs]: [number[], number[]] = [[], []];
      for (let pair = 0; pair < (round === 0 ? WARM_UP_PAIRS : PAIRS_PER_ROUND); pair += 1) {
        agedMs.push(await holdMs(side, "AGED"));
        freshMs.push(await holdMs(side, "FRESH"));
      }
      if (round === 0) continue;
      aged.push(agedMs);
      fresh.push(freshMs);
    }
    return {
      movements,
      openHolds: OPEN_HOLDS,
      pairs: aged.flat().length,
      agedMedianMs: median(aged.flat()),
      freshMedianMs: median(fresh.flat()),
      agedP99Ms: percentile(Float64Array.from(aged.flat()), 0.99),
      freshP99Ms: percentile(Float64Array.from(fresh.flat()), 0.99),
      ratio: median(aged.map((round, index) => median(round) / median(fresh[index] ?? []))),
    };
  });
}

async function makeMovements(bench: Bench, side: OnhandSide): Promise<void> {
  for (let made = 0; made < MOVEMENTS; made += BULK_ROWS_MAX) {
    if (made % 10_000 === 0) bench.onProgress(`aged: ${made} of ${MOVEMENTS} movements`);
    bench.signal.throwIfAborted();
    const rows = Array.from({ length: BULK_ROWS_MAX }, (_, index) => ({
      sku: "AGED",
      delta: index % 2 === 0 ? 1 : -1,
      reason: "correction",
    }));
    const result = await side.admin<BulkStockResult>("/v1/admin/bulk/adjust", { rows });
    if (result.rows.some((row) => row.problem !== undefined)) throw new Error("a movement was refused");
  }
}

async function makeHolds(bench: Bench, side: OnhandSide): Promise<void> {
  bench.onProgress(`aged: ${OPEN_HOLDS} open holds`);
  const hold = async (): Promise<void> => {
    for (let made = 0; made < OPEN_HOLDS / AT_ONCE; made += 1) await holdMs(side, "AGED");
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hold));
}

async function holdMs(side: OnhandSide, sku: string): Promise<number> {
  const startedAt = performance.now();
  const { state } = await askJson<Reservation>(`${side.worker.origin}/v1/reservations`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${side.shopKey}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
    body: JSON.stringify({ lines: [{ sku, quantity: 1 }], ttlSeconds: 86_400 }),
  });
  if (state !== "held") throw new Error(`${sku} was not held`);
  return performance.now() - startedAt;
}
