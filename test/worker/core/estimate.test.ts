import { describe, expect, test } from "vitest";
import type { Estimate, NamedEstimate } from "../../../sdk/index.ts";
import {
  dateOfEstimate,
  type EstimateFacts,
  estimateNamed,
  estimateOfKit,
  type KitEstimates,
} from "../../../worker/core/estimate.ts";
import { type StockFacts, uncountedStock } from "../../../worker/core/stock-facts.ts";
import { NOW, stock } from "./given.ts";

const WEEK: Estimate = { id: "week", minDays: 5, maxDays: 7, text: { en: "in a week" } };
const SOON: Estimate = { id: "soon", minDays: null, maxDays: null, text: { en: "soon" } };
/** NOW is the 10th at noon: seven days on it is the 17th. */
const IN_A_WEEK = "2026-03-17T00:00:00.000Z";

describe("the date of an estimate", () => {
  test("is the day by which it promises the goods, all day long", () => {
    expect(dateOfEstimate(WEEK, Date.parse("2026-03-10T00:00:00.000Z"))).toBe(IN_A_WEEK);
    expect(dateOfEstimate(WEEK, Date.parse("2026-03-10T23:59:59.999Z"))).toBe(IN_A_WEEK);
    expect(dateOfEstimate(WEEK, Date.parse("2026-03-11T00:00:00.000Z"))).toBe("2026-03-18T00:00:00.000Z");
  });

  test("is by its least days when it has no most, and none without days", () => {
    expect(dateOfEstimate({ ...WEEK, maxDays: null }, NOW)).toBe("2026-03-15T00:00:00.000Z");
    expect(dateOfEstimate({ ...WEEK, maxDays: 0 }, NOW)).toBe("2026-03-10T00:00:00.000Z");
    expect(dateOfEstimate(SOON, NOW)).toBeNull();
    expect(dateOfEstimate(null, NOW)).toBeNull();
  });
});

/** Estimates as they are kept: id, least days, most days, priority. */
function kept(
  ...rows: [id: string, minDays: number | null, maxDays: number | null, priority?: number][]
): EstimateFacts {
  const all = rows.map(
    ([id, minDays, maxDays, priority = 0]): NamedEstimate => ({
      id,
      minDays,
      maxDays,
      priority,
      text: { en: id },
      revision: 1,
      updatedAt: "2026-01-01T00:00:00.000Z",
    }),
  );
  return { revision: 1, byId: new Map(all.map((estimate) => [estimate.id, estimate])) };
}

describe("the estimate that a policy names", () => {
  const facts = kept(["week", 5, 7, 3]);

  test("is what the shopper sees of it: not its priority, nor when it was changed", () => {
    expect(estimateNamed("week", facts)).toEqual({ id: "week", minDays: 5, maxDays: 7, text: { en: "week" } });
  });

  test("is none when it names none, or one that is not there", () => {
    expect(estimateNamed(null, facts)).toBeNull();
    expect(estimateNamed("month", facts)).toBeNull();
  });
});

describe("the estimate of a kit", () => {
  const facts = kept(["days", 2, 3], ["week", 5, 7], ["from", 9, null], ["open", null, null]);
  const NONE = { available: 0, physical: 0, limit: 0 } as const;
  const lacking = (named: string | null, set: Partial<StockFacts> = NONE, quantity = 1) => ({
    stock: stock(set),
    quantity,
    named,
  });
  const there = (named: string | null) => lacking(named, {});
  const kit = (components: KitEstimates["components"], set: Partial<KitEstimates> = {}, of = facts): string | null =>
    estimateOfKit({ own: undefined, inherited: null, components, ...set }, of)?.id ?? null;

  test("is the product's own, whatever its components say", () => {
    expect(kit([lacking("week")], { own: "days", inherited: "open" })).toBe("days");
    expect(kit([lacking("week")], { own: null, inherited: "open" })).toBeNull();
  });

  test("is the longest of the components that it waits for", () => {
    expect(kit([lacking("days"), lacking("week"), there("open")])).toBe("week");
    expect(kit([lacking("week"), lacking("days")])).toBe("week");
  });

  test("is by the least days where the most are not said, and longest without days", () => {
    expect(kit([lacking("from"), lacking("week")])).toBe("from");
    expect(kit([lacking("week"), lacking("open"), lacking("from")])).toBe("open");
  });

  test("is none when one of them has none, or one that is not there", () => {
    expect(kit([lacking("week"), lacking(null)])).toBeNull();
    expect(kit([lacking("week"), lacking("gone")])).toBeNull();
  });

  test("is the store's while no component is lacking", () => {
    expect(kit([there("week"), there(null)], { inherited: "days" })).toBe("days");
    expect(kit([there("week")])).toBeNull();
  });

  test("asks for components of which there are fewer than a kit takes, promised ones included", () => {
    expect(kit([lacking("week", { available: 1, physical: 1 }, 2)])).toBe("week");
    expect(kit([lacking("week", { available: 2, physical: 2 }, 2)])).toBeNull();
    expect(kit([lacking("week", { available: 5, physical: 0 })])).toBe("week");
    expect(kit([lacking("week", { available: 0, physical: 5 })])).toBe("week");
  });

  test("never asks for one that nobody tracks", () => {
    expect(kit([lacking("days"), { stock: uncountedStock(), quantity: 1, named: "week" }])).toBe("days");
    expect(kit([lacking("days"), lacking("week", { ...NONE, tracked: false })])).toBe("days");
  });

  test("of two that are equally long is the one with the lower priority, and then with the first id", () => {
    const equal = kept(["a", 1, 7, 2], ["b", 5, 7, 1], ["c", 5, 7, 1], ["d", 7, 7, -1]);
    expect(kit([lacking("a"), lacking("c"), lacking("b")], {}, equal)).toBe("b");
    expect(kit([lacking("b"), lacking("d"), lacking("a")], {}, equal)).toBe("d");
  });
});
