import { expect, test, vi } from "vitest";
import { first, inside, pass, putElement, settle } from "./page.ts";
import { standIn } from "./stand-in.ts";
import { viewWith } from "./views.ts";

const LOW = viewWith({ status: "low_stock", message: { code: "low_stock" } });

/** What a screen reader is to do with changes of the message. */
function politeness(): string | null {
  return inside(first(), "[part=message]")?.getAttribute("aria-live") ?? null;
}

test("the first view is not announced, and what changes a second later is, as a whole", async () => {
  const server = standIn({ MUG: viewWith() });
  const element = putElement("sku=MUG refresh=1");
  await element.updateComplete;
  const message = inside(element, "[part=message]");
  expect([politeness(), message?.ariaAtomic]).toEqual(["off", "true"]);
  await settle();
  expect([politeness(), message?.textContent?.trim()]).toEqual(["off", "In stock"]);
  await pass(999);
  expect(politeness()).toBe("off");
  await pass(1);
  expect(politeness()).toBe("polite");
  server.views.set("MUG", LOW);
  await pass(1_000);
  // The very same region: a new one would not be listened to.
  expect(inside(element, "[part=message]")).toBe(message);
  expect([politeness(), message?.textContent?.trim()]).toEqual(["polite", "Only a few left"]);
});

test("another option's answer is announced, though it is that option's first", async () => {
  standIn({ MUG: viewWith(), PLATE: { ...LOW, sku: "PLATE" } });
  const element = putElement("sku=MUG");
  await pass(1_000);
  element.sku = "PLATE";
  await settle();
  expect([politeness(), inside(element, "[part=text]")?.textContent]).toEqual(["polite", "Only a few left"]);
});

test("an element that goes within that second leaves no timer", async () => {
  standIn({ MUG: viewWith() });
  putElement("sku=MUG");
  await pass(500);
  first().remove();
  await settle();
  expect(vi.getTimerCount()).toBe(0);
});
