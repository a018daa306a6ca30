import { expect, test } from "vitest";
import { minutesAndSeconds } from "../../../demo/shop/cart/minutes-and-seconds.ts";

test.each([
  [120_000, "2:00"],
  [119_001, "2:00"],
  [119_000, "1:59"],
  [60_000, "1:00"],
  [1, "0:01"],
  [0, "0:00"],
  [-5_000, "0:00"],
  [1_800_000, "30:00"],
])("%d ms read %s", (ms, text) => {
  expect(minutesAndSeconds(ms)).toBe(text);
});
