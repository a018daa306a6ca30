import { describe, expect, test } from "vitest";
import type { Policy } from "../../../sdk/index.ts";
import type { Refusal } from "../../../worker/core/refusal.ts";
import { DEFAULT_RULES } from "../../../worker/core/rules.ts";
import { judgeUncounted } from "../../../worker/core/uncounted.ts";
import type { ChoiceState } from "../../../worker/core/verdict.ts";
import { iso, NOW, policy } from "./given.ts";

function judge(
  quantity: number,
  set: Partial<Policy>,
  choice: ChoiceState = "made",
  scope: "all" | "cart" = "all",
): Refusal | null {
  return judgeUncounted(quantity, { policy: policy(set), choice }, scope, NOW, DEFAULT_RULES);
}

describe("a line that no SKU judges", () => {
  test("is accepted without limit", () => {
    expect(judge(10_000, {})).toBeNull();
  });

  test("keeps the cart's rules", () => {
    expect(judge(3, { quantityMultiple: 2 })).toEqual({
      reason: "invalid_quantity",
      cart: { rule: "multiple", bound: 2 },
    });
  });

  test.each<[string, Partial<Policy>, ChoiceState, string | null]>([
    ["unpublished", { published: false }, "made", null],
    ["not yet sold", { availableFrom: iso(NOW + 1) }, "made", "not_yet_available"],
    ["no longer sold", { availableUntil: iso(NOW - 1) }, "made", "no_longer_available"],
    ["not chosen yet", {}, "incomplete", "choose_options"],
    ["no such combination", {}, "impossible", "combination_unavailable"],
  ])("is refused when it is %s", (_, set, choice, message) => {
    expect(judge(1, set, choice)).toEqual({ reason: "not_purchasable", message });
  });

  test("is told its quantity first, and only once it is chosen", () => {
    const set = { published: false, maxCartQuantity: 1 };
    expect(judge(2, set)).toMatchObject({ reason: "invalid_quantity" });
    expect(judge(2, { maxCartQuantity: 1 }, "incomplete")).toMatchObject({ message: "choose_options" });
    expect(judge(2, { maxCartQuantity: 1 }, "impossible")).toMatchObject({ message: "combination_unavailable" });
  });

  test("is asked for its quantity alone when no more of it is wanted than before", () => {
    expect(judge(1, { published: false }, "made", "cart")).toBeNull();
    expect(judge(3, { published: false, quantityMultiple: 2 }, "made", "cart")).toMatchObject({
      reason: "invalid_quantity",
    });
  });
});
