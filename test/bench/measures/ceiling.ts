import type { Ceiling } from "../report/results.ts";
import { startMinimal, staticRequest } from "../sides/minimal.ts";
import { minimalScript } from "../sides/scripts.ts";
import { type Bench, withServers } from "./bench.ts";

const CONNECTIONS = 64;
const WARM_UP_MAX_MS = 1_500;

/** How many requests a second can be measured at all: those of a Worker that does nothing. */
export async function measureCeiling(bench: Bench): Promise<Ceiling> {
  bench.onProgress("generator ceiling");
  const script = await minimalScript(bench.place, bench.onhand, "minimal/worker.ts");
  return withServers(bench, [() => startMinimal(bench.place, script)], async ([side]) => {
    if (side === undefined) throw new Error("there is no server");
    const connections = bench.connections ?? CONNECTIONS;
    const { measured, measuredMs, unexpected, busy } = await bench.generator.run({
      host: side.worker.host,
      port: side.worker.port,
      connections,
      rampMs: Math.min(WARM_UP_MAX_MS, bench.roundMs),
      measuredMs: bench.roundMs,
      requests: [staticRequest(side)],
      turnEvery: null,
      expected: { status: 200, contains: "ok", times: 1 },
    });
    return { connections, perSecond: (measured * 1_000) / measuredMs, generatorBusy: busy, unexpected };
  });
}
