import { expect, expectTypeOf, test } from "vitest";
import type { Availability } from "../../sdk/index.ts";
import { type QuantityChange, StockAvailability } from "../../widget/index.ts";
import { put } from "./page.ts";

test("the class can be had without the element being defined by it, and defining twice is harmless", async () => {
  expect(customElements.get("stock-availability")).toBe(StockAvailability);
  // Another copy of the module, as a page with two bundles has.
  const copy = "/widget/define.ts?copy";
  await import(/* @vite-ignore */ copy);
  expect(customElements.get("stock-availability")).toBe(StockAvailability);
});

test("TypeScript knows the element and what it tells", () => {
  const element = put("<stock-availability></stock-availability>");
  expectTypeOf(document.createElement("stock-availability")).toEqualTypeOf<StockAvailability>();
  element.addEventListener("stock:change", ({ detail }) => expectTypeOf(detail).toEqualTypeOf<Availability>());
  element.addEventListener("stock:quantity-change", ({ detail }) =>
    expectTypeOf(detail).toEqualTypeOf<QuantityChange>(),
  );
  element.addEventListener("stock:error", ({ detail }) => expectTypeOf(detail.error).toEqualTypeOf<Error>());
});
