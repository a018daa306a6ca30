import { describe, expect, test } from "vitest";
import { newClaim } from "../../../worker/core/claims.ts";
import type {
  EndedRecord,
  HeldRecord,
  OrderedRecord,
  SkuClaim,
  SlotRecord,
  StoredAnswer,
} from "../../../worker/core/record.ts";
import {
  abandonChange,
  alterable,
  answered,
  beginChange,
  type ChangePlan,
  endHold,
  extend,
  fateOf,
  giveTo,
  planChange,
  remember,
  settleChange,
  settled,
  usable,
} from "../../../worker/core/reservation.ts";
import { reservationView } from "../../../worker/core/reservation-view.ts";
import type { Done } from "../../../worker/core/step.ts";
import { ask, heldRecord, kitLine, MINUTE, NOW, skuClaim, skuLine, WEB } from "./given.ts";

function without(record: HeldRecord): Omit<HeldRecord, "changing"> {
  const { changing: _, ...rest } = record;
  return rest;
}

const RELEASED: EndedRecord = { ...without(heldRecord()), state: "released", endedAt: NOW };
const EXPIRED: EndedRecord = { ...without(heldRecord()), state: "expired", endedAt: NOW };
const ORDERED: OrderedRecord = { ...without(heldRecord()), state: "ordered", order: "O-1", endedAt: NOW };
const REFUSED: SlotRecord = { state: "refused", id: "r1", claims: [], endedAt: NOW };
const GONE: SlotRecord = { state: "gone", id: "r1", endedAt: NOW };

function done(units: number, set: Partial<Done> = {}): Done {
  return { outcome: "done", units, backordered: 0, tracked: true, shipsFrom: "main", ...set };
}

function claimOf(record: { claims: SkuClaim[] }, sku: string): SkuClaim | undefined {
  return record.claims.find((claim) => claim.sku === sku);
}

describe("a reservation may be used", () => {
  test("while it is held, up to its expiry and not at it", () => {
    const record = heldRecord({ expiresAt: NOW + 1 });
    expect(usable(record, NOW)).toEqual({ accepted: true, value: record });
    expect(usable(record, NOW + 1)).toEqual({ accepted: false, refusal: { reason: "reservation_expired" } });
  });

  test("while it is changed: a release does not wait for that", () => {
    const record = heldRecord({ changing: { attempt: "a", tries: [] } });
    expect(usable(record, NOW)).toEqual({ accepted: true, value: record });
  });

  test.each([
    ["unknown", null, { reason: "reservation_not_found" }],
    ["an attempt that was refused", REFUSED, { reason: "reservation_not_found" }],
    ["said to be gone", GONE, { reason: "reservation_not_found" }],
    ["expired", EXPIRED, { reason: "reservation_expired" }],
    ["released", RELEASED, { reason: "reservation_released" }],
    ["ordered", ORDERED, { reason: "reservation_ordered", order: "O-1" }],
  ])("and is told why not: %s", (_, record, refusal) => {
    expect(usable(record, NOW)).toEqual({ accepted: false, refusal });
    expect(alterable(record, NOW)).toEqual({ accepted: false, refusal });
  });
});

describe("a reservation may be altered", () => {
  const answers = (count: number): StoredAnswer[] =>
    Array.from({ length: count }, (_, index) => ({
      key: `k${index}`,
      body: "",
      answer: reservationView(heldRecord()),
    }));

  test("while nothing else alters it", () => {
    expect(alterable(heldRecord(), NOW)).toMatchObject({ accepted: true });
    expect(alterable(heldRecord({ changing: { attempt: "a", tries: [] } }), NOW)).toEqual({
      accepted: false,
      refusal: { reason: "change_in_progress" },
    });
  });

  test("100 times after it was made, and not once more", () => {
    expect(alterable(heldRecord({ answers: answers(100) }), NOW)).toMatchObject({ accepted: true });
    expect(alterable(heldRecord({ answers: answers(101) }), NOW)).toEqual({
      accepted: false,
      refusal: { reason: "too_many_changes", bound: 100 },
    });
  });
});

test("a reservation is altered no more once its stored answers are longer than 500,000 characters", () => {
  const stored = (body: string): StoredAnswer[] => [{ key: "k", body, answer: reservationView(heldRecord()) }];
  const rest = JSON.stringify(stored("")).length;
  const full = heldRecord({ answers: stored("x".repeat(500_000 - rest)) });
  expect(alterable(full, NOW)).toMatchObject({ accepted: true });
  const fuller = heldRecord({ answers: stored("x".repeat(500_001 - rest)) });
  expect(alterable(fuller, NOW)).toMatchObject({ refusal: { reason: "too_many_changes" } });
  // It can still be ordered.
  expect(settled(fuller, NOW)).toMatchObject({ accepted: true });
});

describe("planning a change", () => {
  const record = heldRecord({
    lines: [skuLine("A", 3), skuLine("B", 2), skuLine("C", 1), skuLine("D", 4)],
    claims: [
      skuClaim("A", 3),
      skuClaim("B", 2, { applied: 4, numbered: 6, pending: [{ kind: "extend", n: 5, after: 4, expiresAt: NOW }] }),
      skuClaim("C", 1),
      skuClaim("D", 4, { tracked: false }),
    ],
    client: "c1",
  });

  test("names what every SKU shall have, nothing for those that go", () => {
    const plan = planChange(record, [skuLine("A", 1), skuLine("B", 2), skuLine("A", 1), skuLine("E", 5)]);
    expect(plan.targets).toEqual(
      new Map([
        ["A", 2],
        ["B", 2],
        ["C", 0],
        ["D", 0],
        ["E", 5],
      ]),
    );
  });

  test("tries a hold of all that is wanted where it is more, with the next number after what is decided", () => {
    expect(planChange(record, [skuLine("B", 7)]).questions).toEqual([
      {
        sku: "B",
        tries: true,
        step: {
          kind: "hold",
          n: 7,
          after: 5,
          ask: ask(7),
          channel: WEB,
          client: "c1",
          expiresAt: record.expiresAt,
        },
      },
    ]);
  });

  test("tries a first hold at a SKU that it has nothing of", () => {
    expect(planChange(record, [skuLine("E", 5)]).questions).toMatchObject([
      { sku: "E", tries: true, step: { kind: "hold", n: 1, after: 0, ask: ask(5) } },
    ]);
  });

  test("only asks for the cart's rules where it is less: a shopper may always take less", () => {
    expect(planChange(record, [skuLine("A", 2)]).questions).toEqual([
      { sku: "A", tries: false, step: { kind: "inquire", ask: ask(2), scope: "cart", channel: WEB } },
    ]);
  });

  test("asks nothing where nothing changes, nor of a SKU that goes", () => {
    expect(planChange(record, [skuLine("A", 3), skuLine("B", 2), skuLine("C", 1)]).questions).toEqual([]);
  });

  test("holds nothing at a SKU that is not tracked", () => {
    for (const units of [3, 5]) {
      expect(planChange(record, [skuLine("D", units)]).questions).toMatchObject([{ sku: "D", tries: false }]);
    }
  });

  test("judges the sum of lines and kits of a SKU", () => {
    const plan = planChange(record, [skuLine("A", 2), kitLine("set", 3, { A: 2 })]);
    expect(plan.questions).toMatchObject([{ sku: "A", step: { ask: { units: 8, direct: 2, viaKit: true } } }]);
  });
});

describe("a change that is being tried", () => {
  const record = heldRecord({ claims: [skuClaim("A", 3, { applied: 2, numbered: 2 })] });
  const plan = planChange(record, [skuLine("A", 5), skuLine("B", 1)]);

  test("writes the numbers it takes before any SKU is asked, and leaves the rest", () => {
    expect(beginChange(record, "try-1", plan)).toEqual({
      ...record,
      changing: {
        attempt: "try-1",
        tries: [
          { sku: "A", n: 3 },
          { sku: "B", n: 1 },
        ],
      },
    });
  });

  test("writes no numbers for questions that take none", () => {
    expect(beginChange(record, "try-1", planChange(record, [skuLine("A", 2)])).changing?.tries).toEqual([]);
  });

  test("when it is given up, takes back at every SKU what may have been taken", () => {
    const given = abandonChange(beginChange(record, "try-1", plan));
    expect(given).toMatchObject({ changing: null, revision: record.revision, lines: record.lines });
    expect(claimOf(given, "A")).toEqual(
      skuClaim("A", 3, { applied: 2, numbered: 4, pending: [{ kind: "decrease", n: 4, after: 2, units: 3 }] }),
    );
    expect(claimOf(given, "B")).toEqual({
      ...newClaim("B"),
      numbered: 2,
      pending: [{ kind: "decrease", n: 2, after: 0, units: 0 }],
    });
  });

  test("that is none has nothing to give up", () => {
    expect(abandonChange(record)).toBe(record);
  });

  test("takes numbers again that come after those that were given up", () => {
    const given = abandonChange(beginChange(record, "try-1", plan));
    expect(planChange(given, [skuLine("A", 5), skuLine("B", 1)]).questions).toMatchObject([
      { sku: "A", step: { n: 5, after: 4 } },
      { sku: "B", step: { n: 3, after: 2 } },
    ]);
  });
});

describe("a change that every SKU accepted", () => {
  const settle = (from: HeldRecord, plan: ChangePlan, answers: [string, Done][], lines = from.lines): HeldRecord =>
    settleChange(beginChange(from, "try-1", plan), lines, plan, new Map(answers));

  test("has its lines and the next revision, and is not being tried any more", () => {
    const from = heldRecord();
    const lines = [skuLine("A", 5)];
    const plan = planChange(from, lines);
    expect(settle(from, plan, [["A", done(5)]], lines)).toMatchObject({ lines, revision: 2, changing: null });
    expect(from.revision).toBe(1);
  });

  test("keeps what increases took, with the SKU's word on backorders and where it ships from", () => {
    const from = heldRecord();
    const plan = planChange(from, [skuLine("A", 5), skuLine("B", 4)]);
    const settled = settle(from, plan, [
      ["A", done(5, { backordered: 2, shipsFrom: "east" })],
      ["B", done(4)],
    ]);
    expect(claimOf(settled, "A")).toEqual(
      skuClaim("A", 5, { backordered: 2, shipsFrom: "east", applied: 2, numbered: 2 }),
    );
    expect(claimOf(settled, "B")).toEqual(skuClaim("B", 4));
  });

  test("drives decreases, and what goes to nothing", () => {
    const from = heldRecord({ claims: [skuClaim("A", 3, { backordered: 3 }), skuClaim("B", 2, { backordered: 1 })] });
    const settled = settle(from, planChange(from, [skuLine("A", 2)]), [["A", done(0)]]);
    expect(claimOf(settled, "A")).toEqual(
      skuClaim("A", 2, {
        backordered: 2,
        numbered: 2,
        pending: [{ kind: "decrease", n: 2, after: 1, units: 2 }],
      }),
    );
    expect(claimOf(settled, "B")).toEqual(
      skuClaim("B", 0, { numbered: 2, pending: [{ kind: "decrease", n: 2, after: 1, units: 0 }] }),
    );
  });

  test("leaves claims alone that stay as they are", () => {
    const from = heldRecord({ claims: [skuClaim("A", 3), skuClaim("B", 2)] });
    const settled = settle(from, planChange(from, [skuLine("A", 3), skuLine("B", 3)]), [["B", done(3)]]);
    expect(claimOf(settled, "A")).toEqual(skuClaim("A", 3));
  });

  test("says what was asked of a SKU that is not tracked, and drives nothing there", () => {
    const from = heldRecord({ claims: [skuClaim("A", 3, { tracked: false })] });
    for (const units of [1, 9]) {
      const plan = planChange(from, [skuLine("A", units), skuLine("B", 6)]);
      const settled = settle(from, plan, [
        ["A", done(0, { tracked: false })],
        ["B", done(0, { tracked: false, shipsFrom: null })],
      ]);
      expect(claimOf(settled, "A")).toEqual(skuClaim("A", units, { tracked: false }));
      expect(claimOf(settled, "B")).toEqual(skuClaim("B", 6, { tracked: false, shipsFrom: null }));
    }
  });
});

describe("an extension", () => {
  const record = heldRecord({
    expiresAt: NOW + 5 * MINUTE,
    livesUntil: NOW + 20 * MINUTE,
    claims: [skuClaim("A", 3), skuClaim("B", 1, { tracked: false })],
  });

  test("counts from now and is driven to every SKU that counts", () => {
    const next = extend(record, 15 * MINUTE, NOW);
    expect(next.expiresAt).toBe(NOW + 15 * MINUTE);
    expect(next.revision).toBe(1);
    expect(claimOf(next, "A")?.pending).toEqual([{ kind: "extend", n: 2, after: 1, expiresAt: NOW + 15 * MINUTE }]);
    expect(claimOf(next, "B")?.pending).toEqual([]);
  });

  test("never goes beyond the reservation's life", () => {
    expect(extend(record, 20 * MINUTE, NOW).expiresAt).toBe(NOW + 20 * MINUTE);
    expect(extend(record, 21 * MINUTE, NOW).expiresAt).toBe(NOW + 20 * MINUTE);
  });

  test("never makes it shorter, and then drives nothing", () => {
    expect(extend(record, 5 * MINUTE, NOW)).toBe(record);
    expect(extend(record, 1 * MINUTE, NOW)).toBe(record);
    const old = heldRecord({ expiresAt: NOW + 5 * MINUTE, livesUntil: NOW + 2 * MINUTE });
    expect(extend(old, 15 * MINUTE, NOW)).toBe(old);
  });
});

describe("the end of a hold", () => {
  test.each(["released", "expired"] as const)("%s: every SKU is to release what it has", (state) => {
    const record = heldRecord({ claims: [skuClaim("A", 3), skuClaim("B", 1, { tracked: false })] });
    const ended = endHold(record, state, NOW);
    expect(ended).toMatchObject({ state, endedAt: NOW, revision: 1, lines: record.lines });
    expect(ended).not.toHaveProperty("changing");
    expect(claimOf(ended, "A")?.pending).toEqual([{ kind: "release", n: 2, after: 1 }]);
    expect(claimOf(ended, "B")?.pending).toEqual([]);
  });

  test("ends what was just being tried too, also where it had nothing before", () => {
    const record = heldRecord();
    const trying = beginChange(record, "try-1", planChange(record, [skuLine("A", 5), skuLine("B", 1)]));
    const ended = endHold(trying, "released", NOW);
    expect(claimOf(ended, "A")).toMatchObject({ numbered: 3, pending: [{ kind: "release", n: 3, after: 1 }] });
    expect(claimOf(ended, "B")).toMatchObject({ numbered: 2, pending: [{ kind: "release", n: 2, after: 0 }] });
  });

  test("keeps what was still to be driven before it", () => {
    const record = extend(heldRecord({ expiresAt: NOW + MINUTE }), 10 * MINUTE, NOW);
    expect(
      claimOf(endHold(record, "released", NOW), "A")?.pending.map(({ kind, n, after }) => [kind, n, after]),
    ).toEqual([
      ["extend", 2, 1],
      ["release", 3, 2],
    ]);
  });
});

test("a hold that is given to an order drives nothing itself any more", () => {
  const record = heldRecord();
  expect(giveTo(record, "O-1", NOW)).toEqual(ORDERED);
});

describe("what becomes of a hold that a SKU asks about", () => {
  test("kept until its expiry, and from then on not known before it is written", () => {
    const record = heldRecord({ expiresAt: NOW + 1 });
    expect(fateOf(record, NOW)).toEqual({ fate: "kept", until: NOW + 1 });
    expect(fateOf(record, NOW + 1)).toBeNull();
  });

  test("an id that nobody knows is not gone before that is written", () => {
    expect(fateOf(null, NOW)).toBeNull();
  });

  test.each([
    ["ordered", ORDERED, "ordered"],
    ["released", RELEASED, "gone"],
    ["expired", EXPIRED, "gone"],
    ["refused", REFUSED, "gone"],
    ["gone", GONE, "gone"],
  ])("%s", (_, record, fate) => {
    expect(fateOf(record, NOW)).toEqual({ fate });
  });
});

describe("the answer to an idempotency key", () => {
  const once = remember(heldRecord(), "key-1", "body-1");

  test("is given again to the same key with the same body", () => {
    expect(answered(once, "key-1", "body-1")).toEqual({
      found: true,
      same: true,
      answer: reservationView(heldRecord()),
    });
  });

  test("is not given to another body or another key", () => {
    expect(answered(once, "key-1", "body-2")).toEqual({ found: true, same: false });
    expect(answered(once, "key-2", "body-1")).toEqual({ found: false });
  });

  test("stays what it was when the reservation changes, and others join it", () => {
    const twice = remember(endHold(once, "released", NOW), "key-2", "body-2");
    expect(answered(twice, "key-1", "body-1")).toMatchObject({ answer: { state: "held" } });
    expect(answered(twice, "key-2", "body-2")).toMatchObject({ answer: { state: "released" } });
  });
});
