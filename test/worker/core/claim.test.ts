import { expect, test } from "vitest";
import { sharesOf } from "../../../worker/core/claim.ts";
import { allocatedClaim, heldClaim, NOW, share } from "./given.ts";

test("a claim has units while it is held or allocated", () => {
  expect(sharesOf(heldClaim())).toEqual([share("main", { held: 3 })]);
  expect(sharesOf(allocatedClaim())).toEqual([share("main", { allocated: 3 })]);
});

test("a claim has none before it is made, once it is empty and once it has ended", () => {
  expect(sharesOf(null)).toEqual([]);
  expect(sharesOf({ phase: "empty", id: "r1", step: 2 })).toEqual([]);
  expect(sharesOf({ phase: "ended", id: "r1", step: 2, endedAt: NOW })).toEqual([]);
});
