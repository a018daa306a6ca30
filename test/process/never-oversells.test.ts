import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from "vitest";
import type { Order, Reservation, SkuLine } from "../../sdk/index.ts";
import { drifted, notToBeHad, wrongFigures } from "./load/checks.ts";
import { type ExpectedFigures, unitsOf } from "./load/ledger.ts";
import { Random } from "./load/random.ts";
import { type Answer, mapAtOnce, outcomeOf, Shop, untilAnswered, value } from "./load/shop.ts";
import { type Server, startServer } from "./server.ts";

const SEED = Number(process.env.LOAD_SEED ?? 1);
const TIMEOUT_MS = 180_000;

let folder: string;
let server: Server;
let shop: Shop;
let keys = 0;
/** Held at the very beginning, so that their minute passes while other things are shown. */
let runningOut: RunningOut;

interface RunningOut {
  skus: string[];
  reservations: Reservation[];
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "onhand-test-"));
  server = await startServer({ data: join(folder, "data") });
  shop = new Shop(server);
  runningOut = await holdForAMinute("early");
});

afterAll(async () => {
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
});

function freshKey(): string {
  keys += 1;
  return `key-${SEED}-${keys}`;
}

function randomFor(salt: number): Random {
  onTestFailed(() => console.error(`LOAD_SEED=${SEED}\n${server.output()}`));
  return new Random(SEED * 1_000 + salt);
}

/** SKUs with so many units each, named after what they are for. */
async function stocked(name: string, count: number, units: number): Promise<string[]> {
  const skus = Array.from({ length: count }, (_, index) => `${name}-${index}`);
  await mapAtOnce(skus, 8, (sku) => shop.stock(sku, units));
  return skus;
}

function reserve(lines: SkuLine[], ttlSeconds = 900): Promise<Answer<Reservation>> {
  const key = freshKey();
  return shop.reserve(key, { lines, ttlSeconds });
}

/** Sends all requests at the same moment. */
function atOnce<Value>(requests: readonly (() => Promise<Value>)[]): Promise<Value[]> {
  return Promise.all(requests.map((request) => request()));
}

function counted(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

function accepted<Value>(answers: readonly Answer<Value>[]): Value[] {
  return answers.flatMap((answer) => (answer.accepted ? [answer.value] : []));
}

async function releaseAll(reservations: readonly Reservation[]): Promise<void> {
  await mapAtOnce(reservations, 32, async ({ id }) => value(await shop.release(freshKey(), id)));
}

/** What SKUs must have when these are all the open reservations and orders, made from lines that name SKUs. */
function figuresOf(onHand: number, open: readonly Reservation[], orders: readonly Order[] = []) {
  const held = unitsOf(open.flatMap(({ lines }) => lines.map(({ sku = "", quantity }) => ({ sku, quantity }))));
  const allocated = unitsOf(
    orders.flatMap(({ lines }) => lines.map((line) => ({ sku: line.sku ?? "", quantity: line.allocated }))),
  );
  const planned = unitsOf(
    orders.flatMap(({ lines }) => lines.map((line) => ({ sku: line.sku ?? "", quantity: line.planned }))),
  );
  const gone = unitsOf(
    orders.flatMap(({ lines }) =>
      lines.map((line) => ({ sku: line.sku ?? "", quantity: line.shipped - line.returned })),
    ),
  );
  return (sku: string): ExpectedFigures => ({
    onHand: onHand - (gone.get(sku) ?? 0),
    held: held.get(sku) ?? 0,
    allocated: allocated.get(sku) ?? 0,
    planned: planned.get(sku) ?? 0,
  });
}

/** The figures are these, the audit finds nothing, and what is left can be had to the last unit and no further. */
async function expectFigures(skus: readonly string[], expected: (sku: string) => ExpectedFigures): Promise<void> {
  expect(await wrongFigures(shop, skus, expected)).toEqual([]);
  expect(await drifted(shop, skus)).toEqual([]);
  expect(await notToBeHad(shop, skus, expected, freshKey)).toEqual([]);
  expect(await wrongFigures(shop, skus, expected)).toEqual([]);
}

/** 120 reservations with the shortest life. Every unit is held: who wants one makes the SKU ask about overdue ones. */
async function holdForAMinute(name: string): Promise<RunningOut> {
  const skus = await stocked(name, 6, 40);
  const carts = Array.from({ length: 120 }, (_, index) =>
    [index % 6, (index + 1) % 6].map((at) => ({ sku: skus[at] ?? "", quantity: 1 })),
  );
  const reservations = (await mapAtOnce(carts, 16, (lines) => reserve(lines, 60))).map(value);
  expect(await wrongFigures(shop, skus, figuresOf(40, reservations))).toEqual([]);
  return { skus, reservations };
}

function earliestExpiry({ reservations }: RunningOut): number {
  return Math.min(...reservations.map(({ expiresAt }) => Date.parse(expiresAt)));
}

describe("one reservation that two want something of at the same moment", { timeout: TIMEOUT_MS }, () => {
  const CARTS = 60;
  const UNITS = 400;
  const SKUS = 6;
  const CART_SKUS = 4;

  function cart(skus: readonly string[], random: Random): SkuLine[] {
    return random.some(skus, CART_SKUS).map((sku) => ({ sku, quantity: random.between(1, 2) }));
  }

  /** Carts in crossing orders. */
  async function carts(skus: readonly string[], random: Random): Promise<Reservation[]> {
    const all = Array.from({ length: CARTS }, () => cart(skus, random));
    return (await mapAtOnce(all, 16, (lines) => reserve(lines))).map(value);
  }

  /** Both requests at the same moment, either one first. */
  async function raced<One, Other>(
    random: Random,
    one: () => Promise<One>,
    other: () => Promise<Other>,
  ): Promise<[One, Other]> {
    if (random.isOneIn(2)) return Promise.all([one(), other()]);
    const second = other();
    return Promise.all([one(), second]);
  }

  /** An order is asked for again while a change of its reservation is being made. */
  function place(key: string, order: string, id: string): Promise<Answer<Order>> {
    return untilAnswered(() => shop.place(key, order, id));
  }

  it("an order or a release: exactly one has its units", async () => {
    const random = randomFor(2);
    const skus = await stocked("order-or-release", SKUS, UNITS);
    const reservations = await carts(skus, random);
    const placed = await mapAtOnce(reservations, CARTS, async ({ id, lines }): Promise<Order[]> => {
      const order = `order-${freshKey()}`;
      const [ordered, released] = await raced(
        random,
        () => place(freshKey(), order, id),
        () => shop.release(freshKey(), id),
      );
      const state = value(await shop.reservation(id)).state;
      const read = outcomeOf(await shop.order(order));
      const both = [outcomeOf(ordered), outcomeOf(released), state, read];
      if (!ordered.accepted) {
        expect(both).toEqual(["reservation_released", "accepted", "released", "order_not_found"]);
        return [];
      }
      expect(both).toEqual(["accepted", "reservation_ordered", "ordered", "accepted"]);
      expect(ordered.value.lines.map((line) => line.allocated)).toEqual(lines.map((line) => line.quantity));
      return [ordered.value];
    });
    await expectFigures(skus, figuresOf(UNITS, [], placed.flat()));
  });

  it("several orders: exactly one gets it", async () => {
    const random = randomFor(3);
    const skus = await stocked("several-orders", SKUS, UNITS);
    const reservations = await carts(skus, random);
    const placed = await mapAtOnce(reservations, CARTS, async ({ id }): Promise<Order> => {
      const ids = Array.from({ length: random.between(2, 4) }, () => `order-${freshKey()}`);
      const answers = await atOnce(ids.map((order) => () => place(freshKey(), order, id)));
      const refused = ids.length - 1;
      expect(counted(answers.map(outcomeOf))).toEqual({ accepted: 1, reservation_ordered: refused });
      const read = await mapAtOnce(ids, 4, (order) => shop.order(order));
      expect(counted(read.map(outcomeOf))).toEqual({ accepted: 1, order_not_found: refused });
      const [winner, ...others] = accepted(answers);
      if (winner === undefined || others.length > 0) throw new Error("not one winner");
      expect(value(await shop.reservation(id)).order).toBe(winner.id);
      return winner;
    });
    await expectFigures(skus, figuresOf(UNITS, [], placed));
  });

  it("a change or a release: nothing stays held, whichever comes first", async () => {
    const random = randomFor(4);
    const skus = await stocked("change-or-release", SKUS, UNITS);
    const reservations = await carts(skus, random);
    const outcomes = await mapAtOnce(reservations, CARTS, async ({ id }): Promise<string> => {
      const lines = cart(skus, random);
      const [changed, released] = await raced(
        random,
        () => shop.change(freshKey(), id, 1, lines),
        () => shop.release(freshKey(), id),
      );
      expect(outcomeOf(released)).toBe("accepted");
      expect(value(await shop.reservation(id)).state).toBe("released");
      return outcomeOf(changed);
    });
    expect(outcomes.filter((each) => each !== "accepted" && each !== "reservation_released")).toEqual([]);
    await expectFigures(skus, figuresOf(UNITS, []));
  });

  it("a change or an order: the order has the lines that were last acknowledged", async () => {
    const random = randomFor(5);
    const skus = await stocked("change-or-order", SKUS, UNITS);
    const reservations = await carts(skus, random);
    const placed = await mapAtOnce(reservations, CARTS, async ({ id, lines: before }): Promise<Order> => {
      // Taking things out asks no SKU beforehand: it is decided in one turn, wherever the order is by then.
      const had = before.map(({ sku = "", quantity }) => ({ sku, quantity }));
      const after = random.isOneIn(2) ? cart(skus, random) : had.slice(0, random.between(1, CART_SKUS - 1));
      const [changed, ordered] = await raced(
        random,
        () => shop.change(freshKey(), id, 1, after),
        () => place(freshKey(), `order-${freshKey()}`, id),
      );
      expect(["accepted", "reservation_ordered"]).toContain(outcomeOf(changed));
      const { lines } = value(ordered);
      const last = changed.accepted ? after : had;
      expect(lines.map(({ sku, allocated }) => ({ sku, quantity: allocated }))).toEqual(last);
      return value(ordered);
    });
    await expectFigures(skus, figuresOf(UNITS, [], placed));
  });

  it("several changes from the same revision: exactly one is made", async () => {
    const random = randomFor(6);
    const skus = await stocked("several-changes", SKUS, UNITS);
    const reservations = await carts(skus, random);
    const open = await mapAtOnce(reservations, CARTS, async ({ id }): Promise<Reservation> => {
      const wishes = Array.from({ length: 3 }, () => cart(skus, random));
      const answers = await atOnce(
        wishes.map((lines) => {
          const key = freshKey();
          return () => untilAnswered(() => shop.change(key, id, 1, lines));
        }),
      );
      expect(counted(answers.map(outcomeOf))).toEqual({ accepted: 1, revision_mismatch: 2 });
      const now = value(await shop.reservation(id));
      const wish = wishes[answers.findIndex((answer) => answer.accepted)];
      expect(now.revision).toBe(2);
      expect(now.lines.map(({ sku, quantity }) => ({ sku, quantity }))).toEqual(wish);
      return now;
    });
    await expectFigures(skus, figuresOf(UNITS, open));
  });
});

describe("one order that several alter at the same moment", { timeout: TIMEOUT_MS }, () => {
  const ORDERS = 24;
  const UNITS = 400;

  /** Orders of 2 of one SKU and 1 of another. */
  async function orders(skus: readonly string[]): Promise<Order[]> {
    return mapAtOnce(
      Array.from({ length: ORDERS }, (_, index) => index),
      8,
      async (index) => {
        const [one = "", two = ""] = [skus[index % skus.length], skus[(index + 1) % skus.length]];
        const held = value(
          await reserve([
            { sku: one, quantity: 2 },
            { sku: two, quantity: 1 },
          ]),
        );
        const key = freshKey();
        return value(await untilAnswered(() => shop.place(key, `order-${key}`, held.id)));
      },
    );
  }

  const all = [
    { line: 0, quantity: 2 },
    { line: 1, quantity: 1 },
  ];

  it("a plan or a cancellation: exactly one has its units", async () => {
    const random = randomFor(8);
    const skus = await stocked("plan-or-cancel", 4, UNITS);
    const left = await mapAtOnce(await orders(skus), ORDERS, async ({ id }): Promise<Order> => {
      const plan = () => shop.plan(freshKey(), id, "S", all);
      const cancel = () => shop.cancel(freshKey(), id);
      const isPlanFirst = random.isOneIn(2);
      const [first, second] = await atOnce(isPlanFirst ? [plan, cancel] : [cancel, plan]);
      if (first === undefined || second === undefined) throw new Error("two were sent");
      const [planned, cancelled] = isPlanFirst ? [first, second] : [second, first];
      const both = [outcomeOf(planned), outcomeOf(cancelled)];
      expect([
        ["accepted", "shipment_planned"],
        ["order_cancelled", "accepted"],
      ]).toContainEqual(both);
      return value(await shop.order(id));
    });
    await expectFigures(skus, figuresOf(UNITS, [], left));
  });

  it("shipped and brought back by everybody: it leaves once, and no more comes back than left", async () => {
    randomFor(9);
    const skus = await stocked("ship-and-return", 4, UNITS);
    const left = await mapAtOnce(await orders(skus), ORDERS, async ({ id }): Promise<Order> => {
      value(await shop.plan(freshKey(), id, "S", all));
      const shipped = await atOnce(Array.from({ length: 5 }, () => () => shop.ship(freshKey(), id, "S")));
      expect(counted(shipped.map(outcomeOf))).toEqual({ accepted: 5 });
      const returned = await atOnce(
        Array.from({ length: 5 }, (_, index) => () => {
          return shop.giveBack(freshKey(), id, `R-${index}`, [{ line: 0, quantity: 1 }]);
        }),
      );
      expect(counted(returned.map(outcomeOf))).toEqual({ accepted: 2, exceeds_line: 3 });
      const order = value(await shop.order(id));
      expect(order.lines.map((line) => [line.shipped, line.returned])).toEqual([
        [2, 2],
        [1, 0],
      ]);
      return order;
    });
    await expectFigures(skus, figuresOf(UNITS, [], left));
  });
});

describe("a reservation that runs out", { timeout: TIMEOUT_MS }, () => {
  it("while it is being ordered and others want its units: it is an order or expired, never both, never neither", async () => {
    const random = randomFor(7);
    const isAhead = earliestExpiry(runningOut) > Date.now() + 10_000;
    const batch = isAhead ? runningOut : await holdForAMinute("late");
    const { skus, reservations } = batch;
    const ordering = Promise.all(
      reservations.map(async ({ id, expiresAt }, index) => {
        // Most of them as near to the moment as can be, some clearly before and after it.
        const spreadMs = index % 10 === 0 ? 5_000 : index % 10 < 4 ? 500 : 60;
        await sleep(Math.max(0, Date.parse(expiresAt) + random.between(-spreadMs, spreadMs / 2) - Date.now()));
        const [key, order] = [freshKey(), `order-${freshKey()}`];
        return { id, order, answer: await untilAnswered(() => shop.place(key, order, id)) };
      }),
    );
    let isOver = false;
    const wanting = mapAtOnce(skus, skus.length, async (sku): Promise<Reservation[]> => {
      await sleep(Math.max(0, earliestExpiry(batch) - 1_000 - Date.now()));
      const got: Reservation[] = [];
      for (let times = 0; times < 2_000 && !isOver; times += 1) {
        const key = freshKey();
        const answer = await untilAnswered(() => shop.reserve(key, { lines: [{ sku, quantity: 1 }] }));
        if (answer.accepted) got.push(answer.value);
        else expect(answer.code).toBe("insufficient_stock");
        await sleep(20);
      }
      return got;
    });
    const ordered = await ordering;
    isOver = true;
    const others = (await wanting).flat();

    const placed: Order[] = [];
    for (const { id, order, answer } of ordered) {
      const reservation = value(await shop.reservation(id));
      const read = await shop.order(order);
      if (answer.accepted) {
        expect([reservation.state, reservation.order, outcomeOf(read)]).toEqual(["ordered", order, "accepted"]);
        expect(Date.parse(answer.value.placedAt)).toBeLessThan(Date.parse(reservation.expiresAt));
        placed.push(answer.value);
      } else {
        const refused = [answer.code, reservation.state, outcomeOf(read)];
        expect(refused).toEqual(["reservation_expired", "expired", "order_not_found"]);
      }
    }
    // Both have happened, or nothing was shown.
    expect(placed.length).toBeGreaterThan(0);
    expect(placed.length).toBeLessThan(ordered.length);
    await expectFigures(skus, figuresOf(40, others, placed));
    await releaseAll(others);
    await expectFigures(skus, figuresOf(40, [], placed));
  });
});

describe("many clients at once", { timeout: TIMEOUT_MS }, () => {
  it("200 that want 1 of 50 each: 50 get it and 150 are told that it is short, every time", async () => {
    const skus = await stocked("rush", 20, 50);
    const all: Reservation[] = [];
    for (const sku of skus) {
      const answers = await atOnce(Array.from({ length: 200 }, () => () => reserve([{ sku, quantity: 1 }])));
      expect(counted(answers.map(outcomeOf))).toEqual({ accepted: 50, insufficient_stock: 150 });
      const reservations = accepted(answers);
      expect(new Set(reservations.map(({ id }) => id)).size).toBe(50);
      all.push(...reservations);
    }
    await expectFigures(skus, figuresOf(50, all));
    await releaseAll(all);
    await expectFigures(skus, figuresOf(50, []));
  });

  it("that want the same three SKUs in crossing orders hold whole carts or nothing", async () => {
    const random = randomFor(1);
    const skus = await stocked("crossing", 9, 12);
    let open: Reservation[] = [];
    for (let round = 0; round < 8; round += 1) {
      const carts = Array.from({ length: 60 }, () =>
        random.some(skus, 3).map((sku) => ({ sku, quantity: random.between(1, 3) })),
      );
      const leaving = open.filter(() => random.isOneIn(2));
      const [answers] = await Promise.all([atOnce(carts.map((lines) => () => reserve(lines))), releaseAll(leaving)]);
      const outcomes = counted(answers.map(outcomeOf));
      expect(Object.keys(outcomes).toSorted()).toEqual(["accepted", "insufficient_stock"]);
      answers.forEach((answer, index) => {
        if (!answer.accepted) return;
        const got = answer.value.lines.map(({ sku, quantity }) => ({ sku, quantity }));
        expect(got).toEqual(carts[index]);
      });
      open = [...open.filter((reservation) => !leaving.includes(reservation)), ...accepted(answers)];
      expect(await wrongFigures(shop, skus, figuresOf(12, open))).toEqual([]);
    }
    await expectFigures(skus, figuresOf(12, open));
    await releaseAll(open);
    await expectFigures(skus, figuresOf(12, []));
  });

  it("that send the same idempotency key get one reservation, one order, one release", async () => {
    const skus = await stocked("same-key", 40, 40);
    const orders: Order[] = [];
    for (let round = 0; round < 8; round += 1) {
      // A large cart is under way for long enough that its repeats come meanwhile.
      const lines = (quantity: number) => skus.map((sku) => ({ sku, quantity }));
      const [key, order, orderKey] = [freshKey(), `order-${freshKey()}`, freshKey()];
      const answers = await atOnce(
        Array.from({ length: 40 }, (_, index) => () => shop.reserve(key, { lines: lines(index === 20 ? 2 : 1) })),
      );
      expect(counted(answers.map(outcomeOf))).toEqual({ accepted: 39, idempotency_mismatch: 1 });
      const ids = [...new Set(accepted(answers).map(({ id }) => id))];
      expect(ids).toHaveLength(1);
      const [id = ""] = ids;

      const placed = await atOnce(Array.from({ length: 40 }, () => () => shop.place(orderKey, order, id)));
      expect(counted(placed.map(outcomeOf))).toEqual({ accepted: 40 });
      expect(new Set(accepted(placed).map((each) => JSON.stringify(each))).size).toBe(1);
      orders.push(...accepted(placed).slice(0, 1));

      const other = value(await reserve(lines(1)));
      const releaseKey = freshKey();
      const released = await atOnce(Array.from({ length: 40 }, () => () => shop.release(releaseKey, other.id)));
      expect(counted(released.map(outcomeOf))).toEqual({ accepted: 40 });
    }
    await expectFigures(skus, figuresOf(40, [], orders));
  });
});
