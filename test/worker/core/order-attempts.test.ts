import { describe, expect, test } from "vitest";
import {
  abandonAttempt,
  beginAttempt,
  changedLines,
  judgeChange,
  judgeShipment,
  type OrderQuestions,
  placedOnly,
  questionsOfChange,
  questionsOfShipment,
  settleOrderChange,
  settleShipment,
} from "../../../worker/core/order-attempts.ts";
import type { OrderLineRecord, OrderRecord, PlacedOrder } from "../../../worker/core/order-record.ts";
import { orderView } from "../../../worker/core/order-view.ts";
import type { Done } from "../../../worker/core/step.ts";
import { MINUTE, NOW, PLAIN, skuClaim, skuLine, WEB } from "./given.ts";
import { BY, orderLine, pending, pendingSteps, placedOrder, quantities, shipment, taken } from "./order-given.ts";

const EXPIRES = NOW + MINUTE;

function answer(units: number, set: Partial<Done> = {}): Done {
  return { outcome: "done", units, backordered: 0, tracked: true, shipsFrom: "main", ...set };
}

/** The order with new quantities, and what has to be asked for them. */
function change(order: PlacedOrder, ...each: [line: number, quantity: number][]) {
  const lines = changedLines(order, quantities(...each));
  return { lines, questions: questionsOfChange(order, lines, {}, EXPIRES) };
}

/** The same once the SKUs have given these answers. */
function settle(
  order: PlacedOrder,
  { lines, questions }: { lines: OrderLineRecord[]; questions: OrderQuestions },
  answers: Record<string, Done> = {},
): OrderRecord {
  const tried = beginAttempt(order, questions, null);
  return settleOrderChange(tried, lines, new Map(Object.entries(answers)), BY, NOW);
}

describe("only an order that units are claimed for can be shipped", () => {
  const { trying: _, ...rest } = placedOrder();

  test.each<[string, OrderRecord, string]>([
    ["one that waits", pending(), "order_not_allocated"],
    ["one that has left", { ...rest, state: "shipped" }, "order_shipped"],
    ["one that was cancelled", { ...rest, state: "cancelled", cancelledAt: NOW }, "order_cancelled"],
  ])("not %s", (_, order, reason) => {
    expect(placedOnly(order)).toEqual({ accepted: false, refusal: { reason } });
  });

  test("one that is placed", () => {
    expect(placedOnly(placedOrder())).toEqual({ accepted: true, order: placedOrder() });
  });
});

describe("the quantity of a line", () => {
  const order = placedOrder({
    lines: [orderLine(skuLine("A", 9), { cancelled: 1 })],
    shipments: [shipment("S-1", quantities([0, 2])), shipment("S-2", quantities([0, 3]), { shippedAt: 1 })],
  });

  test("goes down to what is planned, shipped and cancelled, and not one below", () => {
    expect(judgeChange(order, quantities([0, 6]))).toBeNull();
    expect(judgeChange(order, quantities([0, 5]))).toEqual({ reason: "exceeds_line", at: 0, quantity: 5, least: 6 });
  });

  test("goes up as far as one likes, as far as this goes", () => {
    expect(judgeChange(order, quantities([0, 9_999]))).toBeNull();
  });

  test("is that of a line that is there", () => {
    expect(judgeChange(order, quantities([1, 1]))).toEqual({ reason: "line_not_found", at: 0 });
  });

  test("of an order that waits goes down to what is cancelled", () => {
    const waiting = pending({ lines: [orderLine(skuLine("A", 5), { cancelled: 2, shortfall: 3 })] });
    expect(judgeChange(waiting, quantities([0, 2]))).toBeNull();
    expect(judgeChange(waiting, quantities([0, 1]))).toMatchObject({ least: 2 });
  });
});

describe("lines with new quantities", () => {
  const summed = (order: OrderRecord, ...each: [number, number][]) =>
    changedLines(order, quantities(...each)).map(({ quantity, requested, cancelled, shortfall }) => [
      quantity,
      requested,
      cancelled,
      shortfall,
    ]);

  test("want all of them, also what was wanting; the others stay", () => {
    const order = placedOrder({
      lines: [orderLine(skuLine("A", 5), { cancelled: 1, shortfall: 2 }), orderLine(skuLine("B", 5), { shortfall: 2 })],
    });
    expect(summed(order, [0, 7])).toEqual([
      [7, 7, 1, 0],
      [5, 5, 0, 2],
    ]);
  });

  test("of an order that waits lack all that is wanted", () => {
    const order = pending({ lines: [orderLine(skuLine("A", 5), { cancelled: 2, shortfall: 3 })] });
    expect(summed(order, [0, 9])).toEqual([[9, 9, 2, 7]]);
  });
});

describe("what is asked for new quantities", () => {
  test("is a hold of all that the SKU shall have, where it is more", () => {
    const { questions } = change(placedOrder(), [0, 6]);
    expect(questions.steps).toEqual([
      {
        sku: "A",
        step: {
          kind: "hold",
          n: 3,
          after: 2,
          // Six by itself, and four of the kits, which have rules of their own.
          ask: { units: 10, direct: 6, contexts: [PLAIN], viaKit: true },
          channel: WEB,
          client: null,
          expiresAt: EXPIRES,
        },
      },
    ]);
  });

  test("is nothing where a SKU shall have less, or as much as before by other lines", () => {
    expect(change(placedOrder(), [0, 4]).questions.steps).toEqual([]);
    // A kit more takes two more of A and one more of B; two less of A by itself make up for it.
    expect(change(placedOrder(), [0, 3], [1, 3]).questions.steps.map(({ sku }) => sku)).toEqual(["B"]);
  });

  test("counts only what has not left", () => {
    const order = placedOrder({
      lines: [orderLine(skuLine("A", 9))],
      claims: [skuClaim("A", 6, { applied: 4, numbered: 5 })],
      shipments: [shipment("S-1", quantities([0, 3]), { shippedAt: 1 })],
    });
    expect(change(order, [0, 10]).questions.steps).toMatchObject([
      { sku: "A", step: { kind: "hold", n: 6, after: 4, ask: { units: 7 } } },
    ]);
  });

  test("asks again for what was wanting", () => {
    const order = placedOrder({
      lines: [orderLine(skuLine("A", 5), { shortfall: 5 })],
      claims: [],
    });
    expect(change(order, [0, 5]).questions.steps).toMatchObject([
      { sku: "A", step: { kind: "hold", n: 1, after: 0, ask: { units: 5 } } },
    ]);
  });

  test("is whether it may be sold, where nobody counts", () => {
    expect(change(placedOrder(), [2, 5]).questions.steps).toEqual([
      {
        sku: "C",
        step: {
          kind: "inquire",
          ask: { units: 5, direct: 5, contexts: [PLAIN], viaKit: false },
          scope: "sale",
          channel: WEB,
        },
      },
    ]);
  });

  test("is asked on the terms of the change", () => {
    const order = placedOrder();
    const lines = changedLines(order, quantities([0, 6]));
    const { steps } = questionsOfChange(order, lines, { evenIfNotPurchasable: true }, EXPIRES);
    expect(steps).toMatchObject([{ step: { ask: { evenIfNotPurchasable: true } } }]);
  });
});

describe("an attempt", () => {
  test("is written with the numbers of what is tried, so that none is used twice", () => {
    const { questions } = change(placedOrder(), [0, 6], [1, 3], [2, 5]);
    expect(beginAttempt(placedOrder(), questions, null).trying).toEqual({
      tries: [
        { sku: "A", n: 3 },
        { sku: "B", n: 3 },
      ],
      shipment: null,
    });
  });

  test("that is given up gives back whatever a SKU may have taken for it", () => {
    const { questions } = change(placedOrder(), [0, 6], [1, 3]);
    const order = abandonAttempt(beginAttempt(placedOrder(), questions, null));
    expect(order.trying).toBeNull();
    // The tried number is left out: it comes after what was decided last.
    expect(pendingSteps(order)).toEqual({
      A: [{ kind: "decrease", n: 4, after: 2, units: 9 }],
      B: [{ kind: "decrease", n: 4, after: 2, units: 2 }],
    });
    expect(order.lines).toEqual(placedOrder().lines);
  });

  test("that is given up at a SKU that had nothing leaves nothing there", () => {
    const short = placedOrder({ lines: [orderLine(skuLine("D", 5), { shortfall: 5 })], claims: [] });
    const { questions } = change(short, [0, 5]);
    const order = abandonAttempt(beginAttempt(short, questions, null));
    expect(pendingSteps(order)).toEqual({ D: [{ kind: "decrease", n: 2, after: 0, units: 0 }] });
    // And the next attempt has a number of its own.
    expect(change(order, [0, 4]).questions.steps).toMatchObject([{ step: { n: 3, after: 2 } }]);
  });

  test("to plan a shipment is taken back as a shipment", () => {
    const ask = { id: "S-1", lines: quantities([0, 2]), warehouse: null };
    const questions = questionsOfShipment(placedOrder(), ask, BY);
    const order = abandonAttempt(beginAttempt(placedOrder(), questions, "S-1"));
    expect(pendingSteps(order)).toEqual({
      A: [
        {
          kind: "unplan",
          n: 4,
          after: 2,
          shipment: "S-1",
          actor: "onhand",
          note: "the shipment was not planned",
        },
      ],
    });
  });

  test("leaves claims of returns alone", () => {
    const ofReturn = skuClaim("A", 0, { claim: "a return" });
    const order = placedOrder({ claims: [ofReturn, ...placedOrder().claims] });
    const { questions } = change(order, [0, 6]);
    expect(questions.steps).toMatchObject([{ step: { n: 3, after: 2 } }]);
    expect(abandonAttempt(beginAttempt(order, questions, null)).claims[0]).toEqual(ofReturn);
  });

  test("that was never made leaves the order as it is", () => {
    const order = placedOrder();
    expect(abandonAttempt(order)).toBe(order);
  });
});

describe("new quantities, once every SKU has said yes", () => {
  test("allocate what is more and give back what is less", () => {
    const asked = change(placedOrder(), [0, 2], [1, 3]);
    // A: 2 and 6 are one less than 9; B: 3 are one more than 2.
    const order = settle(placedOrder(), asked, { B: answer(3, { backordered: 1, shipsFrom: "west" }) });
    expect(order).toMatchObject({ state: "placed", trying: null });
    expect(pendingSteps(order)).toEqual({
      A: [{ kind: "cancel", n: 3, after: 2, units: 8, ends: false, ...BY }],
      B: [{ kind: "allocate", n: 4, after: 3, order: "O-1", actor: "ann", backordered: 1 }],
    });
    const claims = "claims" in order ? order.claims : [];
    expect(claims.map(({ sku, units, backordered, shipsFrom }) => [sku, units, backordered, shipsFrom])).toEqual([
      ["A", 8, 0, "main"],
      ["B", 3, 1, "west"],
      ["C", 4, 0, "main"],
    ]);
    expect(orderView(order).lines.map(({ ordered, allocated }) => [ordered, allocated])).toEqual([
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
  });

  test("give a SKU that had nothing a claim", () => {
    const short = placedOrder({ lines: [orderLine(skuLine("D", 5), { shortfall: 5 })], claims: [] });
    const order = settle(short, change(short, [0, 5]), { D: answer(5) });
    expect(order).toMatchObject({ claims: [{ sku: "D", units: 5, applied: 1 }] });
    expect(pendingSteps(order)).toEqual({
      D: [{ kind: "allocate", n: 2, after: 1, order: "O-1", actor: "ann" }],
    });
  });

  test("of what nobody counts tell nobody", () => {
    const asked = change(placedOrder(), [2, 9]);
    const order = settle(placedOrder(), asked, { C: answer(0, { tracked: false }) });
    expect(pendingSteps(order)).toEqual({});
    expect(orderView(order).lines[2]).toMatchObject({ ordered: 9, allocated: 9 });
  });

  test("of nothing at all end the order and its claims", () => {
    const order = settle(placedOrder(), change(placedOrder(), [0, 0], [1, 0], [2, 0]));
    expect(order).toMatchObject({ state: "cancelled", cancelledAt: NOW });
    const last = { kind: "cancel", n: 3, after: 2, units: 0, ends: true, ...BY };
    expect(pendingSteps(order)).toEqual({ A: [last], B: [last] });
  });

  test("of no more than what has left make the order shipped", () => {
    const partly = placedOrder({
      lines: [orderLine(skuLine("A", 5)), orderLine(skuLine("B", 1))],
      claims: [skuClaim("A", 3, { applied: 4, numbered: 4 }), skuClaim("B", 0, { applied: 4, numbered: 4 })],
      shipments: [shipment("S-1", quantities([0, 2], [1, 1]), { shippedAt: 1 })],
    });
    const order = settle(partly, change(partly, [0, 2]));
    expect(order.state).toBe("shipped");
    const last = { kind: "cancel", n: 5, after: 4, units: 0, ends: true, ...BY };
    expect(pendingSteps(order)).toEqual({ A: [last], B: [last] });
  });

  test("that are a shortfall in part claim the rest", () => {
    const { lines } = change(placedOrder(), [0, 9]);
    const short = lines.map((line, index) => (index === 0 ? { ...line, shortfall: 3 } : line));
    const questions = questionsOfChange(placedOrder(), short, {}, EXPIRES);
    expect(questions.steps).toMatchObject([{ sku: "A", step: { ask: { units: 10 } } }]);
    const order = settle(placedOrder(), { lines: short, questions }, { A: answer(10) });
    expect(orderView(order).lines[0]).toMatchObject({ ordered: 9, allocated: 6, shortfall: 3 });
  });
});

describe("a shipment", () => {
  const ask = { id: "S-1", lines: quantities([0, 2], [1, 1], [2, 1]), warehouse: "east" };

  test("may have all that is allocated, and not one more", () => {
    const order = placedOrder({ shipments: [shipment("S-0", quantities([0, 2]))] });
    expect(judgeShipment(order, { ...ask, lines: quantities([0, 3]) })).toBeNull();
    expect(judgeShipment(order, { ...ask, lines: quantities([0, 4]) })).toEqual({
      reason: "exceeds_line",
      at: 0,
      quantity: 4,
      most: 3,
    });
  });

  test("cannot have what is wanting, nor a line that is not there", () => {
    const order = placedOrder({ lines: [orderLine(skuLine("A", 5), { shortfall: 2 })] });
    expect(judgeShipment(order, { ...ask, lines: quantities([0, 4]) })).toMatchObject({ most: 3 });
    expect(judgeShipment(order, { ...ask, lines: quantities([1, 1]) })).toEqual({ reason: "line_not_found", at: 0 });
  });

  test("has an id of its own, also when that other one has left", () => {
    for (const shippedAt of [null, 1]) {
      const order = placedOrder({ shipments: [shipment("S-1", quantities([0, 1]), { shippedAt })] });
      expect(judgeShipment(order, ask)).toEqual({ reason: "shipment_exists" });
    }
  });

  test("is asked of every SKU that counts for its part", () => {
    const step = { kind: "plan", n: 3, after: 2, shipment: "S-1", warehouse: "east", ...BY };
    expect(questionsOfShipment(placedOrder(), ask, BY).steps).toEqual([
      { sku: "A", step: { ...step, units: 4 } },
      { sku: "B", step: { ...step, units: 1 } },
    ]);
    expect(questionsOfShipment(placedOrder(), { ...ask, lines: quantities([2, 1]) }, BY).steps).toEqual([]);
  });

  test("comes after what is still to be driven", () => {
    const allocate = { kind: "allocate", n: 2, after: 1, order: "O-1", actor: "shop" } as const;
    const order = placedOrder({
      lines: [orderLine(skuLine("A", 5))],
      claims: [skuClaim("A", 5, { numbered: 2, pending: [allocate] })],
    });
    expect(questionsOfShipment(order, { ...ask, lines: quantities([0, 1]) }, BY).steps).toMatchObject([
      { step: { n: 3, after: 2 } },
    ]);
  });

  test("is planned with where its units are taken, and leaves the units of the claims", () => {
    const questions = questionsOfShipment(placedOrder(), ask, BY);
    const tried = beginAttempt(placedOrder(), questions, "S-1");
    const answers = new Map([
      [
        "A",
        answer(9, {
          backordered: 2,
          taken: [
            { warehouse: "east", units: 3 },
            { warehouse: "main", units: 1 },
          ],
        }),
      ],
      ["B", answer(2, { taken: [{ warehouse: "east", units: 1 }] })],
    ]);
    const order = settleShipment(tried, ask, answers, NOW);
    expect(order.trying).toBeNull();
    expect(order.shipments).toEqual([
      {
        id: "S-1",
        lines: ask.lines,
        taken: taken(["A", "east", 3], ["A", "main", 1], ["B", "east", 1]),
        plannedAt: NOW,
        shippedAt: null,
      },
    ]);
    expect(
      order.claims.map(({ units, applied, numbered, backordered }) => [units, applied, numbered, backordered]),
    ).toEqual([
      [9, 3, 3, 2],
      [2, 3, 3, 0],
      [4, 1, 1, 0],
    ]);
    expect(orderView(order).lines.map(({ allocated, planned }) => [allocated, planned])).toEqual([
      [3, 2],
      [1, 1],
      [3, 1],
    ]);
  });
});
