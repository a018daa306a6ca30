import { describe, expect, test } from "vitest";
import type { DrivenStep, GiveBack } from "../../../worker/core/step.ts";
import { levels, NOW } from "./given.ts";
import { apply, changed, done, drivenSteps } from "./step-given.ts";

function giveBack(set: Partial<GiveBack & { n: number; after: number }> = {}): DrivenStep {
  return {
    kind: "giveBack",
    n: 1,
    after: 0,
    units: 2,
    warehouse: "main",
    instead: [],
    restock: true,
    order: "O-1",
    document: "R-1",
    actor: "ann",
    note: "too small",
    ...set,
  };
}

const LINE = {
  kind: "return",
  figure: "onHand",
  reason: null,
  note: "too small",
  order: "O-1",
  document: "R-1",
  actor: "ann",
};

describe("units that come back", () => {
  const here = levels({ main: { onHand: 5, allocated: 1, incoming: 7 } });

  test("are on hand again, with a line under the order and the return", () => {
    const result = changed(apply(null, giveBack(), { levels: here }));
    expect(result.levels).toEqual(levels({ main: { onHand: 7, allocated: 1, incoming: 7 } }));
    expect(result.entries).toEqual([{ ...LINE, warehouse: "main", change: 2, after: 7 }]);
    expect(result.claim).toEqual({ phase: "empty", id: "r1", step: 1 });
    expect(result.answer).toEqual(done(0, { shipsFrom: null }));
  });

  test("may come back to a warehouse that has had none", () => {
    const result = changed(apply(null, giveBack({ warehouse: "west" }), { levels: here }));
    expect(result.levels).toEqual(new Map([...here, ...levels({ west: { onHand: 2 } })]));
    expect(result.entries).toEqual([{ ...LINE, warehouse: "west", change: 2, after: 2 }]);
  });

  test("that are not restocked move nothing, and are in the ledger all the same", () => {
    const result = changed(apply(null, giveBack({ restock: false }), { levels: here }));
    expect(result.levels).toEqual(here);
    expect(result.entries).toEqual([{ ...LINE, warehouse: "main", change: 0, after: 5 }]);
    const nowhere = changed(apply(null, giveBack({ restock: false, warehouse: "west" }), { levels: here }));
    expect(nowhere.levels).toEqual(here);
  });

  test("come back up to 1,000,000,000 on hand, and the ledger says how many did", () => {
    const nearly = levels({ main: { onHand: 999_999_998 } });
    const result = changed(apply(null, giveBack({ units: 3 }), { levels: nearly }));
    expect(result.levels).toEqual(levels({ main: { onHand: 1_000_000_000 } }));
    expect(result.entries).toEqual([{ ...LINE, warehouse: "main", change: 2, after: 1_000_000_000 }]);
  });

  test("go to the first other warehouse that is open where theirs was closed in the meantime", () => {
    const facts = { levels: here, closed: ["main", "east"] };
    const result = changed(apply(null, giveBack({ instead: ["main", "east", "west"] }), facts));
    expect(result.levels.get("west")?.onHand).toBe(2);
    expect(result.levels.get("main")).toEqual(here.get("main"));
    expect(result.entries).toEqual([{ ...LINE, warehouse: "west", change: 2, after: 2 }]);
    // Open, they come back to where they were said to.
    expect(changed(apply(null, giveBack({ instead: ["west"] }), { levels: here })).levels.get("main")?.onHand).toBe(7);
  });

  test("come back to a closed warehouse where there is no other: they are there", () => {
    const result = changed(apply(null, giveBack({ instead: ["main"] }), { levels: here, closed: ["main"] }));
    expect(result.levels.get("main")?.onHand).toBe(7);
  });

  test("come back although the SKU cannot be bought, or is not tracked any more", () => {
    const policy = { sku: { published: false, trackInventory: false } };
    expect(changed(apply(null, giveBack(), { levels: here, policy })).levels.get("main")?.onHand).toBe(7);
  });

  test("come back once, however often and however late it is said", () => {
    const once = changed(apply(null, giveBack(), { levels: here }));
    const again = { change: "none", answer: done(0, { shipsFrom: null }), wantsStock: false };
    expect(apply(once.claim, giveBack(), { levels: once.levels })).toEqual(again);
    const released = changed(apply(once.claim, { kind: "release", n: 2, after: 1 }, { levels: once.levels }));
    expect(released.claim).toEqual({ phase: "ended", id: "r1", step: 2, endedAt: NOW });
    expect(released.levels).toEqual(once.levels);
    expect(apply(released.claim, giveBack(), { levels: once.levels })).toEqual(again);
  });

  test("do not come back on a claim that something was done for already: it only takes its number", () => {
    for (const step of drivenSteps(0)) {
      const before = changed(apply(null, step, { levels: here }));
      const result = apply(before.claim, giveBack({ n: 2, after: 1 }), { levels: here });
      expect(result.change === "none" ? here : result.levels).toEqual(here);
      expect(result.change === "none" ? [] : result.entries).toEqual([]);
    }
  });
});
