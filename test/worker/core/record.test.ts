import { expect, test } from "vitest";
import { isReservation } from "../../../worker/core/record.ts";
import { heldRecord, NOW } from "./given.ts";

test("what a slot keeps is a reservation, but for attempts that were refused and ids that are gone", () => {
  const { changing: _, ...rest } = heldRecord();
  expect(isReservation(heldRecord())).toBe(true);
  expect(isReservation({ ...rest, state: "released", endedAt: NOW })).toBe(true);
  expect(isReservation({ ...rest, state: "expired", endedAt: NOW })).toBe(true);
  expect(isReservation({ ...rest, state: "ordered", order: "O-1", endedAt: NOW })).toBe(true);
  expect(isReservation({ state: "refused", id: "r1", claims: [], endedAt: NOW })).toBe(false);
  expect(isReservation({ state: "gone", id: "r1", endedAt: NOW })).toBe(false);
});
