import { describe, expect, it } from "vitest";
import { BATCH_BYTES_MAX } from "../../../cli/import/bounds.ts";
import { jsonBytes, splitBatches } from "../../../cli/import/split-batches.ts";

function sizes(weights: { bytes: number; assumed: number }[]): number[] {
  return splitBatches(weights, (weight) => weight).batches.map((batch) => batch.length);
}

function many(count: number, bytes: number, assumed = 0) {
  return Array.from({ length: count }, () => ({ bytes, assumed }));
}

describe("batches", () => {
  it("have 100 rows at most", () => {
    expect(sizes(many(100, 1))).toStrictEqual([100]);
    expect(sizes(many(101, 1))).toStrictEqual([100, 1]);
    expect(sizes([])).toStrictEqual([]);
  });

  it("have 1 MiB less 8 KiB at most", () => {
    expect(BATCH_BYTES_MAX).toBe(1_040_384);
    expect(sizes([...many(1, 1_040_383), ...many(1, 1)])).toStrictEqual([2]);
    expect(sizes([...many(1, 1_040_384), ...many(1, 1)])).toStrictEqual([1, 1]);
  });

  it("need 1,000 SKUs at most", () => {
    expect(sizes(many(10, 1, 100))).toStrictEqual([10]);
    expect(sizes(many(11, 1, 100))).toStrictEqual([10, 1]);
  });

  it("keep the order and leave out what fits none", () => {
    const items = ["a", "bbb", "c"];
    const found = splitBatches(items, (item) => ({ bytes: item.length * 500_000, assumed: 0 }));
    expect(found.batches).toStrictEqual([["a", "c"]]);
    expect(found.tooHeavy.map(({ item }) => item)).toStrictEqual(["bbb"]);
    expect(splitBatches(many(1, 1, 1_001), (weight) => weight).tooHeavy).toHaveLength(1);
  });

  it("are weighed in bytes, not characters, with the comma between", () => {
    // Two quotes, two bytes for ü, a comma.
    expect(jsonBytes("ü")).toBe(5);
  });
});
