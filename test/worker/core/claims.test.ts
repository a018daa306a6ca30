import { describe, expect, test } from "vitest";
import {
  acknowledge,
  claimKey,
  decide,
  doubtfulClaim,
  isAcknowledged,
  lastDecided,
  newClaim,
  tookUnits,
} from "../../../worker/core/claims.ts";
import { NOW, skuClaim } from "./given.ts";

describe("a claim as its record knows it", () => {
  test("starts with nothing", () => {
    expect(newClaim("A")).toEqual({
      sku: "A",
      units: 0,
      tracked: true,
      backordered: 0,
      shipsFrom: null,
      applied: 0,
      numbered: 0,
      pending: [],
    });
  });

  test("takes over what the SKU says of a tried step", () => {
    const answer = { outcome: "done", units: 7, backordered: 2, tracked: true, shipsFrom: "east" } as const;
    const before = skuClaim("A", 3, { applied: 1, numbered: 4, pending: [{ kind: "release", n: 2, after: 1 }] });
    expect(tookUnits(before, 5, answer)).toEqual({
      sku: "A",
      units: 7,
      backordered: 2,
      tracked: true,
      shipsFrom: "east",
      applied: 5,
      numbered: 5,
      pending: [],
    });
  });

  test("of a SKU that gave no answer may have its first units", () => {
    expect(doubtfulClaim("A")).toEqual({ ...newClaim("A"), numbered: 1 });
    // What is decided next comes after nothing, and overtakes the hold.
    expect(decide(doubtfulClaim("A"), { kind: "release" }).pending).toEqual([{ kind: "release", n: 2, after: 0 }]);
  });
});

describe("a decided step", () => {
  test("takes the next number, after the last that was decided", () => {
    const one = decide(skuClaim("A", 3), { kind: "decrease", units: 2 });
    const two = decide(one, { kind: "extend", expiresAt: NOW });
    expect(two).toMatchObject({ applied: 1, numbered: 3 });
    expect(two.pending).toEqual([
      { kind: "decrease", units: 2, n: 2, after: 1 },
      { kind: "extend", expiresAt: NOW, n: 3, after: 2 },
    ]);
  });

  test("skips numbers that were tried and decided against", () => {
    const tried = skuClaim("A", 3, { applied: 1, numbered: 4 });
    expect(decide(tried, { kind: "release" }).pending).toEqual([{ kind: "release", n: 5, after: 1 }]);
  });

  test("is not driven where nothing is tracked", () => {
    const claim = skuClaim("A", 3, { tracked: false });
    expect(decide(claim, { kind: "release" })).toEqual(claim);
  });

  test("leaves the claim it was given as it is", () => {
    const claim = skuClaim("A", 3);
    decide(claim, { kind: "release" });
    expect(claim).toEqual(skuClaim("A", 3));
  });
});

test("the last decided number is that of the last pending step, or the applied one", () => {
  const claim = skuClaim("A", 3, { applied: 2, numbered: 9 });
  expect(lastDecided(claim)).toBe(2);
  expect(lastDecided({ ...claim, pending: [{ kind: "release", n: 7, after: 2 }] })).toBe(7);
});

describe("an acknowledgement", () => {
  const claim = decide(
    decide(decide(skuClaim("A", 3), { kind: "decrease", units: 2 }), { kind: "decrease", units: 1 }),
    {
      kind: "release",
    },
  );

  test("takes away the steps up to its number", () => {
    expect(acknowledge(claim, 3)).toMatchObject({
      applied: 3,
      numbered: 4,
      pending: [{ kind: "release", n: 4, after: 3 }],
    });
    expect(acknowledge(claim, 4)).toMatchObject({ applied: 4, numbered: 4, pending: [] });
  });

  test("of something older is nothing new", () => {
    expect(acknowledge(claim, 1)).toBe(claim);
    expect(acknowledge(claim, 0)).toBe(claim);
  });

  test.each([
    [{ outcome: "done", units: 0, backordered: 0, tracked: true, shipsFrom: null }, true],
    [{ outcome: "ended" }, true],
    [{ outcome: "refused", refusal: { reason: "sku_not_found" } }, false],
    [{ outcome: "behind", next: 1 }, false],
    [{ outcome: "late" }, false],
    [{ outcome: "unavailable" }, false],
  ] as const)("%j: %s", (answer, expected) => {
    expect(isAcknowledged(answer)).toBe(expected);
  });
});

test("the claims of one record are told apart by SKU, and those of returns by their ids", () => {
  const keys = [
    claimKey({ sku: "A" }),
    claimKey({ sku: "B" }),
    claimKey({ sku: "A", claim: "R-1" }),
    claimKey({ sku: "A", claim: "R-2" }),
    claimKey({ sku: 'R-1","A' }),
  ];
  expect(new Set(keys).size).toBe(5);
  expect(claimKey(skuClaim("A", 3))).toBe(claimKey(newClaim("A")));
});
