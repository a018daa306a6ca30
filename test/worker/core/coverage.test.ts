import { expect, test } from "vitest";
import { uncoveredOf } from "../../../worker/core/coverage.ts";
import { levels, share } from "./given.ts";

const oldestFirst = [
  { id: "first", shares: [share("main", { held: 4 })] },
  { id: "second", shares: [share("main", { allocated: 3 }), share("east", { allocated: 2 })] },
  { id: "third", shares: [share("east", { planned: 1, held: 3 })] },
];

test("units on hand cover the oldest claims first, holds included", () => {
  const here = levels({ main: { onHand: 5 }, east: { onHand: 4 } });
  // main: 4 to the first, 1 of 3 to the second. east: 2 to the second, 2 of 4 to the third.
  expect(uncoveredOf("first", oldestFirst, here)).toBe(0);
  expect(uncoveredOf("second", oldestFirst, here)).toBe(2);
  expect(uncoveredOf("third", oldestFirst, here)).toBe(2);
});

test("units at one warehouse cover nothing at another", () => {
  const here = levels({ main: { onHand: 100 }, east: {} });
  expect(uncoveredOf("second", oldestFirst, here)).toBe(2);
  expect(uncoveredOf("third", oldestFirst, here)).toBe(4);
});

test("a warehouse without a level covers nothing", () => {
  expect(uncoveredOf("first", oldestFirst, levels({}))).toBe(4);
});

test("younger claims do not matter", () => {
  const here = levels({ main: { onHand: 4 } });
  expect(uncoveredOf("first", oldestFirst, here)).toBe(0);
});

test("a claim that is not open lacks nothing", () => {
  expect(uncoveredOf("unheard-of", oldestFirst, levels({}))).toBe(0);
});
