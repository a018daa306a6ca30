import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { placeUnits, strategyOf } from "../../worker/core/placing.ts";
import type { StockRules } from "../../worker/core/rules.ts";
import type { Question, Verdict } from "../../worker/core/verdict.ts";
import { rulesOf } from "../../worker/guarded-rules.ts";
import { levels, NOW, policy, stock, WEB } from "./core/given.ts";

/** Rules from functions that nobody has type-checked. */
function rulesFrom(options: unknown): StockRules {
  // The types are what these functions do not keep to.
  return rulesOf(options as Parameters<typeof rulesOf>[0]);
}

const broken = (): never => {
  throw new Error("broken");
};

let logged: unknown[][];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, "error").mockImplementation((...words) => {
    logged.push(words);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("a warehouse strategy", () => {
  const channel = { ...WEB, warehouses: ["main", "east"], strategy: "mine" };
  const here = levels({ main: { onHand: 3 }, east: { onHand: 5 } });
  const placed = (mine: unknown): unknown => {
    const { placing } = rulesFrom({ warehouseStrategies: { mine } });
    return placeUnits(4, here, channel, strategyOf(channel, placing));
  };
  const IN_CHANNEL_ORDER = [
    { warehouse: "main", units: 3 },
    { warehouse: "east", units: 1 },
  ];

  test("decides, and built-in ones are there beside it", () => {
    expect(placed(() => [{ warehouse: "east", units: 4 }])).toEqual([{ warehouse: "east", units: 4 }]);
    expect(logged).toEqual([]);
    const { placing } = rulesFrom({ warehouseStrategies: { mine: broken } });
    expect(Object.keys(placing)).toEqual(["channel_order", "most_available", "fewest_warehouses", "mine"]);
  });

  test.each<[string, unknown]>([
    ["throws", broken],
    ["is asynchronous", async () => [{ warehouse: "east", units: 4 }]],
    ["says nothing", () => undefined],
    ["says something else", () => [{ warehouse: 7, units: 4 }]],
    ["says no figure", () => [{ warehouse: "east", units: "4" }]],
  ])("that %s is logged by name, and units go in the channel's order", (_, mine) => {
    expect(placed(mine)).toEqual(IN_CHANNEL_ORDER);
    expect(logged).toHaveLength(1);
    expect(logged[0]?.[0]).toContain("The warehouse strategy mine");
  });

  test("that sorts what it is given changes nothing by that", () => {
    const sorts = (_: number, free: { free: number }[]): unknown[] => {
      free.sort((one, other) => other.free - one.free).splice(1);
      return [];
    };
    expect(placed(sorts)).toEqual(IN_CHANNEL_ORDER);
  });
});

describe("an allocation strategy", () => {
  const allocates = (allocationStrategy: unknown, to: string): boolean =>
    rulesFrom({ allocationStrategy }).allocates({ from: null, to });

  test("decides", () => {
    const packed = ({ to }: { to: string }): boolean => to === "Packed";
    expect([allocates(packed, "Packed"), allocates(packed, "PaymentSettled")]).toEqual([true, false]);
  });

  test.each<[string, unknown]>([
    ["throws", broken],
    ["says neither yes nor no", () => "PaymentSettled"],
  ])("that %s is logged, and payment decides", (_, strategy) => {
    expect([allocates(strategy, "PaymentSettled"), allocates(strategy, "Packed")]).toEqual([true, false]);
    expect(logged).toHaveLength(2);
  });
});

describe("a display strategy", () => {
  const question: Question = { policy: policy(), stock: stock(), choice: "made", estimate: null, nowMs: NOW };
  const TABLE: Verdict = { row: 8, status: "in_stock", code: "in_stock", date: null, purchasable: true };
  const LAST: Verdict = { row: 9, status: "low_stock", code: "low_stock", date: null, purchasable: true };
  const told = (displayStrategy: unknown, asked: Question = question): Verdict =>
    rulesFrom({ displayStrategy }).display(asked);

  test("decides", () => {
    expect(told(() => LAST)).toEqual(LAST);
    expect(told(() => ({ ...LAST, code: null, date: "2026-12-01T08:00:00.000Z" }))).toMatchObject({ code: null });
    expect(logged).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["throws", broken],
    ["is asynchronous", async () => LAST],
    ["says nothing", () => undefined],
    ["names no row", () => ({ ...LAST, row: 14 })],
    ["names half a row", () => ({ ...LAST, row: 8.5 })],
    ["names a status that there is not", () => ({ ...LAST, status: "nearly_gone" })],
    ["names a code that there is not", () => ({ ...LAST, code: "hurry" })],
    ["names a code that has a quantity", () => ({ ...LAST, code: "low_stock_quantity" })],
    ["leaves out the date", () => ({ row: 9, status: "low_stock", code: "low_stock", purchasable: true })],
    ["names no date", () => ({ ...LAST, date: "soon" })],
    ["does not say whether it can be bought", () => ({ ...LAST, purchasable: undefined })],
  ])("that %s is logged, and the table is told", (_, strategy) => {
    expect(told(strategy)).toEqual(TABLE);
    expect(logged).toHaveLength(1);
  });

  test.each(["incomplete", "impossible"] as const)("cannot sell a choice that is %s", (choice) => {
    expect(told(() => LAST, { ...question, choice }).purchasable).toBe(false);
    expect(told(() => ({ ...LAST, purchasable: false }), { ...question, choice })).toMatchObject({ row: 9 });
  });

  test("that writes into what it is asked with changes nothing by that", () => {
    const writes = (asked: Question): Verdict => {
      asked.stock.available = 0;
      asked.policy.published = false;
      return LAST;
    };
    told(writes);
    expect([question.stock.available, question.policy.published]).toEqual([10, true]);
  });
});

describe("the verdict of a low-stock activity", () => {
  const figures = { onHand: 0, held: 0, allocated: 0, planned: 0, incoming: 0, available: 0, stockLevel: 0 };
  const acting = (verdict: unknown): unknown =>
    rulesFrom({ lowStockActivities: { mine: { verdict } } }).activities.mine?.(figures, policy());

  test("decides", () => {
    expect(acting(() => "unpublish")).toBe("unpublish");
  });

  test.each<[string, unknown]>([
    ["throws", broken],
    ["is asynchronous", async () => "unpublish"],
    ["says something else", () => true],
  ])("that %s is logged by name, and does nothing", (_, verdict) => {
    expect(acting(verdict)).toBe("nothing");
    expect(logged).toHaveLength(1);
    expect(logged[0]?.[0]).toContain("The low-stock activity mine");
  });
});
