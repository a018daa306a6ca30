import { askJson, getRequest } from "../sides/http.ts";
import { startMinimal } from "../sides/minimal.ts";
import { startOnhand } from "../sides/onhand.ts";
import { untilQuiet } from "../sides/processor-time.ts";
import { alteredOnhandScript, minimalScript } from "../sides/scripts.ts";
import type { Side, SideName } from "../sides/side.ts";
import { type CallCounts, HOLDS_PER_REQUEST } from "../workers/answers.ts";
import { type Bench, withServers } from "./bench.ts";
import { percentile } from "./statistics.ts";

/** What is to be reached: holds a second, with calls a second to the hot SKU's object. */
export const LATENCY_HOLDS_BAR = 2_000;
export const LATENCY_CALLS_BAR = 400;

/** A SKU takes at most 20,000 open holds; another one begins cold, so that this is as late as can be. */
const HOLDS_PER_SKU = 19_000;
/** More than any run is expected to reach; one that does is refused, which shows. */
const HOLDS_PER_SECOND_MAX = 8_000;
/** Slots gather by what the SKU has told them, which it finds out half a second at a time. */
const RAMP_MS = 1_500;
const WARM_UP_MS = 1_500;

/** One side with so many connections. */
export interface LatencyFigures {
  readonly side: SideName;
  /** Holds under way at a time. */
  readonly underWay: number;
  readonly holdsPerSecond: number;
  readonly callsPerSecond: number;
  readonly latencyMedianMs: number;
  readonly latencyP99Ms: number;
  readonly unexpected: Readonly<Record<string, number>>;
  readonly unitsHeld: { readonly stored: number; readonly answered: number };
}

/** One hot SKU with calls between objects that take their time. */
export interface LatencyResult {
  readonly latencyMs: number;
  readonly runs: readonly LatencyFigures[];
}

/** Measures both sides with more and more holds under way, each on fresh data. */
export async function measureLatency(
  bench: Bench,
  latencyMs: number,
  underWay: readonly number[],
): Promise<LatencyResult> {
  const onhand = await alteredOnhandScript(bench.place, bench.onhand, "workers/latency-worker.ts");
  const minimal = await minimalScript(bench.place, bench.onhand, "minimal/latency-worker.ts");
  const variables = { LATENCY_MS: String(latencyMs) };
  const runs: LatencyFigures[] = [];
  const starts: (() => Promise<Side>)[] = [
    () => startOnhand(bench.place, onhand, variables),
    () => startMinimal(bench.place, minimal, variables),
  ];
  for (const start of starts) {
    await withServers(bench, [start], async ([side]) => {
      if (side === undefined) throw new Error("there is no server");
      await side.stock(["WARM-UP"], 1_000_000);
      bench.onProgress(`latency: warming up, ${side.name}`);
      await load(bench, side, ["WARM-UP"], underWay[0] ?? 1, WARM_UP_MS);
      for (const count of underWay) runs.push(await run(bench, side, count));
    });
  }
  return { latencyMs, runs };
}

async function run(bench: Bench, side: Side, underWay: number): Promise<LatencyFigures> {
  bench.onProgress(`latency: ${underWay} holds under way, ${side.name}`);
  // Four times a round: there is only one.
  const measuredMs = 4 * bench.roundMs;
  const length = Math.ceil((((RAMP_MS + measuredMs) / 1_000) * HOLDS_PER_SECOND_MAX) / HOLDS_PER_SKU);
  const skus = Array.from({ length }, (_, index) => `FAR-${underWay}-${index}`);
  await side.stock(skus, 1_000_000);
  await untilQuiet(side.worker.processId);
  const result = await load(bench, side, skus, underWay, measuredMs);
  const counts = await askJson<CallCounts>(`${side.worker.origin}/bench/calls`);
  const calls = skus.reduce((sum, sku) => sum + (counts[sku] ?? 0), 0);
  const answered = result.answered * HOLDS_PER_REQUEST;
  const holdsPerSecond = ((result.measured * HOLDS_PER_REQUEST) / result.measuredMs) * 1_000;
  return {
    side: side.name,
    underWay,
    holdsPerSecond,
    // Calls are counted for all that was answered, ramp and end included; holds a call are the same throughout.
    callsPerSecond: holdsPerSecond * (calls / answered),
    latencyMedianMs: percentile(result.latenciesMs, 0.5),
    latencyP99Ms: percentile(result.latenciesMs, 0.99),
    unexpected: result.unexpected,
    unitsHeld: { stored: await side.held(skus), answered },
  };
}

function load(bench: Bench, side: Side, skus: readonly string[], underWay: number, measuredMs: number) {
  const { host, port } = side.worker;
  return bench.generator.run({
    host,
    port,
    connections: Math.ceil(underWay / HOLDS_PER_REQUEST),
    rampMs: RAMP_MS,
    measuredMs,
    requests: skus.map((sku) => getRequest(`/bench/holds?sku=${sku}`, [`host: ${host}:${port}`])),
    turnEvery: Math.floor(HOLDS_PER_SKU / HOLDS_PER_REQUEST),
    expected: { status: 200, contains: `"held":${HOLDS_PER_REQUEST}`, times: 1 },
  });
}
