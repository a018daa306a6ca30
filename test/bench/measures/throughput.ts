import { setTimeout as sleep } from "node:timers/promises";
import type { LoadResult } from "../load/plan.ts";
import { startMinimal } from "../sides/minimal.ts";
import { startOnhand } from "../sides/onhand.ts";
import { processorMs, untilQuiet } from "../sides/processor-time.ts";
import { minimalScript } from "../sides/scripts.ts";
import type { Side } from "../sides/side.ts";
import { type Bench, withServers } from "./bench.ts";
import type { Extent, Prepared, Scenario } from "./scenario.ts";
import { joined, median, percentile } from "./statistics.ts";

const WARM_UP_MAX_MS = 1_500;
const RAMP_MAX_MS = 300;
/** How one side did. */
export interface SideFigures {
  /** Median of the rounds. */
  readonly perSecond: number;
  readonly perSecondByRound: readonly number[];
  /** Of all rounds together, in milliseconds. */
  readonly latencyMedianMs: number;
  readonly latencyP99Ms: number;
  /**
   * Processor time of the server for one request, in microseconds, with what follows after it; median of the rounds.
   * Less noisy than throughput on a machine that does other things too. `null` where it is not told.
   */
  readonly processorUs: number | null;
  /** The busiest round of the generator, 0 – 1. */
  readonly generatorBusy: number;
  readonly unexpected: Readonly<Record<string, number>>;
  /** Units held afterwards, as stored, and as they must be from the answers. */
  readonly unitsHeld: { readonly stored: number; readonly answered: number };
}

/** How a scenario came out. */
export interface ThroughputResult {
  readonly scenario: Scenario["name"];
  readonly title: string;
  readonly bar: number;
  readonly connections: number;
  readonly onhand: SideFigures;
  readonly minimal: SideFigures;
  /** Median of the rounds' ratios, Onhand's throughput by the minimal object's. */
  readonly ratio: number;
}

interface Run extends LoadResult {
  readonly processorUs: number | null;
}

/** Measures one scenario on both sides: each with fresh data in a process of its own, in turns, never at the same time. */
export async function measureThroughput(bench: Bench, scenario: Scenario): Promise<ThroughputResult> {
  const minimal = await minimalScript(bench.place, bench.onhand, "minimal/worker.ts");
  const starts: (() => Promise<Side>)[] = [
    () => startOnhand(bench.place, bench.onhand),
    () => startMinimal(bench.place, minimal),
  ];
  bench.onProgress(`${scenario.name}: starting both sides`);
  return withServers(bench, starts, async (sides) => {
    const runners = [];
    for (const side of sides) runners.push(await SideRunner.prepare(bench, scenario, side));
    for (let run = 0; run <= bench.rounds; run += 1) {
      for (const runner of runners) {
        bench.onProgress(
          run === 0
            ? `${scenario.name}: warming up, ${runner.name}`
            : `${scenario.name}: round ${run}/${bench.rounds}, ${runner.name}`,
        );
        await runner.run(run);
      }
    }
    const [onhandFigures, minimalFigures] = await Promise.all(runners.map((runner) => runner.figures()));
    if (onhandFigures === undefined || minimalFigures === undefined) throw new Error("a side is missing");
    const ratios = onhandFigures.perSecondByRound.map((one, round) => {
      return one / (minimalFigures.perSecondByRound[round] ?? Number.NaN);
    });
    return {
      scenario: scenario.name,
      title: scenario.title,
      bar: scenario.bar,
      connections: bench.connections ?? scenario.connections,
      onhand: onhandFigures,
      minimal: minimalFigures,
      ratio: median(ratios),
    };
  });
}

/** One side of one scenario. */
class SideRunner {
  readonly #bench: Bench;
  readonly #scenario: Scenario;
  readonly #side: Side;
  readonly #extent: Extent;
  readonly #prepared: Prepared;
  readonly #rounds: Run[] = [];
  readonly #unexpected: Record<string, number> = {};
  #answered = 0;

  private constructor(bench: Bench, scenario: Scenario, side: Side, extent: Extent, prepared: Prepared) {
    this.#bench = bench;
    this.#scenario = scenario;
    this.#side = side;
    this.#extent = extent;
    this.#prepared = prepared;
  }

  static async prepare(bench: Bench, scenario: Scenario, side: Side): Promise<SideRunner> {
    const extent = { runs: bench.rounds + 1, runMs: bench.roundMs + RAMP_MAX_MS };
    const prepared = await scenario.prepare(side, extent);
    await sleep(side.deferredWorkMs);
    return new SideRunner(bench, scenario, side, extent, prepared);
  }

  get name(): string {
    return this.#side.name;
  }

  /** Run 0 warms up: its answers count for the figures, its speed does not. */
  async run(run: number): Promise<void> {
    const { worker } = this.#side;
    const { roundMs, connections } = this.#bench;
    const before = processorMs(worker.processId);
    const result = await this.#bench.generator.run({
      host: worker.host,
      port: worker.port,
      connections: connections ?? this.#scenario.connections,
      rampMs: Math.min(RAMP_MAX_MS, roundMs / 2),
      measuredMs: run === 0 ? Math.min(WARM_UP_MAX_MS, roundMs) : roundMs,
      ...this.#scenario.load(this.#side, run, this.#extent),
    });
    this.#answered += result.answered;
    for (const [what, times] of Object.entries(result.unexpected)) {
      this.#unexpected[what] = (this.#unexpected[what] ?? 0) + times;
    }
    // What a round leaves behind belongs to it, and must not disturb the other side's turn.
    if (this.#scenario.unitsHeldEach > 0) await sleep(this.#side.deferredWorkMs);
    await untilQuiet(worker.processId);
    if (run === 0) return;
    const after = processorMs(worker.processId);
    const processorUs = before === null || after === null ? null : ((after - before) * 1_000) / result.answered;
    this.#rounds.push({ ...result, processorUs });
  }

  async figures(): Promise<SideFigures> {
    const perSecondByRound = this.#rounds.map(({ measured, measuredMs }) => (measured / measuredMs) * 1_000);
    const latencies = joined(this.#rounds.map(({ latenciesMs }) => latenciesMs));
    const processorUs = this.#rounds.flatMap((round) => (round.processorUs === null ? [] : [round.processorUs]));
    const { skus, held } = this.#prepared;
    return {
      perSecond: median(perSecondByRound),
      perSecondByRound,
      latencyMedianMs: percentile(latencies, 0.5),
      latencyP99Ms: percentile(latencies, 0.99),
      processorUs: processorUs.length === 0 ? null : median(processorUs),
      generatorBusy: Math.max(...this.#rounds.map(({ busy }) => busy)),
      unexpected: this.#unexpected,
      unitsHeld: {
        stored: await this.#side.held(skus),
        answered: held + this.#answered * this.#scenario.unitsHeldEach,
      },
    };
  }
}
