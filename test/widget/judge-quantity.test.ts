import { describe, expect, test } from "vitest";
import type { OrderQuantity } from "../../sdk/index.ts";
import { judgeQuantity, leastQuantity, quantitiesOffered } from "../../widget/judge-quantity.ts";

const FREE: OrderQuantity = { min: 1, max: 10_000, allowed: null, multiple: 1 };

describe("a quantity", () => {
  test.each([
    ["3", FREE, null],
    ["10000", FREE, null],
    ["10001", FREE, { rule: "max", bound: 10_000 }],
    ["2", { ...FREE, min: 2 }, null],
    ["1", { ...FREE, min: 2 }, { rule: "min", bound: 2 }],
    ["0", FREE, { rule: "min", bound: 1 }],
    ["-1", FREE, { rule: "min", bound: 1 }],
    ["12", { ...FREE, multiple: 6 }, null],
    ["7", { ...FREE, multiple: 6 }, { rule: "multiple", bound: 6 }],
    ["4", { ...FREE, allowed: [2, 4] }, null],
    ["3", { ...FREE, allowed: [2, 4] }, { rule: "allowed" }],
    // The first rule in the order of section 4 speaks.
    ["7", { min: 8, max: 6, allowed: [2], multiple: 2 }, { rule: "min", bound: 8 }],
    ["7", { min: 1, max: 6, allowed: [2], multiple: 2 }, { rule: "max", bound: 6 }],
    ["5", { min: 1, max: 6, allowed: [2], multiple: 2 }, { rule: "allowed" }],
  ] as const)("of %s by %o is refused for %o", (typed, rules, refusal) => {
    const verdict = judgeQuantity(typed, { ...rules, allowed: rules.allowed === null ? null : [...rules.allowed] });
    expect(verdict).toEqual(
      refusal === null
        ? { isValid: true, quantity: Number(typed) }
        : { isValid: false, quantity: Number(typed), refusal },
    );
  });

  test.each(["", " ", "1.5", "1,5", "one", "1e99", "Infinity", "--"])("of %o is no whole number", (typed) => {
    expect(judgeQuantity(typed, FREE)).toEqual({ isValid: false, quantity: null, refusal: { rule: "whole" } });
  });
});

describe("the least quantity", () => {
  test.each([
    [FREE, 1],
    [{ ...FREE, min: 3 }, 3],
    [{ ...FREE, multiple: 6 }, 6],
    [{ ...FREE, min: 7, multiple: 6 }, 12],
    [{ ...FREE, min: 3, allowed: [12, 2, 4] }, 4],
    // Nothing may be ordered: the least that the minimum allows stands there, with the reason.
    [{ ...FREE, min: 5, max: 3 }, 5],
    [{ ...FREE, min: 5, allowed: [2, 4] }, 5],
    [{ ...FREE, min: 0 }, 1],
  ])("of %o is %i", (rules, least) => {
    expect(leastQuantity(rules)).toBe(least);
  });
});

describe("the quantities to choose from", () => {
  test("are those that every rule allows, least first", () => {
    expect(quantitiesOffered({ min: 3, max: 20, allowed: [24, 12, 2, 4, 5, 6], multiple: 2 })).toEqual([4, 6, 12]);
  });

  test("are not listed where the other rules say it all", () => {
    expect(quantitiesOffered(FREE)).toBeNull();
  });
});
