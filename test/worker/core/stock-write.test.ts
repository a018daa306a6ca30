import { describe, expect, test } from "vitest";
import type { Figures } from "../../../worker/core/figures.ts";
import { type StockChange, type StockWriteResult, writeStock } from "../../../worker/core/stock-write.ts";
import { level } from "./given.ts";

const WHO = { actor: "clerk", note: "shelf 4", document: "DN-7" };

function write(before: Figures | undefined, change: StockChange): StockWriteResult {
  return writeStock("main", before, change, WHO);
}

function adjust(delta: number): StockChange {
  return { kind: "adjust", delta, reason: "received" };
}

function count(onHand: number, expected: number | null = null): StockChange {
  return { kind: "count", onHand, expected };
}

describe("an adjustment", () => {
  test("changes what is on hand, nothing else, and says so in the ledger", () => {
    const before = level({ onHand: 10, held: 1, allocated: 2, planned: 3, incoming: 4 });
    expect(write(before, adjust(-5))).toEqual({
      accepted: true,
      level: { onHand: 5, held: 1, allocated: 2, planned: 3, incoming: 4 },
      entry: {
        warehouse: "main",
        kind: "adjust",
        figure: "onHand",
        change: -5,
        after: 5,
        reason: "received",
        note: "shelf 4",
        document: "DN-7",
        actor: "clerk",
      },
    });
  });

  test("starts from nothing at a warehouse without a level", () => {
    expect(write(undefined, adjust(3))).toMatchObject({ level: level({ onHand: 3 }), entry: { change: 3, after: 3 } });
  });

  test("may leave less than what is held and allocated: they are backordered then", () => {
    expect(write(level({ onHand: 10, held: 6, allocated: 3 }), adjust(-10))).toMatchObject({
      accepted: true,
      level: { onHand: 0 },
    });
  });

  test("goes down to what is planned, and not one below", () => {
    const before = level({ onHand: 10, planned: 4 });
    expect(write(before, adjust(-6))).toMatchObject({ accepted: true, level: { onHand: 4 } });
    expect(write(before, adjust(-7))).toEqual({
      accepted: false,
      refusal: { reason: "on_hand_below_zero", onHand: 10, floor: 4 },
    });
  });

  test("never goes below zero", () => {
    expect(write(level({ onHand: 2 }), adjust(-2))).toMatchObject({ accepted: true });
    expect(write(level({ onHand: 2 }), adjust(-3))).toMatchObject({
      refusal: { reason: "on_hand_below_zero", floor: 0 },
    });
  });

  test("goes up to 1,000,000,000, and not one beyond", () => {
    const before = level({ onHand: 999_999_990 });
    expect(write(before, adjust(10))).toMatchObject({ accepted: true, level: { onHand: 1_000_000_000 } });
    expect(write(before, adjust(11))).toEqual({ accepted: false, refusal: { reason: "figure_out_of_range" } });
  });
});

describe("a count", () => {
  test("sets what is on hand, and the ledger has the difference without a reason", () => {
    expect(write(level({ onHand: 10, held: 2 }), count(7))).toMatchObject({
      accepted: true,
      level: { onHand: 7, held: 2 },
      entry: { kind: "count", change: -3, after: 7, reason: null, actor: "clerk" },
    });
  });

  test("that finds the figure as it is moves nothing", () => {
    const before = level({ onHand: 10 });
    expect(write(before, count(10))).toEqual({ accepted: true, level: before, entry: null });
    expect(write(undefined, count(0))).toEqual({ accepted: true, level: level(), entry: null });
  });

  test("that believed another figure is refused with the one that is, also when it finds what is there", () => {
    expect(write(level({ onHand: 10 }), count(7, 10))).toMatchObject({ accepted: true });
    expect(write(level({ onHand: 10 }), count(7, 9))).toEqual({
      accepted: false,
      refusal: { reason: "stale_write", current: 10 },
    });
    expect(write(level({ onHand: 10 }), count(10, 9))).toMatchObject({ refusal: { reason: "stale_write" } });
    expect(write(undefined, count(5, 0))).toMatchObject({ accepted: true });
  });

  test("goes down to what is planned, and not one below", () => {
    const before = level({ onHand: 10, planned: 4 });
    expect(write(before, count(4))).toMatchObject({ accepted: true });
    expect(write(before, count(3))).toEqual({
      accepted: false,
      refusal: { reason: "on_hand_below_zero", onHand: 10, floor: 4 },
    });
  });

  test("goes up to 1,000,000,000, and not one beyond", () => {
    expect(write(undefined, count(1_000_000_000))).toMatchObject({ accepted: true });
    expect(write(undefined, count(1_000_000_001))).toMatchObject({ refusal: { reason: "figure_out_of_range" } });
  });
});
