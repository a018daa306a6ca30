import { STEPS_PER_CALL_MAX } from "../../../worker/core/bounds.ts";
import { askJson } from "../sides/http.ts";
import { startMinimal } from "../sides/minimal.ts";
import { startOnhand } from "../sides/onhand.ts";
import { alteredOnhandScript, minimalScript } from "../sides/scripts.ts";
import type { Side } from "../sides/side.ts";
import type { InsideCounts } from "../workers/answers.ts";
import { type Bench, withServers } from "./bench.ts";
import { median } from "./statistics.ts";

/** Calls of one request: what the request costs by itself is then nothing beside them. */
const CALLS_PER_REQUEST = 20;
/** A SKU takes at most 20,000 open holds. */
const REQUESTS_PER_SKU = 2;
const WARM_UP_REQUESTS = 2;

/** Holds a second within calls that carry as many as they may. */
export interface InsideResult {
  readonly holdsPerCall: number;
  readonly onhandPerSecond: number;
  readonly minimalPerSecond: number;
  /** Median of the rounds' ratios. */
  readonly ratio: number;
}

/** How fast one object counts when calls cost nothing: one connection, one call after the other. */
export async function measureInside(bench: Bench): Promise<InsideResult> {
  bench.onProgress("inside: starting both sides");
  const onhand = await alteredOnhandScript(bench.place, bench.onhand, "workers/inside-worker.ts");
  const minimal = await minimalScript(bench.place, bench.onhand, "minimal/inside-worker.ts");
  const starts: (() => Promise<Side>)[] = [
    () => startOnhand(bench.place, onhand),
    () => startMinimal(bench.place, minimal),
  ];
  return withServers(bench, starts, async (sides) => {
    const asked = new Map<Side, number>();
    const request = async (side: Side): Promise<number> => {
      const before = asked.get(side) ?? 0;
      asked.set(side, before + 1);
      const sku = `INSIDE-${Math.floor(before / REQUESTS_PER_SKU)}`;
      if (before % REQUESTS_PER_SKU === 0) await side.stock([sku], 1_000_000);
      const startedAt = performance.now();
      const { holds } = await askJson<InsideCounts>(
        `${side.worker.origin}/bench/inside?sku=${sku}&calls=${CALLS_PER_REQUEST}`,
      );
      const tookMs = performance.now() - startedAt;
      if (holds !== CALLS_PER_REQUEST * STEPS_PER_CALL_MAX) throw new Error(`${side.name}: only ${holds} were held`);
      return (holds * 1_000) / tookMs;
    };
    bench.onProgress("inside: holds within calls");
    for (let round = 0; round < WARM_UP_REQUESTS; round += 1) for (const side of sides) await request(side);
    const rates: number[][] = [];
    for (let round = 0; round < bench.rounds; round += 1) {
      const rate: number[] = [];
      for (const side of sides) rate.push(await request(side));
      rates.push(rate);
    }
    return {
      holdsPerCall: STEPS_PER_CALL_MAX,
      onhandPerSecond: median(rates.map(([one]) => one ?? Number.NaN)),
      minimalPerSecond: median(rates.map(([, other]) => other ?? Number.NaN)),
      ratio: median(rates.map(([one, other]) => (one ?? Number.NaN) / (other ?? Number.NaN))),
    };
  });
}
