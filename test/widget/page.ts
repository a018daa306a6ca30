import { onTestFinished, vi } from "vitest";
import "../../widget/define.ts";
import type { StockAvailability } from "../../widget/index.ts";

/** Where elements of the tests ask. */
export const ENDPOINT = "https://stock.shop.example";

/** Puts HTML on the page and gives the first element in it. `lang` is the page's. */
export function put(markup: string, lang = "en-US"): StockAvailability {
  document.documentElement.lang = lang;
  document.body.innerHTML = markup;
  return first();
}

/** An element with these attributes, alone on the page. */
export function putElement(attributes: string, lang?: string): StockAvailability {
  return put(`<stock-availability ${attributes} endpoint="${ENDPOINT}"></stock-availability>`, lang);
}

/** The first element of the page. */
export function first(): StockAvailability {
  const element = document.querySelector("stock-availability");
  if (element === null) throw new Error("there is no element on the page");
  return element;
}

/** What the element loads by itself. */
async function importParts(): Promise<void> {
  await Promise.all([
    ...[
      import("../../widget/looking.ts"),
      import("../../widget/quantity-field.ts"),
      import("../../widget/buy-button.ts"),
      import("../../widget/subscribe-form.ts"),
    ],
    ...[import("../../widget/texts/de.ts"), import("../../widget/texts/en.ts")],
    ...[import("../../widget/texts/de-subscribe.ts"), import("../../widget/texts/en-subscribe.ts")],
  ]);
}

/** Lets happen what is due now: updates, imports, answers. No time passes. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    await vi.advanceTimersByTimeAsync(0);
    // Imports that the element began before have then been answered as well.
    await importParts();
  }
}

/** Lets time pass, and happen what is due by then. Answers arrive only at its end: see `passSeconds`. */
export async function pass(ms: number): Promise<void> {
  await settle();
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

/** Lets time pass second by second: for what takes several requests and the pauses between them. */
export async function passSeconds(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) await pass(1_000);
}

/** What is inside an element's shadow root. */
export function inside<Found extends Element = HTMLElement>(element: Element, selector: string): Found | null {
  return element.shadowRoot?.querySelector<Found>(selector) ?? null;
}

/** The lines that a shopper reads: the message, and the estimate below it. */
export function linesOf(element: Element): string[] {
  const parts = ["text", "estimate"].map((part) => inside(element, `[part=${part}]`));
  return parts.filter((each) => each?.checkVisibility()).map((each) => each?.textContent?.trim() ?? "");
}

/** The number input or select. */
export function control(element: Element): HTMLInputElement & HTMLSelectElement {
  const found = inside<HTMLInputElement & HTMLSelectElement>(element, "#input");
  if (found === null) throw new Error("there is no input");
  return found;
}

/** Types into the input what a keyboard would leave there. */
export async function type(element: Element, text: string): Promise<void> {
  const input = control(element);
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  await settle();
}

/** What an element told the page under a name, from now on. */
export function told<Name extends keyof HTMLElementEventMap>(name: Name): HTMLElementEventMap[Name][] {
  const events: HTMLElementEventMap[Name][] = [];
  const listen = (event: HTMLElementEventMap[Name]) => void events.push(event);
  document.body.addEventListener(name, listen);
  onTestFinished(() => document.body.removeEventListener(name, listen));
  return events;
}
