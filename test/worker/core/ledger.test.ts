import { describe, expect, test } from "vitest";
import { EMPTY_CHECKPOINT, foldLines, type LedgerLine } from "../../../worker/core/ledger.ts";
import { NOW } from "./given.ts";

function line(sequence: number, warehouse: string, change: number, set: Partial<LedgerLine> = {}): LedgerLine {
  return {
    sequence,
    at: NOW,
    warehouse,
    kind: "adjust",
    figure: "onHand",
    change,
    after: 0,
    reason: "received",
    note: null,
    order: null,
    document: null,
    actor: "clerk",
    ...set,
  };
}

describe("folded ledger lines", () => {
  test("come to the sum of their changes by warehouse, and the last number among them", () => {
    const lines = [line(1, "main", 10), line(2, "east", 4), line(3, "main", -3)];
    expect(foldLines(EMPTY_CHECKPOINT, lines)).toEqual({ sequence: 3, onHand: { main: 7, east: 4 } });
  });

  test("are taken into what was folded before", () => {
    const checkpoint = { sequence: 3, onHand: { main: 7, east: 4 } };
    expect(foldLines(checkpoint, [line(4, "main", 1), line(5, "west", 2)])).toEqual({
      sequence: 5,
      onHand: { main: 8, east: 4, west: 2 },
    });
    expect(checkpoint).toEqual({ sequence: 3, onHand: { main: 7, east: 4 } });
  });

  test("come to the same at once and one after the other", () => {
    const lines = [line(1, "main", 10), line(2, "main", -4), line(3, "east", 2)];
    const bit = foldLines(foldLines(EMPTY_CHECKPOINT, lines.slice(0, 2)), lines.slice(2));
    expect(bit).toEqual(foldLines(EMPTY_CHECKPOINT, lines));
  });

  test("move nothing on hand when they are about allocations, and still count", () => {
    const allocated = line(2, "main", 5, { kind: "allocate", figure: "allocated" });
    expect(foldLines({ sequence: 1, onHand: { main: 7 } }, [allocated])).toEqual({ sequence: 2, onHand: { main: 7 } });
  });

  test("are nothing when there are none", () => {
    expect(foldLines({ sequence: 3, onHand: { main: 7 } }, [])).toEqual({ sequence: 3, onHand: { main: 7 } });
  });
});
