import { describe, expect, expectTypeOf, test } from "vitest";
import { type MerchantAvailability, toMerchantAvailability } from "../../../sdk/mappers/index.ts";

describe("a view as attributes of a merchant feed", () => {
  test.each(["in_stock", "out_of_stock"] as const)("%s stands by itself", (availability) => {
    expect(toMerchantAvailability({ merchantFeed: { availability } })).toEqual({ availability });
    const dated = { availability, availabilityDate: "2026-12-01T09:00:00.000Z" };
    expect(toMerchantAvailability({ merchantFeed: dated })).toEqual({ availability });
  });

  test.each(["preorder", "backorder"] as const)("%s has its date to the minute in UTC", (availability) => {
    const entry = { availability, availabilityDate: "2026-12-01T09:00:59.999Z" };
    expect(toMerchantAvailability({ merchantFeed: entry })).toEqual({
      availability,
      availability_date: "2026-12-01T09:00Z",
    });
    const elsewhere = { availability, availabilityDate: "2026-12-01T09:00:00+02:00" };
    expect(toMerchantAvailability({ merchantFeed: elsewhere })).toEqual({
      availability,
      availability_date: "2026-12-01T07:00Z",
    });
  });

  test.each(["preorder", "backorder"] as const)("%s without a date is out of stock", (availability) => {
    expect(toMerchantAvailability({ merchantFeed: { availability } })).toEqual({ availability: "out_of_stock" });
  });

  test("are none where availability is hidden", () => {
    expect(toMerchantAvailability({ merchantFeed: null })).toBeNull();
  });

  test("have a date where the compiler sees that they need one", () => {
    expectTypeOf<{ availability: "preorder"; availability_date: string }>().toExtend<MerchantAvailability>();
    // @ts-expect-error: without a date
    expectTypeOf<{ availability: "preorder" }>().toExtend<MerchantAvailability>();
  });
});
