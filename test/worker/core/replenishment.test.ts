import { describe, expect, test } from "vitest";
import {
  type ExpectedGoods,
  isAsPut,
  outstandingOf,
  putGoods,
  type ReplenishmentFacts,
  type ReplenishmentResult,
  type ReplenishmentTerms,
  receiveGoods,
  withdrawGoods,
} from "../../../worker/core/replenishment.ts";
import { DAY, goods, iso, level, levels, NOW } from "./given.ts";

const WHO = { actor: "clerk", note: "by ship", document: null };
const BILLION = 1_000_000_000;

function facts(set: Partial<ReplenishmentFacts> = {}): ReplenishmentFacts {
  return { levels: levels({}), closed: [], provenance: WHO, nowMs: NOW, ...set };
}

function terms(quantity: number, set: Partial<ReplenishmentTerms> = {}): ReplenishmentTerms {
  return { warehouse: "main", quantity, expectedAt: null, document: null, note: null, ...set };
}

function expectLine(warehouse: string, change: number, after: number) {
  return {
    warehouse,
    kind: "expect",
    figure: "incoming",
    change,
    after,
    reason: null,
    note: "by ship",
    order: null,
    document: "PO-1",
    actor: "clerk",
  };
}

/** What changed, in short: the lines, and the levels that they speak of. */
function told(result: ReplenishmentResult): unknown {
  if (!result.accepted) return result.refusal;
  const { goods: after, entries, levels: all } = result;
  return {
    goods: [after.received, after.closed],
    lines: entries.map(({ kind, warehouse, change }) => [kind, warehouse, change]),
    levels: [...all].map(([warehouse, { onHand, incoming }]) => [warehouse, onHand, incoming]),
  };
}

describe("a replenishment", () => {
  test("that is made is incoming, with a line that names it", () => {
    const set = { expectedAt: iso(NOW + DAY), document: "order 8", note: "by ship" };
    const result = putGoods(
      "PO-1",
      null,
      terms(10, set),
      facts({ levels: levels({ main: { onHand: 3, incoming: 5 } }) }),
    );
    expect(result).toEqual({
      accepted: true,
      goods: goods({ ...set, createdAt: NOW, updatedAt: NOW }),
      levels: levels({ main: { onHand: 3, incoming: 15 } }),
      entries: [expectLine("main", 10, 15)],
    });
  });

  test("that is put with more or less changes what is incoming by the difference", () => {
    const before = goods({ quantity: 10, received: 4 });
    const here = { levels: levels({ main: { onHand: 4, incoming: 6 } }) };
    expect(told(putGoods("PO-1", before, terms(15), facts(here)))).toEqual({
      goods: [4, null],
      lines: [["expect", "main", 5]],
      levels: [["main", 4, 11]],
    });
    expect(told(putGoods("PO-1", before, terms(5), facts(here)))).toEqual({
      goods: [4, null],
      lines: [["expect", "main", -5]],
      levels: [["main", 4, 1]],
    });
  });

  test("that is put with what came already is closed, and with less refused", () => {
    const before = goods({ quantity: 10, received: 4 });
    const here = facts({ levels: levels({ main: { incoming: 6 } }) });
    expect(told(putGoods("PO-1", before, terms(4), here))).toMatchObject({
      goods: [4, "received"],
      lines: [["expect", "main", -6]],
    });
    expect(told(putGoods("PO-1", before, terms(3), here))).toEqual({
      reason: "replenishment_received",
      received: 4,
      field: "quantity",
    });
  });

  test("that is put elsewhere moves what is incoming, unless some of it came", () => {
    const here = facts({ levels: levels({ main: { incoming: 10 }, east: { incoming: 1 } }) });
    expect(told(putGoods("PO-1", goods(), terms(12, { warehouse: "east" }), here))).toEqual({
      goods: [0, null],
      lines: [
        ["expect", "main", -10],
        ["expect", "east", 12],
      ],
      levels: [
        ["main", 0, 0],
        ["east", 0, 13],
      ],
    });
    expect(told(putGoods("PO-1", goods({ received: 1 }), terms(12, { warehouse: "east" }), here))).toEqual({
      reason: "replenishment_received",
      received: 1,
      field: "warehouse",
    });
  });

  test("of which only the date changes moves nothing, and still has a line that says so", () => {
    const here = facts({ levels: levels({ main: { incoming: 10 } }) });
    const result = putGoods("PO-1", goods(), terms(10, { expectedAt: iso(NOW) }), here);
    expect(told(result)).toMatchObject({ lines: [["expect", "main", 0]], levels: [["main", 0, 10]] });
    expect(result).toMatchObject({ goods: { expectedAt: iso(NOW), updatedAt: NOW, createdAt: NOW - DAY } });
  });

  test("of nothing is closed from the start", () => {
    expect(told(putGoods("PO-1", null, terms(0), facts()))).toMatchObject({ goods: [0, "received"] });
  });

  test("opens again when more is expected of it than came", () => {
    const before = goods({ quantity: 10, received: 12, closed: "received" });
    expect(told(putGoods("PO-1", before, terms(15), facts()))).toMatchObject({
      goods: [12, null],
      lines: [["expect", "main", 3]],
    });
  });

  test("is incoming up to 1,000,000,000 with all others, and not one beyond", () => {
    const here = facts({ levels: levels({ main: { incoming: BILLION - 10 } }) });
    expect(told(putGoods("PO-1", null, terms(10), here))).toMatchObject({ levels: [["main", 0, BILLION]] });
    expect(told(putGoods("PO-1", null, terms(11), here))).toEqual({ reason: "figure_out_of_range" });
  });

  test("is not expected at a warehouse that is being closed, but may become less there or leave it", () => {
    const here = facts({ closed: ["main"], levels: levels({ main: { incoming: 10 } }) });
    const refusal = { reason: "warehouse_closed", warehouse: "main" };
    expect(told(putGoods("PO-2", null, terms(1), here))).toEqual(refusal);
    expect(told(putGoods("PO-1", goods(), terms(11), here))).toEqual(refusal);
    expect(putGoods("PO-1", goods(), terms(9), here).accepted).toBe(true);
    expect(putGoods("PO-1", goods(), terms(10, { warehouse: "east" }), here).accepted).toBe(true);
  });
});

describe("terms that were put last", () => {
  const before = goods({ document: "order 8", note: "n", expectedAt: iso(NOW) });
  const same = terms(10, { document: "order 8", note: "n", expectedAt: iso(NOW) });

  test.each([
    ["open", true, before],
    ["of which all came", true, { ...before, received: 10, closed: "received" as const }],
    ["of which more came than was expected", true, { ...before, received: 12, closed: "received" as const }],
    ["of which the rest was said not to come", true, { ...before, received: 3, closed: "received" as const }],
    ["called off", false, { ...before, closed: "withdrawn" as const }],
  ])("are still those of one that is %s: %s", (_, expected, now) => {
    expect(isAsPut(now, same)).toBe(expected);
  });

  test.each([
    ["warehouse", { warehouse: "east" }],
    ["quantity", { quantity: 11 }],
    ["date", { expectedAt: null }],
    ["document", { document: null }],
    ["note", { note: "m" }],
  ])("are others with another %s", (_, set) => {
    expect(isAsPut(before, { ...same, ...set })).toBe(false);
  });
});

describe("receiving", () => {
  const before = goods({ quantity: 10, received: 2 });
  const here = facts({ levels: levels({ main: { onHand: 5, held: 1, incoming: 11 } }) });

  test("puts what came on hand and takes it from what is incoming", () => {
    const result = receiveGoods(before, { quantity: 3, isLast: false }, here);
    expect(result).toEqual({
      accepted: true,
      goods: { ...before, received: 5, updatedAt: NOW },
      levels: new Map([["main", level({ onHand: 8, held: 1, incoming: 8 })]]),
      entries: [
        {
          warehouse: "main",
          kind: "receive",
          figure: "onHand",
          change: 3,
          after: 8,
          reason: null,
          note: "by ship",
          order: null,
          document: "PO-1",
          actor: "clerk",
        },
      ],
    });
  });

  test("names the paper that it is given", () => {
    const provenance = { ...WHO, document: "DN-9" };
    const result = receiveGoods(before, { quantity: 1, isLast: true }, { ...here, provenance });
    // The line of what is not expected any more names the replenishment.
    expect(result).toMatchObject({ entries: [{ document: "DN-9" }, { kind: "expect", document: "PO-1" }] });
  });

  test.each([
    ["all that is outstanding", null, false, [10, "received"], [["receive", "main", 8]], [13, 3]],
    ["exactly that", 8, false, [10, "received"], [["receive", "main", 8]], [13, 3]],
    ["one less", 7, false, [9, null], [["receive", "main", 7]], [12, 4]],
    ["more than was expected", 20, false, [22, "received"], [["receive", "main", 20]], [25, 3]],
    [
      "the last of it",
      1,
      true,
      [3, "received"],
      [
        ["receive", "main", 1],
        ["expect", "main", -7],
      ],
      [6, 3],
    ],
  ])("%s", (_, quantity, isLast, after, lines, [onHand, incoming]) => {
    expect(told(receiveGoods(before, { quantity, isLast }, here))).toEqual({
      goods: after,
      lines,
      levels: [["main", onHand, incoming]],
    });
  });

  test("of a closed one is refused, however it was closed", () => {
    for (const closed of ["received", "withdrawn"] as const) {
      const result = receiveGoods({ ...before, closed }, { quantity: 1, isLast: false }, here);
      expect(told(result)).toEqual({ reason: "replenishment_closed" });
    }
  });

  test("is refused at a warehouse that is being closed", () => {
    const result = receiveGoods(before, { quantity: 1, isLast: false }, { ...here, closed: ["main"] });
    expect(told(result)).toEqual({ reason: "warehouse_closed", warehouse: "main" });
  });

  test("goes up to 1,000,000,000 on hand and received in all, and not one beyond", () => {
    const receive = (received: number, onHand: number, quantity: number): unknown =>
      told(
        receiveGoods(
          goods({ quantity: BILLION, received }),
          { quantity, isLast: false },
          facts({ levels: levels({ main: { onHand, incoming: BILLION - received } }) }),
        ),
      );
    expect(receive(0, BILLION - 10, 10)).toMatchObject({ levels: [["main", BILLION, BILLION - 10]] });
    expect(receive(0, BILLION - 10, 11)).toEqual({ reason: "figure_out_of_range" });
    expect(receive(BILLION - 5, 0, 5)).toMatchObject({ goods: [BILLION, "received"] });
    expect(receive(BILLION - 5, 0, 6)).toEqual({ reason: "figure_out_of_range" });
  });
});

describe("calling off", () => {
  test("takes what is outstanding from what is incoming, and nothing that came", () => {
    const here = facts({ levels: levels({ main: { onHand: 4, incoming: 9 } }) });
    const result = withdrawGoods(goods({ quantity: 10, received: 4 }), here);
    expect(told(result)).toEqual({
      goods: [4, "withdrawn"],
      lines: [["expect", "main", -6]],
      levels: [["main", 4, 3]],
    });
  });

  test("is taken back by the same terms: the rest is expected again", () => {
    const before: ExpectedGoods = goods({ quantity: 10, received: 4, closed: "withdrawn" });
    expect(outstandingOf(before)).toBe(0);
    expect(told(putGoods("PO-1", before, terms(10), facts()))).toMatchObject({
      goods: [4, null],
      lines: [["expect", "main", 6]],
    });
  });
});
