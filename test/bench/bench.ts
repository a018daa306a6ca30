import { writeFileSync } from "node:fs";
import { Generator } from "./load/generator.ts";
import { measureAll, stepsOf } from "./measure-all.ts";
import type { Bench } from "./measures/bench.ts";
import { type BenchOptions, benchCommand } from "./options.ts";
import { profileAll } from "./profile/profile-all.ts";
import { createProgress } from "./progress.ts";
import { report } from "./report/report.ts";
import { barsOf, faultsOf } from "./report/results.ts";
import { settingOf } from "./setting.ts";
import { onhandScript } from "./sides/scripts.ts";
import { openWorkplace } from "./sides/workplace.ts";

const INTERRUPTED = 130;
const BAR_MISSED = 2;

await benchCommand(run).parseAsync();

async function run(options: BenchOptions): Promise<void> {
  const aborter = new AbortController();
  const place = openWorkplace();
  const generator = new Generator();
  const started: Bench["started"] = new Set();
  const total = options.only.reduce((sum, measure) => sum + stepsOf(measure, options), 0);
  const progress = createProgress(options.profile === undefined ? total : options.only.length);
  const interrupt = (): void => {
    // The second time it has to be at once. The runtimes end with this process (miniflare sees to it).
    if (aborter.signal.aborted) process.exit(INTERRUPTED);
    aborter.abort();
    // Whatever is under way fails by this, and is cleaned up where it fails.
    void generator.stop();
    for (const server of started) void server.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  process.once("exit", place.remove);
  try {
    const bench: Bench = {
      place,
      generator,
      started,
      onhand: await onhandScript(place, aborter.signal),
      rounds: options.rounds,
      roundMs: options.seconds * 1_000,
      connections: options.connections ?? null,
      signal: aborter.signal,
      onProgress: progress.step,
    };
    if (options.profile !== undefined) tell(await profileAll(bench, options), progress.stop);
    else await measure(bench, options, progress.stop);
  } catch (error) {
    progress.stop();
    if (!aborter.signal.aborted) throw error;
    process.exitCode = INTERRUPTED;
  } finally {
    await generator.stop();
    place.remove();
  }
  // Handlers for signals keep nothing alive; a handle of a runtime that was stopped half-way might.
  if (aborter.signal.aborted) process.exit(INTERRUPTED);
}

async function measure(bench: Bench, options: BenchOptions, stopProgress: () => void): Promise<void> {
  const results = await measureAll(bench, options, settingOf(bench));
  const faults = faultsOf(results);
  const bars = barsOf(results);
  tell(report(results), stopProgress);
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify({ ...results, bars, faults }, null, 2)}\n`);
  }
  if (faults.length > 0) process.exitCode = 1;
  else if (options.strict && bars.some(({ isMet }) => !isMet)) process.exitCode = BAR_MISSED;
}

function tell(text: string, stopProgress: () => void): void {
  stopProgress();
  console.log(text);
}
