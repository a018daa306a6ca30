import { expect, test } from "vitest";
import { holdSecondsOf } from "../../../demo/contract/hold-seconds.ts";

test.each([
  ["120 where nothing is said", undefined, 120],
  ["what is said", "300", 300],
  ["the least", "60", 60],
  ["the least for less", "59", 60],
  ["the most", "1800", 1_800],
  ["the most for more", "1801", 1_800],
  ["120 for what is no number", "soon", 120],
  ["120 for a fraction", "90.5", 120],
  ["120 for what is below nothing", "-60", 120],
])("a cart is held for %s", (_, text, seconds) => {
  expect(holdSecondsOf(text)).toBe(seconds);
});
