import { measureAged } from "./measures/aged.ts";
import type { Bench } from "./measures/bench.ts";
import { measureCeiling } from "./measures/ceiling.ts";
import { measureInside } from "./measures/inside.ts";
import { measureLatency } from "./measures/latency.ts";
import { measureRows } from "./measures/rows.ts";
import { SCENARIOS } from "./measures/scenario.ts";
import { measureThroughput } from "./measures/throughput.ts";
import type { BenchOptions, MeasureName } from "./options.ts";
import type { Results, Setting } from "./report/results.ts";

/** Measures everything that was asked for, one thing after the other. */
export async function measureAll(bench: Bench, options: BenchOptions, setting: Setting): Promise<Results> {
  const results: Results = { setting, throughput: [] };
  for (const measure of options.only) {
    switch (measure) {
      case "ceiling":
        results.ceiling = await measureCeiling(bench);
        break;
      case "latency":
        results.latency = await measureLatency(bench, options.latency, options.latencyUnderWay);
        break;
      case "inside":
        results.inside = await measureInside(bench);
        break;
      case "rows":
        results.rows = await measureRows(bench);
        break;
      case "aged":
        results.aged = await measureAged(bench);
        break;
      default: {
        const scenario = SCENARIOS.find(({ name }) => name === measure);
        if (scenario !== undefined) results.throughput.push(await measureThroughput(bench, scenario));
      }
    }
  }
  return results;
}

/** How many steps of progress a measurement tells. */
export function stepsOf(measure: MeasureName, options: BenchOptions): number {
  switch (measure) {
    case "ceiling":
      return 1;
    case "latency":
      return 2 * (1 + options.latencyUnderWay.length);
    case "inside":
      return 2;
    case "rows":
      return 9;
    case "aged":
      // Once for every 10,000 movements.
      return 13 + options.rounds;
    default:
      return 1 + 2 * (1 + options.rounds);
  }
}
