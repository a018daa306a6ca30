import type { ExpectedAnswer, RequestText } from "../load/plan.ts";
import type { CartLine, Side } from "../sides/side.ts";

/** What one run of a scenario asks for. */
export interface RunLoad {
  readonly requests: readonly RequestText[];
  readonly turnEvery: number | null;
  readonly expected: ExpectedAnswer;
}

/** How much is going to be asked for. */
export interface Extent {
  readonly runs: number;
  /** Of the longest one, its ramp included, in milliseconds. */
  readonly runMs: number;
}

/** What a side was given for a scenario. */
export interface Prepared {
  /** SKUs whose figures the scenario changes, if any. */
  readonly skus: readonly string[];
  /** Units of them that are held beforehand. */
  readonly held: number;
}

/** Something that both sides are asked to do over HTTP, as fast as they can. */
export interface Scenario {
  readonly name: "hot" | "spread" | "cart" | "refusal" | "read" | "read50";
  readonly title: string;
  /** The share of the minimal object's throughput that Onhand has to reach. */
  readonly bar: number;
  /** Requests under way at a time, unless it is said otherwise. */
  readonly connections: number;
  /** Units that each expected answer holds, over all SKUs; with it the figures are checked afterwards. */
  readonly unitsHeldEach: number;
  /** Makes what the runs need. */
  prepare(side: Side, extent: Extent): Promise<Prepared>;
  /** The load of one run, counted from 0. */
  load(side: Side, run: number, extent: Extent): RunLoad;
}

const CONNECTIONS = 32;
const CONNECTIONS_HOT = 64;
const ON_HAND = 1_000_000_000;
const SPREAD_SKUS = 200;
const CART_LINES = 3;
const CARTS = 2_000;
const READ_AT_ONCE = 50;
const READS = 200;

/** A SKU of Onhand takes at most 20,000 open holds, so the hot one gives way to another one before that. */
const HOLDS_PER_HOT_SKU = 15_000;
/** More than any run is expected to reach. One that does starts over with the first SKU and is refused: that shows. */
const HOT_HOLDS_PER_SECOND_MAX = 20_000;

const spread = Array.from({ length: SPREAD_SKUS }, (_, index) => `SPREAD-${index}`);
const soldOut = "SOLD-OUT";

function hotSkus(run: number, { runMs }: Extent): string[] {
  const length = Math.ceil(((runMs / 1_000) * HOT_HOLDS_PER_SECOND_MAX) / HOLDS_PER_HOT_SKU);
  return Array.from({ length }, (_, index) => `HOT-${run}-${index}`);
}

async function stockSpread(side: Side): Promise<Prepared> {
  await side.stock(spread, ON_HAND);
  return { skus: spread, held: 0 };
}

/** So many different SKUs, others each time; the same ones for either side. */
function someSkus(count: number, seed: number): string[] {
  // Steps through a ring of prime length, of which the places past the last SKU are left out.
  const prime = 211;
  const step = 1 + ((seed * 37) % (prime - 1));
  const chosen: string[] = [];
  for (let at = (seed * 97) % prime; chosen.length < count; at = (at + step) % prime) {
    const sku = spread[at];
    if (sku !== undefined) chosen.push(sku);
  }
  return chosen;
}

function cart(skus: readonly string[]): CartLine[] {
  return skus.map((sku) => ({ sku, quantity: 1 }));
}

/** Everything that is measured in requests a second. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "hot",
    title: "reservations on one hot SKU",
    bar: 1,
    connections: CONNECTIONS_HOT,
    unitsHeldEach: 1,
    prepare: async (side, extent) => {
      const skus = Array.from({ length: extent.runs }, (_, run) => hotSkus(run, extent)).flat();
      await side.stock(skus, ON_HAND);
      return { skus, held: 0 };
    },
    load: (side, run, extent) => ({
      requests: hotSkus(run, extent).map((sku) => side.holdRequest(cart([sku]))),
      turnEvery: HOLDS_PER_HOT_SKU,
      expected: side.heldAnswer,
    }),
  },
  {
    name: "spread",
    title: `reservations over ${SPREAD_SKUS} SKUs`,
    bar: 0.5,
    connections: CONNECTIONS,
    unitsHeldEach: 1,
    prepare: stockSpread,
    load: (side) => ({
      requests: spread.map((sku) => side.holdRequest(cart([sku]))),
      turnEvery: null,
      expected: side.heldAnswer,
    }),
  },
  {
    name: "cart",
    title: `reservations of ${CART_LINES} of ${SPREAD_SKUS} SKUs`,
    bar: 0.6,
    connections: CONNECTIONS,
    unitsHeldEach: CART_LINES,
    prepare: stockSpread,
    load: (side) => ({
      requests: Array.from({ length: CARTS }, (_, seed) => side.holdRequest(cart(someSkus(CART_LINES, seed)))),
      turnEvery: null,
      expected: side.heldAnswer,
    }),
  },
  {
    name: "refusal",
    title: "refusals of a sold-out SKU",
    bar: 0.8,
    connections: CONNECTIONS,
    unitsHeldEach: 0,
    prepare: async (side) => {
      await side.stock([soldOut], 1);
      await side.hold(cart([soldOut]));
      return { skus: [soldOut], held: 1 };
    },
    load: (side) => ({
      requests: [side.holdRequest(cart([soldOut]))],
      turnEvery: null,
      expected: side.refusedAnswer,
    }),
  },
  {
    name: "read",
    title: `availability of one of ${SPREAD_SKUS} SKUs`,
    bar: 0.7,
    connections: CONNECTIONS,
    unitsHeldEach: 0,
    prepare: stockSpread,
    load: (side) => ({
      requests: spread.map((sku) => side.readRequest([sku])),
      turnEvery: null,
      expected: side.readAnswer(1),
    }),
  },
  {
    name: "read50",
    title: `availability of ${READ_AT_ONCE} SKUs in one request`,
    bar: 3,
    connections: CONNECTIONS,
    unitsHeldEach: 0,
    prepare: stockSpread,
    load: (side) => ({
      requests: Array.from({ length: READS }, (_, seed) => side.readRequest(someSkus(READ_AT_ONCE, seed))),
      turnEvery: null,
      expected: side.readAnswer(READ_AT_ONCE),
    }),
  },
];
