import { AGED_BAR, type AgedResult } from "../measures/aged.ts";
import type { InsideResult } from "../measures/inside.ts";
import { LATENCY_CALLS_BAR, LATENCY_HOLDS_BAR, type LatencyResult } from "../measures/latency.ts";
import { HOLD_AND_ORDER_ROWS_BAR, type RowsResult } from "../measures/rows.ts";
import type { ThroughputResult } from "../measures/throughput.ts";
import { barsOf, type Ceiling, faultsOf, latencyRun, type Results, type Setting } from "./results.ts";
import { short, table, whole } from "./table.ts";

/** Everything that was found, in Markdown. */
export function report(results: Results): string {
  const bars = new Map(barsOf(results).map(({ what, isMet }) => [what, isMet ? "met" : "missed"]));
  const faults = faultsOf(results);
  return [
    settingText(results.setting, results.ceiling),
    results.throughput.length === 0 ? null : throughputText(results.throughput, bars),
    results.latency === undefined ? null : latencyText(results.latency, bars.get("latency") ?? ""),
    results.inside === undefined ? null : insideText(results.inside),
    results.rows === undefined ? null : rowsText(results.rows, bars.get("rows") ?? ""),
    results.aged === undefined ? null : agedText(results.aged, bars.get("aged") ?? ""),
    faults.length === 0
      ? "Every answer was the expected one, and the units held afterwards are those that were answered."
      : ["**Faults**: these figures are worth nothing.", "", ...faults.map((fault) => `- ${fault}`)].join("\n"),
  ]
    .filter((part) => part !== null)
    .join("\n\n");
}

function settingText(setting: Setting, ceiling: Ceiling | undefined): string {
  const { cores, processor, node, workerd, rounds, roundSeconds } = setting;
  const machine = `${cores} cores (${processor}), generator and server together; Node ${node}, workerd ${workerd}`;
  const effort = `${rounds} rounds of ${roundSeconds} s each, in turns, after a warm-up`;
  const most =
    ceiling === undefined
      ? ""
      : ` Generator ceiling: ${whole(ceiling.perSecond)} requests/s of a Worker that answers "ok" ` +
        `(${ceiling.connections} connections, generator ${whole(100 * ceiling.generatorBusy)} % busy).`;
  return `${machine}. ${effort}.${most}`;
}

function throughputText(results: readonly ThroughputResult[], bars: ReadonlyMap<string, string>): string {
  const rows = results.map(({ scenario, title, connections, onhand, minimal, ratio, bar }) => [
    title,
    String(connections),
    whole(onhand.perSecond),
    whole(minimal.perSecond),
    ratio.toFixed(2),
    `≥ ${bar.toFixed(1)}`,
    bars.get(scenario) ?? "",
    `${short(onhand.latencyMedianMs)} / ${short(minimal.latencyMedianMs)}`,
    `${short(onhand.latencyP99Ms)} / ${short(minimal.latencyP99Ms)}`,
    processorText(onhand.processorUs, minimal.processorUs),
  ]);
  return table(
    [
      ["requests per second", "left"],
      ["connections", "right"],
      ["Onhand", "right"],
      ["minimal", "right"],
      ["ratio", "right"],
      ["bar", "right"],
      ["", "left"],
      ["median ms", "right"],
      ["p99 ms", "right"],
      ["CPU µs/request", "right"],
    ],
    rows,
  );
}

function processorText(onhand: number | null, minimal: number | null): string {
  return onhand === null || minimal === null ? "–" : `${whole(onhand)} / ${whole(minimal)}`;
}

function latencyText(result: LatencyResult, outcome: string): string {
  const chosen = latencyRun(result);
  const rows = result.runs.map((run) => [
    run.side === "onhand" ? "Onhand" : "minimal: one call a hold",
    String(run.underWay),
    whole(run.holdsPerSecond),
    whole(run.callsPerSecond),
    short(run.holdsPerSecond / run.callsPerSecond),
    short(run.latencyMedianMs),
    short(run.latencyP99Ms),
    run === chosen ? `≥ ${whole(LATENCY_HOLDS_BAR)} with ≤ ${LATENCY_CALLS_BAR} calls: ${outcome}` : "",
  ]);
  return table(
    [
      [`one hot SKU, ${result.latencyMs} ms a call`, "left"],
      ["holds under way", "right"],
      ["holds/s", "right"],
      ["calls/s to the SKU", "right"],
      ["holds a call", "right"],
      ["median ms of 32", "right"],
      ["p99 ms", "right"],
      ["bar", "left"],
    ],
    rows,
  );
}

function insideText({ holdsPerCall, onhandPerSecond, minimalPerSecond, ratio }: InsideResult): string {
  return table(
    [
      [`holds/s in calls of ${holdsPerCall} to one object`, "left"],
      ["Onhand", "right"],
      ["minimal", "right"],
      ["ratio", "right"],
    ],
    [["no HTTP, one transaction a call", whole(onhandPerSecond), whole(minimalPerSecond), ratio.toFixed(2)]],
  );
}

function rowsText({ steps, holdAndOrder, besides }: RowsResult, outcome: string): string {
  const rows = steps.map(({ step, rows: each, byTable, alarms }) => [
    step,
    short(each),
    Object.entries(byTable)
      .map(([name, count]) => `${name} ${short(count)}`)
      .join(", "),
    short(alarms),
    "",
  ]);
  rows.push(["hold + order", short(holdAndOrder), "", "", `≤ ${HOLD_AND_ORDER_ROWS_BAR}: ${outcome}`]);
  const more =
    `Besides, for all ${besides.steps} steps together: ${besides.rows} rows in which objects note how far they are ` +
    `(sku, slot), ${besides.alarms} alarms.`;
  return `${table(
    [
      ["rows written", "left"],
      ["rows", "right"],
      ["tables", "left"],
      ["alarms", "right"],
      ["bar", "left"],
    ],
    rows,
  )}\n\n${more}`;
}

function agedText(result: AgedResult, outcome: string): string {
  const { movements, openHolds, pairs, agedMedianMs, freshMedianMs, agedP99Ms, freshP99Ms, ratio } = result;
  return table(
    [
      [`one hold after the other, ${pairs} on each, in turns`, "left"],
      [`${whole(movements)} movements, ${whole(openHolds)} open holds`, "right"],
      ["fresh", "right"],
      ["ratio", "right"],
      ["bar", "left"],
    ],
    [
      [
        "median ms",
        short(agedMedianMs),
        short(freshMedianMs),
        ratio.toFixed(2),
        `≤ ${AGED_BAR.toFixed(1)}: ${outcome}`,
      ],
      ["p99 ms", short(agedP99Ms), short(freshP99Ms), "", ""],
    ],
  );
}
