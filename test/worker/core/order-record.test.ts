import { expect, test } from "vitest";
import { isClaimed, no } from "../../../worker/core/order-record.ts";
import { NOW } from "./given.ts";
import { pending, placedOrder } from "./order-given.ts";

test("units were claimed for an order that is placed or shipped, and for one that was cancelled after that", () => {
  const { trying: _, ...rest } = placedOrder();
  expect(isClaimed(placedOrder())).toBe(true);
  expect(isClaimed({ ...rest, state: "shipped" })).toBe(true);
  expect(isClaimed({ ...rest, state: "cancelled", cancelledAt: NOW })).toBe(true);
  expect(isClaimed(pending())).toBe(false);
  expect(isClaimed({ ...pending(), state: "cancelled", reservation: null, cancelledAt: NOW })).toBe(false);
});

test("a refusal is a decision", () => {
  expect(no({ reason: "order_shipped" })).toEqual({ accepted: false, refusal: { reason: "order_shipped" } });
});
