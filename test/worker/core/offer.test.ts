import { describe, expect, test } from "vitest";
import type { AvailabilityStatus, Estimate } from "../../../sdk/index.ts";
import { merchantFeedOf, type OfferFacts, schemaOrgOf } from "../../../worker/core/offer.ts";
import type { Verdict } from "../../../worker/core/verdict.ts";
import { NOW } from "./given.ts";

const DATE = "2026-03-19T00:00:00.000Z";
const WEEK: Estimate = { id: "week", minDays: null, maxDays: 7, text: {} };

function facts(verdict: Partial<Verdict>, set: Partial<OfferFacts> = {}): OfferFacts {
  return {
    verdict: { row: 8, status: "in_stock", code: "in_stock", date: null, purchasable: true, ...verdict },
    policy: { displayAvailability: true },
    quantity: null,
    estimate: null,
    nowMs: NOW,
    ...set,
  };
}

describe("the words of schema.org", () => {
  test.each<[AvailabilityStatus, boolean, string | undefined]>([
    ["in_stock", true, "InStock"],
    ["in_stock", false, "OutOfStock"],
    ["low_stock", true, "LimitedAvailability"],
    ["low_stock", false, "OutOfStock"],
    ["backorder", true, "BackOrder"],
    ["backorder", false, "OutOfStock"],
    ["preorder", true, "PreOrder"],
    ["out_of_stock", false, "OutOfStock"],
    ["discontinued", false, "Discontinued"],
    ["hidden", false, undefined],
    ["choose_options", false, undefined],
  ])("%s, purchasable %s: %s", (status, purchasable, word) => {
    const expected = word === undefined ? null : { availability: `https://schema.org/${word}` };
    expect(schemaOrgOf(facts({ status, purchasable }))).toEqual(expected);
  });

  test("carry the date from which it can be had, and the level where it is shown", () => {
    expect(schemaOrgOf(facts({ status: "preorder", date: DATE }))).toMatchObject({ availabilityStarts: DATE });
    expect(schemaOrgOf(facts({}, { quantity: { value: 4, capped: false } }))).toMatchObject({ inventoryLevel: 4 });
    expect(schemaOrgOf(facts({}, { quantity: { value: 4, capped: true } }))).not.toHaveProperty("inventoryLevel");
  });

  test("give no date for what is in stock", () => {
    expect(schemaOrgOf(facts({ date: DATE }))).not.toHaveProperty("availabilityStarts");
  });

  test("are nothing where availability is hidden", () => {
    expect(schemaOrgOf(facts({}, { policy: { displayAvailability: false } }))).toBeNull();
  });
});

describe("the words of a merchant feed", () => {
  test.each<[AvailabilityStatus, boolean, string | undefined]>([
    ["in_stock", true, "in_stock"],
    ["in_stock", false, "out_of_stock"],
    ["low_stock", true, "in_stock"],
    ["low_stock", false, "out_of_stock"],
    ["out_of_stock", false, "out_of_stock"],
    ["discontinued", false, "out_of_stock"],
    ["hidden", false, undefined],
    ["choose_options", false, undefined],
  ])("%s, purchasable %s: %s", (status, purchasable, word) => {
    expect(merchantFeedOf(facts({ status, purchasable }))).toEqual(word === undefined ? null : { availability: word });
  });

  test.each(["preorder", "backorder"] as const)("%s comes with a date, or is out of stock", (status) => {
    expect(merchantFeedOf(facts({ status, date: DATE }))).toEqual({ availability: status, availabilityDate: DATE });
    expect(merchantFeedOf(facts({ status }))).toEqual({ availability: "out_of_stock" });
    expect(merchantFeedOf(facts({ status, purchasable: false, date: DATE }))).toEqual({ availability: "out_of_stock" });
  });

  test("the estimate's date stands in for one that is not known", () => {
    expect(merchantFeedOf(facts({ status: "backorder" }, { estimate: WEEK }))).toEqual({
      availability: "backorder",
      availabilityDate: "2026-03-17T00:00:00.000Z",
    });
  });

  test("are nothing where availability is hidden", () => {
    expect(merchantFeedOf(facts({}, { policy: { displayAvailability: false } }))).toBeNull();
  });
});
