import { AGED_BAR, type AgedResult } from "../measures/aged.ts";
import type { InsideResult } from "../measures/inside.ts";
import type { LatencyFigures, LatencyResult } from "../measures/latency.ts";
import { LATENCY_CALLS_BAR, LATENCY_HOLDS_BAR } from "../measures/latency.ts";
import { HOLD_AND_ORDER_ROWS_BAR, type RowsResult } from "../measures/rows.ts";
import type { ThroughputResult } from "../measures/throughput.ts";

/** What the figures were measured on and with. */
export interface Setting {
  readonly cores: number;
  readonly processor: string;
  readonly node: string;
  readonly workerd: string;
  readonly rounds: number;
  readonly roundSeconds: number;
}

/** The least that the generator and workerd can do together: a Worker that answers "ok". */
export interface Ceiling {
  readonly connections: number;
  readonly perSecond: number;
  /** Of the generator's thread, 0 – 1. */
  readonly generatorBusy: number;
  readonly unexpected: Readonly<Record<string, number>>;
}

/** Everything that one run of the benchmark has found; what was not asked for is missing. */
export interface Results {
  readonly setting: Setting;
  ceiling?: Ceiling;
  throughput: ThroughputResult[];
  rows?: RowsResult;
  inside?: InsideResult;
  latency?: LatencyResult;
  aged?: AgedResult;
}

/** Whether a bar is met; the text says what it is. */
export interface Bar {
  readonly what: string;
  readonly isMet: boolean;
}

/** The run of Onhand with the fewest holds under way that reaches the bar for holds; else the fastest one. */
export function latencyRun({ runs }: LatencyResult): LatencyFigures | null {
  const onhand = runs.filter(({ side }) => side === "onhand");
  const enough = onhand.find(({ holdsPerSecond }) => holdsPerSecond >= LATENCY_HOLDS_BAR);
  return enough ?? onhand.toSorted((one, other) => other.holdsPerSecond - one.holdsPerSecond)[0] ?? null;
}

/** Every bar of what was measured. */
export function barsOf({ throughput, rows, latency, aged }: Results): Bar[] {
  const bars = throughput.map(({ scenario, ratio, bar }): Bar => ({ what: scenario, isMet: ratio >= bar }));
  if (rows !== undefined) bars.push({ what: "rows", isMet: rows.holdAndOrder <= HOLD_AND_ORDER_ROWS_BAR });
  if (aged !== undefined) bars.push({ what: "aged", isMet: aged.ratio <= AGED_BAR });
  const far = latency === undefined ? null : latencyRun(latency);
  if (far !== null) {
    const isMet = far.holdsPerSecond >= LATENCY_HOLDS_BAR && far.callsPerSecond <= LATENCY_CALLS_BAR;
    bars.push({ what: "latency", isMet });
  }
  return bars;
}

/** What must not be: answers that were not expected, figures that are not what was answered, too many rows. */
export function faultsOf({ ceiling, throughput, rows, latency }: Results): string[] {
  const sides = [
    ...throughput.flatMap(({ scenario, onhand, minimal }) => [
      { what: `${scenario}, onhand`, ...onhand },
      { what: `${scenario}, minimal`, ...minimal },
    ]),
    ...(latency?.runs ?? []).map((run) => ({ what: `latency, ${run.side}, ${run.underWay} holds under way`, ...run })),
  ];
  const faults = sides.flatMap(({ what, unexpected, unitsHeld, latencyMedianMs }) => [
    ...(Number.isNaN(latencyMedianMs) ? [`${what}: no answer within the measured time`] : []),
    ...unexpectedOf(what, unexpected),
    ...(unitsHeld.stored === unitsHeld.answered
      ? []
      : [`${what}: ${unitsHeld.stored} units are held, ${unitsHeld.answered} were answered`]),
  ]);
  if (ceiling !== undefined) faults.push(...unexpectedOf("ceiling", ceiling.unexpected));
  if (rows !== undefined && !(rows.holdAndOrder <= HOLD_AND_ORDER_ROWS_BAR)) {
    faults.push(`rows: a hold and its order write ${rows.holdAndOrder}, more than ${HOLD_AND_ORDER_ROWS_BAR}`);
  }
  return faults;
}

function unexpectedOf(what: string, unexpected: Readonly<Record<string, number>>): string[] {
  return Object.entries(unexpected).map(([answer, times]) => `${what}: ${times} × ${answer}`);
}
