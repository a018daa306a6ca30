import { describe, expect, test } from "vitest";
import type { Figures } from "../../../worker/core/figures.ts";
import type { ShipmentUnits } from "../../../worker/core/shipment-units.ts";
import {
  type StockChange,
  type StockWriteResult,
  type WritePlace,
  writeStock,
} from "../../../worker/core/stock-write.ts";
import { type TransferResult, transferStock } from "../../../worker/core/transfer.ts";
import { level } from "./given.ts";

const WHO = { actor: "clerk", note: "shelf 4", document: "DN-7" };

const NEEDS: ShipmentUnits[] = [{ order: "O-1", shipment: "S-1", units: 4 }];

function place(warehouse: string, before: Figures | undefined, closed = false): WritePlace {
  return { warehouse, level: before, closed, shipments: () => NEEDS };
}

function write(before: Figures | undefined, change: StockChange, closed = false): StockWriteResult {
  return writeStock(place("main", before, closed), change, WHO);
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
        order: null,
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

  test("goes down to what is planned, and not one below: the shipments that need it are named", () => {
    const before = level({ onHand: 10, planned: 4 });
    expect(write(before, adjust(-6))).toMatchObject({ accepted: true, level: { onHand: 4 } });
    for (const delta of [-7, -11]) {
      expect(write(before, adjust(delta))).toEqual({
        accepted: false,
        refusal: { reason: "on_hand_below_planned", onHand: 10, planned: 4, shipments: NEEDS },
      });
    }
  });

  test("never goes below zero", () => {
    expect(write(level({ onHand: 2 }), adjust(-2))).toMatchObject({ accepted: true });
    expect(write(level({ onHand: 2 }), adjust(-3))).toEqual({
      accepted: false,
      refusal: { reason: "on_hand_below_zero", onHand: 2 },
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
      refusal: { reason: "on_hand_below_planned", onHand: 10, planned: 4, shipments: NEEDS },
    });
  });

  test("goes up to 1,000,000,000, and not one beyond", () => {
    expect(write(undefined, count(1_000_000_000))).toMatchObject({ accepted: true });
    expect(write(undefined, count(1_000_000_001))).toMatchObject({ refusal: { reason: "figure_out_of_range" } });
  });
});

describe("at a warehouse that is being closed", () => {
  const before = level({ onHand: 5 });

  test("nothing comes in, neither found nor counted", () => {
    const refusal = { reason: "warehouse_closed", warehouse: "main" };
    expect(write(before, adjust(1), true)).toEqual({ accepted: false, refusal });
    expect(write(before, count(6), true)).toEqual({ accepted: false, refusal });
    expect(write(undefined, adjust(1), true)).toEqual({ accepted: false, refusal });
  });

  test("goods may leave, and a count may find what is there", () => {
    expect(write(before, adjust(-5), true)).toMatchObject({ accepted: true, level: { onHand: 0 } });
    expect(write(before, count(4), true)).toMatchObject({ accepted: true });
    expect(write(before, count(5), true)).toMatchObject({ accepted: true, entry: null });
  });
});

describe("a transfer", () => {
  const main = level({ onHand: 10, held: 1, allocated: 2, planned: 4, incoming: 6 });
  const north = level({ onHand: 3, held: 2 });

  function transfer(quantity: number, more: { from?: Figures; to?: Figures; closed?: string } = {}): TransferResult {
    const { from = main, to = north, closed = "" } = more;
    const levels = new Map([
      ["main", from],
      ["north", to],
      ["west", level({ onHand: 7 })],
    ]);
    const ends = { from: place("main", from, closed === "main"), to: place("north", to, closed === "north") };
    return transferStock({ ...ends, quantity }, levels, WHO);
  }

  test("takes from one warehouse what it puts to the other, with a ledger line each, and nothing else moves", () => {
    const line = { kind: "transfer", figure: "onHand", reason: null, note: "shelf 4", order: null, document: "DN-7" };
    expect(transfer(5)).toEqual({
      accepted: true,
      levels: new Map([
        ["main", level({ onHand: 5, held: 1, allocated: 2, planned: 4, incoming: 6 })],
        ["north", level({ onHand: 8, held: 2 })],
        ["west", level({ onHand: 7 })],
      ]),
      entries: [
        { ...line, warehouse: "main", change: -5, after: 5, actor: "clerk" },
        { ...line, warehouse: "north", change: 5, after: 8, actor: "clerk" },
      ],
    });
  });

  test("leaves what shipments need, and takes what is only promised", () => {
    expect(transfer(6)).toMatchObject({ accepted: true });
    expect(transfer(7)).toEqual({
      accepted: false,
      refusal: { reason: "on_hand_below_planned", onHand: 10, planned: 4, shipments: NEEDS },
      at: "from",
    });
  });

  test("takes no more than there is", () => {
    const from = level({ onHand: 2, allocated: 9 });
    expect(transfer(2, { from })).toMatchObject({ accepted: true });
    expect(transfer(3, { from })).toEqual({
      accepted: false,
      refusal: { reason: "on_hand_below_zero", onHand: 2 },
      at: "from",
    });
  });

  test("puts up to 1,000,000,000, and not one beyond", () => {
    const to = level({ onHand: 999_999_998 });
    expect(transfer(2, { to })).toMatchObject({ accepted: true });
    expect(transfer(3, { to })).toEqual({ accepted: false, refusal: { reason: "figure_out_of_range" }, at: "to" });
  });

  test("goes out of a warehouse that is being closed, and not into one", () => {
    expect(transfer(1, { closed: "main" })).toMatchObject({ accepted: true });
    expect(transfer(1, { closed: "north" })).toEqual({
      accepted: false,
      refusal: { reason: "warehouse_closed", warehouse: "north" },
      at: "to",
    });
  });

  test("starts from nothing at a warehouse without a level", () => {
    const ends = { from: place("main", main), to: place("east", undefined) };
    expect(transferStock({ ...ends, quantity: 1 }, new Map([["main", main]]), WHO)).toMatchObject({
      levels: new Map([
        ["main", { ...main, onHand: 9 }],
        ["east", level({ onHand: 1 })],
      ]),
    });
  });
});
