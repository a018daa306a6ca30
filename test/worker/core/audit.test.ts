import { describe, expect, test } from "vitest";
import { type AuditFacts, auditFigures } from "../../../worker/core/audit.ts";
import type { Figures } from "../../../worker/core/figures.ts";
import type { LedgerLine } from "../../../worker/core/ledger.ts";
import { goods, level, levels, NOW, share } from "./given.ts";

function moved(sequence: number, warehouse: string, change: number): LedgerLine {
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
  };
}

/** 12 at main: 10 folded, 2 after; 4 at east. Claims: 5 held, 3 allocated, 1 planned. 20 and 10 are still to come. */
const CLEAN: AuditFacts = {
  levels: levels({
    main: { onHand: 12, held: 5, allocated: 1, planned: 1, incoming: 30 },
    east: { onHand: 4, allocated: 2 },
  }),
  checkpoint: { sequence: 6, onHand: { main: 10 } },
  lines: [moved(7, "main", 5), moved(8, "main", -3), moved(9, "east", 4)],
  claims: [
    { id: "r1", shares: [share("main", { held: 2 }), share("east", { allocated: 2 })] },
    { id: "r2", shares: [share("main", { held: 3, allocated: 1, planned: 1 })] },
    { id: "r3", shares: [] },
  ],
  replenishments: [
    goods({ id: "PO-1", quantity: 20 }),
    goods({ id: "PO-2", quantity: 15, received: 5 }),
    goods({ id: "PO-3", quantity: 8, received: 3, closed: "received" }),
    goods({ id: "PO-4", quantity: 9, closed: "withdrawn" }),
  ],
};

function audit(set: Partial<AuditFacts>): ReturnType<typeof auditFigures> {
  return auditFigures({ ...CLEAN, ...set });
}

function withMain(set: Partial<Figures>) {
  return new Map(CLEAN.levels).set("main", {
    onHand: 12,
    held: 5,
    allocated: 1,
    planned: 1,
    incoming: 30,
    ...set,
  });
}

describe("an audit", () => {
  test("is clean when every figure is what movements and claims come to", () => {
    expect(audit({})).toEqual([]);
  });

  test("is clean for a SKU that nothing ever happened to", () => {
    const nothing = { levels: levels({}), checkpoint: { sequence: 0, onHand: {} }, lines: [], claims: [] };
    expect(audit({ ...nothing, replenishments: [] })).toEqual([]);
  });

  test.each([
    ["onHand", { onHand: 11 }, 11, 12],
    ["held", { held: 6 }, 6, 5],
    ["allocated", { allocated: 0 }, 0, 1],
    ["planned", { planned: 2 }, 2, 1],
    ["incoming", { incoming: 31 }, 31, 30],
  ])("finds %s that is not their sum", (what, set, stored, recomputed) => {
    expect(audit({ levels: withMain(set) })).toEqual([{ what, warehouse: "main", claim: null, stored, recomputed }]);
  });

  test("finds every figure that is wrong, together", () => {
    expect(audit({ levels: withMain({ held: 6, allocated: 0 }) }).map((drift) => drift.what)).toEqual([
      "held",
      "allocated",
    ]);
  });

  test("finds a level that is missing", () => {
    const { levels: here } = CLEAN;
    const found = audit({ levels: new Map([...here].filter(([warehouse]) => warehouse !== "east")) });
    expect(found).toEqual([
      { what: "onHand", warehouse: "east", claim: null, stored: 0, recomputed: 4 },
      { what: "allocated", warehouse: "east", claim: null, stored: 0, recomputed: 2 },
    ]);
  });

  test("finds a level that nothing explains", () => {
    expect(audit({ levels: new Map(CLEAN.levels).set("west", level({ onHand: 3 })) })).toEqual([
      { what: "onHand", warehouse: "west", claim: null, stored: 3, recomputed: 0 },
    ]);
  });

  test("finds units of a claim at a warehouse that has no level", () => {
    const claims = [...CLEAN.claims, { id: "r4", shares: [share("west", { held: 2 })] }];
    expect(audit({ claims })).toEqual([{ what: "held", warehouse: "west", claim: null, stored: 0, recomputed: 2 }]);
  });

  test("finds goods that are expected at a warehouse that has no level", () => {
    const replenishments = [...CLEAN.replenishments, goods({ id: "PO-5", warehouse: "west", quantity: 6 })];
    expect(audit({ replenishments })).toEqual([
      { what: "incoming", warehouse: "west", claim: null, stored: 0, recomputed: 6 },
    ]);
  });

  test("finds on hand below planned, although both are what they are said to be", () => {
    const found = audit({
      levels: levels({ main: { onHand: 1, planned: 2 } }),
      checkpoint: { sequence: 0, onHand: {} },
      lines: [moved(1, "main", 1)],
      claims: [{ id: "r1", shares: [share("main", { planned: 2 })] }],
      replenishments: [],
    });
    expect(found).toEqual([{ what: "onHand below planned", warehouse: "main", claim: null, stored: 1, recomputed: 2 }]);
  });

  test("finds a hole in the ledger's numbers", () => {
    const lines = [moved(7, "main", 5), moved(9, "main", -3), moved(10, "east", 4)];
    expect(audit({ lines })).toEqual([
      { what: "movement sequence", warehouse: "main", claim: null, stored: 9, recomputed: 8 },
      { what: "movement sequence", warehouse: "east", claim: null, stored: 10, recomputed: 9 },
    ]);
  });

  test("finds a ledger that does not go on where it was folded", () => {
    expect(audit({ checkpoint: { sequence: 5, onHand: { main: 10 } } })).toHaveLength(3);
  });
});
