import { expect, test } from "vitest";
import { median, percentile } from "../../bench/measures/statistics.ts";
import type { SideFigures, ThroughputResult } from "../../bench/measures/throughput.ts";
import { selfTimes } from "../../bench/profile/self-times.ts";
import { barsOf, faultsOf, latencyRun, type Results } from "../../bench/report/results.ts";
import { short, table } from "../../bench/report/table.ts";

test("a median is the middle value, or the mean of the two in the middle", () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test("a percentile is the least value that the share does not exceed", () => {
  const hundred = Float64Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 0.5)).toBe(50);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile(Float64Array.from([7]), 0.99)).toBe(7);
});

test("a ratio at its bar meets it, one below misses it", () => {
  const results: Results = { setting, throughput: [throughput({ ratio: 0.8 }), throughput({ ratio: 0.79 })] };
  expect(barsOf(results).map(({ isMet }) => isMet)).toEqual([true, false]);
});

test("nothing is wrong with expected answers and figures that agree", () => {
  expect(faultsOf({ setting, throughput: [throughput({})] })).toEqual([]);
});

test("unexpected answers, figures that disagree, no answer at all, and too many rows are faults", () => {
  const results: Results = {
    setting,
    throughput: [
      throughput({
        onhand: { ...figures, unexpected: { "503 unavailable": 2 } },
        minimal: { ...figures, unitsHeld: { stored: 9, answered: 10 }, latencyMedianMs: Number.NaN },
      }),
    ],
    rows: { steps: [], holdAndOrder: 9, besides: { rows: 0, alarms: 0, steps: 0 } },
  };
  expect(faultsOf(results)).toEqual([
    "refusal, onhand: 2 × 503 unavailable",
    "refusal, minimal: no answer within the measured time",
    "refusal, minimal: 9 units are held, 10 were answered",
    "rows: a hold and its order write 9, more than 8",
  ]);
});

test("the latency run is judged by the fewest holds under way that are enough, else by the fastest", () => {
  const run = { side: "onhand", latencyMedianMs: 1, latencyP99Ms: 1, unexpected: {} } as const;
  const unitsHeld = { stored: 1, answered: 1 };
  const slow = { ...run, unitsHeld, underWay: 256, holdsPerSecond: 1_999, callsPerSecond: 300 };
  const fast = { ...run, unitsHeld, underWay: 512, holdsPerSecond: 2_000, callsPerSecond: 400 };
  const faster = { ...run, unitsHeld, underWay: 1_024, holdsPerSecond: 3_000, callsPerSecond: 401 };
  const minimal = { ...faster, side: "minimal" } as const;
  expect(latencyRun({ latencyMs: 20, runs: [slow, fast, faster, minimal] })).toBe(fast);
  expect(latencyRun({ latencyMs: 20, runs: [slow, minimal] })).toBe(slow);
  const judged = (runs: (typeof slow)[]) => barsOf({ setting, throughput: [], latency: { latencyMs: 20, runs } });
  expect(judged([slow, fast])).toEqual([{ what: "latency", isMet: true }]);
  expect(judged([faster])).toEqual([{ what: "latency", isMet: false }]);
  expect(judged([slow])).toEqual([{ what: "latency", isMet: false }]);
});

test("self times leave idle time out, and count a function that calls itself once", () => {
  const frame = (functionName: string) => ({ functionName, url: "", lineNumber: 0, columnNumber: 0 });
  const profile = {
    nodes: [
      { id: 1, callFrame: frame("(root)"), children: [2, 5] },
      { id: 2, callFrame: frame("outer"), children: [3] },
      { id: 3, callFrame: frame("inner"), children: [4] },
      { id: 4, callFrame: frame("outer") },
      { id: 5, callFrame: frame("(idle)") },
    ],
    samples: [2, 3, 4, 5],
    timeDeltas: [10, 30, 60, 900],
  };
  // Busy: 10 + 30 + 60 = 100. outer itself: 10 + 60; with what it calls: all 100.
  expect(selfTimes(profile, ({ functionName }) => functionName)).toEqual([
    { place: "outer", share: 0.7, total: 1 },
    { place: "inner", share: 0.3, total: 0.9 },
  ]);
});

test("a table is Markdown that can be read as it is", () => {
  const text = table(
    [
      ["step", "left"],
      ["rows", "right"],
    ],
    [
      ["hold", "3"],
      ["hold + order", short(8)],
    ],
  );
  expect(text).toBe(
    ["| step         | rows |", "| ------------ | ---: |", "| hold         |    3 |", "| hold + order |  8.0 |"].join(
      "\n",
    ),
  );
});

test("figures are told with two that count", () => {
  expect([0.256, 0.996, 9.94, 9.96, 123.4].map(short)).toEqual(["0.26", "1.0", "9.9", "10", "123"]);
});

const setting = { cores: 2, processor: "any", node: "24", workerd: "1", rounds: 1, roundSeconds: 1 };

const figures: SideFigures = {
  perSecond: 100,
  perSecondByRound: [100],
  latencyMedianMs: 1,
  latencyP99Ms: 2,
  processorUs: null,
  generatorBusy: 0.1,
  unexpected: {},
  unitsHeld: { stored: 10, answered: 10 },
};

function throughput(more: Partial<ThroughputResult>): ThroughputResult {
  const common = { scenario: "refusal", title: "refusals", bar: 0.8, connections: 32, ratio: 1 } as const;
  return { ...common, onhand: figures, minimal: figures, ...more };
}
