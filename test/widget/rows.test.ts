import { expect, test } from "vitest";
import { inside, linesOf, putElement, settle } from "./page.ts";
import { standIn } from "./stand-in.ts";
import { rows, viewWith } from "./views.ts";

const STATES = [
  ...["in-stock", "low-stock", "backorder", "preorder", "out-of-stock", "choose-options", "discontinued", "hidden"],
  ...["loading", "failed"],
];

for (const [name, { view, en, de, state }] of Object.entries(rows)) {
  test(`row ${name}: says in English and German what the shopper is to know`, async () => {
    standIn({ [view.product ?? "MUG"]: view });
    const element = putElement(view.product === undefined ? "sku=MUG" : `product=${view.product}`);
    await settle();
    expect(linesOf(element)).toEqual(en);
    expect(STATES.filter((each) => element.matches(`:state(${each})`))).toEqual([state]);
    expect(element.matches(":state(purchasable)")).toBe(view.purchasable);
    element.locale = "de-DE";
    await settle();
    expect(linesOf(element)).toEqual(de);
  });
}

test("what is hidden takes no room at all, not even for a quantity", async () => {
  standIn({ MUG: viewWith({ status: "hidden", message: null, purchasable: false }) });
  const element = putElement("sku=MUG quantity-input");
  await settle();
  // Not even a gap between what stands around it.
  expect(getComputedStyle(element).display).toBe("none");
  expect(inside(element, "#input")).toBeNull();
});

test("where nothing is said there is no empty line, and an input if there is to be one", async () => {
  standIn({ MUG: viewWith({ message: null }) });
  const element = putElement("sku=MUG quantity-input");
  await settle();
  expect(inside(element, "[part=message]")?.checkVisibility()).toBe(false);
  expect(inside(element, "#input")?.checkVisibility()).toBe(true);
});

test("a message of a newer server, which has no text here, is not made up", async () => {
  // What a later version of the contract might send.
  const view = viewWith({ message: { code: "sold_by_weight" as "in_stock" } });
  standIn({ MUG: view });
  const element = putElement("sku=MUG");
  await settle();
  expect(linesOf(element)).toEqual([]);
  expect(element.matches(":state(in-stock)")).toBe(true);
});

test("shops style a status from outside", async () => {
  standIn({ MUG: viewWith() });
  const element = putElement("sku=MUG");
  const style = document.createElement("style");
  style.textContent = "stock-availability:state(in-stock)::part(text) { font-weight: 700 }";
  document.body.append(style);
  await settle();
  const text = inside(element, "[part=text]");
  expect(text === null ? null : getComputedStyle(text).fontWeight).toBe("700");
});
