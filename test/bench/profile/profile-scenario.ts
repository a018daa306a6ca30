import { writeFileSync } from "node:fs";
import { type Bench, withServers } from "../measures/bench.ts";
import type { Scenario } from "../measures/scenario.ts";
import { startOnhand } from "../sides/onhand.ts";
import { Inspector } from "./inspector.ts";
import { Places } from "./places.ts";
import { type SelfTime, selfTimes } from "./self-times.ts";

const SAMPLED_EVERY_US = 200;
const WARM_UP_MS = 2_000;

/** Where the time goes, by folder or package and by function. */
export interface ScenarioProfile {
  readonly folders: readonly SelfTime[];
  readonly functions: readonly SelfTime[];
}

/**
 * Where Onhand's time goes in one scenario: Worker and objects run in the same isolate, so this is all of its code. What
 * the runtime does by itself between two functions (sockets, calls between objects, waiting for the disk) is not in it.
 */
export async function profileScenario(bench: Bench, scenario: Scenario, file: string | null): Promise<ScenarioProfile> {
  bench.onProgress(`${scenario.name}: profiling`);
  const start = () => startOnhand(bench.place, bench.onhand, {}, "inspected");
  return withServers(bench, [start], async ([side]) => {
    if (side === undefined) throw new Error("there is no server");
    const extent = { runs: 2, runMs: Math.max(WARM_UP_MS, bench.roundMs) };
    await scenario.prepare(side, extent);
    const load = (run: number, measuredMs: number) =>
      bench.generator.run({
        host: side.worker.host,
        port: side.worker.port,
        connections: bench.connections ?? scenario.connections,
        rampMs: 0,
        measuredMs,
        ...scenario.load(side, run, extent),
      });
    await load(0, WARM_UP_MS);
    const url = await side.worker.miniflare.getInspectorURL();
    // Miniflare calls the services of Workers so.
    const inspector = await Inspector.open(new URL(`/core:user:${bench.onhand.name}`, url));
    try {
      const profile = await inspector.profile(SAMPLED_EVERY_US, () => load(1, bench.roundMs));
      if (file !== null) writeFileSync(file, JSON.stringify(profile));
      const places = new Places(bench.onhand.scriptPath);
      return {
        folders: selfTimes(profile, (frame) => places.ofFolder(frame)),
        functions: selfTimes(profile, (frame) => places.ofFunction(frame)),
      };
    } finally {
      inspector.close();
    }
  });
}
