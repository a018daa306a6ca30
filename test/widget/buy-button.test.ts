import { describe, expect, test, vi } from "vitest";
import { cdp, page, userEvent } from "vitest/browser";
import type { Availability } from "../../sdk/index.ts";
import { ENDPOINT, first, inside, linesOf, pass, passSeconds, put, settle, type } from "./page.ts";
import { type StandIn, standIn } from "./stand-in.ts";
import { viewWith } from "./views.ts";

const GONE = viewWith({ status: "out_of_stock", message: { code: "out_of_stock" }, purchasable: false });
const ELEMENT = `<stock-availability endpoint="${ENDPOINT}" sku="MUG" buy-button="#buy"></stock-availability>`;
const BUTTON = '<button id="buy" type="button">Buy</button>';

function button(root: ParentNode = document): HTMLElement {
  const found = root.querySelector<HTMLElement>("#buy");
  if (found === null) throw new Error("there is no button");
  return found;
}

/** How often the shop hears of a click on its button. */
function clicksOn(target: EventTarget): { count: number } {
  const clicks = { count: 0 };
  target.addEventListener("click", () => {
    clicks.count += 1;
  });
  return clicks;
}

function isOff(): boolean {
  return button().getAttribute("aria-disabled") === "true";
}

/** What a screen reader says of the button besides its name. */
function description(): string {
  const ids = button().getAttribute("aria-describedby")?.split(" ") ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent ?? "?").join(" ");
}

/** What Chromium itself hands to a screen reader; null: no description. */
async function spokenDescription(): Promise<string | null> {
  const { frameTree } = await cdp().send("Page.getFrameTree");
  for (const { frame } of [frameTree, ...(frameTree.childFrames ?? [])]) {
    const { nodes } = await cdp().send("Accessibility.getFullAXTree", { frameId: frame.id });
    const found = nodes.find(({ role, name }) => role?.value === "button" && name?.value === "Buy");
    if (found !== undefined) return found.description?.value ?? null;
  }
  throw new Error("there is no button in the tree");
}

async function show(server: StandIn, view: Availability): Promise<void> {
  server.views.set("MUG", view);
  await pass(5_000);
}

describe("the shop's own button", () => {
  test("is off while nothing can be bought, says why, and comes on again", async () => {
    const server = standIn({ MUG: GONE });
    put(ELEMENT + BUTTON);
    const clicks = clicksOn(button());
    await settle();
    expect([isOff(), description()]).toEqual([true, "Out of stock"]);
    expect(await spokenDescription()).toBe("Out of stock");
    button().click();
    expect(clicks.count).toBe(0);
    await show(server, viewWith());
    expect([button().hasAttribute("aria-disabled"), button().hasAttribute("aria-describedby")]).toEqual([false, false]);
    button().click();
    expect(clicks.count).toBe(1);
  });

  test("stays in the order of focus, and keys do not get through either", async () => {
    standIn({ MUG: GONE });
    put(BUTTON + ELEMENT);
    const clicks = clicksOn(document);
    await settle();
    await userEvent.keyboard("{Tab}");
    expect(document.activeElement).toBe(button());
    await userEvent.keyboard("{Enter} ");
    expect(clicks.count).toBe(0);
  });

  test("looks off by itself, unless the page says how", async () => {
    standIn({ MUG: GONE });
    put(`${ELEMENT}${BUTTON}`);
    await settle();
    expect(getComputedStyle(button()).opacity).toBe("0.5");
    // The weakest rule that a page can have.
    document.body.insertAdjacentHTML("beforeend", "<style>button { opacity: 0.8 }</style>");
    expect(getComputedStyle(button()).opacity).toBe("0.8");
  });

  test("of a form is not pressed by the Enter of another field, nor asked for by name", async () => {
    standIn({ MUG: GONE });
    put(`${ELEMENT}<form><input id="note"><button id="buy">Buy</button></form>`);
    const submitted: Event[] = [];
    const form = document.querySelector("form");
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      submitted.push(event);
    });
    await settle();
    await userEvent.click(page.getByRole("textbox"));
    await userEvent.keyboard("{Enter}");
    form?.requestSubmit(button());
    expect(submitted).toEqual([]);
  });

  test("that is a link does not lead anywhere", async () => {
    standIn({ MUG: GONE });
    put(`${ELEMENT}<a id="buy" href="#basket">Buy</a>`);
    await settle();
    await userEvent.click(button(), { force: true });
    expect(location.hash).toBe("");
  });

  test("leaves other clicks alone", async () => {
    standIn({ MUG: GONE });
    put(`${ELEMENT}${BUTTON}<button id="other">Other</button>`);
    await settle();
    const clicks = clicksOn(document);
    document.querySelector<HTMLElement>("#other")?.click();
    expect(clicks.count).toBe(1);
  });

  test("keeps what the shop says of it", async () => {
    const server = standIn({ MUG: GONE });
    put(
      `${ELEMENT}<p id="note">Gift-wrapped</p><button id="buy" aria-disabled="false" aria-describedby="note" disabled>Buy`,
    );
    await settle();
    expect([isOff(), description(), button().matches(":disabled")]).toEqual([true, "Gift-wrapped Out of stock", true]);
    await show(server, viewWith());
    expect(["aria-disabled", "aria-describedby"].map((name) => button().getAttribute(name))).toEqual(["false", "note"]);
    expect(button().matches(":disabled")).toBe(true);
  });

  test("is off because of a quantity that may not be ordered", async () => {
    standIn({ MUG: viewWith({ orderQuantity: { min: 1, max: 12, allowed: null, multiple: 1 } }) });
    put(ELEMENT + BUTTON);
    first().quantityInput = true;
    await settle();
    expect(isOff()).toBe(false);
    await type(first(), "13");
    expect([isOff(), description()]).toEqual([true, "Order at most 12"]);
    await type(first(), "");
    expect(description()).toBe("Enter a whole number");
    await type(first(), "12");
    expect(isOff()).toBe(false);
  });

  test("is off for goods that are there and not sold, and there the reason is to be seen, too", async () => {
    standIn({ MUG: viewWith({ status: "low_stock", message: { code: "low_stock" }, purchasable: false }) });
    put(ELEMENT + BUTTON);
    await settle();
    expect([linesOf(first()), description()]).toEqual([["Only a few left"], "Cannot be ordered at the moment"]);
    expect(inside(first(), "[part=reason]")?.textContent).toBe("Cannot be ordered at the moment");
    expect(inside(first(), "[part=reason]")?.checkVisibility()).toBe(true);
  });

  test("is off for what is hidden, and that alone is said", async () => {
    standIn({ MUG: viewWith({ status: "hidden", message: null, purchasable: false }) });
    put(ELEMENT + BUTTON);
    await settle();
    expect([isOff(), description()]).toEqual([true, "Cannot be ordered at the moment"]);
    expect(await spokenDescription()).toBe("Cannot be ordered at the moment");
    expect(first().getBoundingClientRect().height).toBe(0);
  });

  test("is off where nothing is said of availability, and nothing is to be seen", async () => {
    standIn({ MUG: viewWith({ message: null, purchasable: false }) });
    put(ELEMENT + BUTTON);
    await settle();
    expect([isOff(), description()]).toEqual([true, "Cannot be ordered at the moment"]);
    expect(inside(first(), "[part=reason]")).toBeNull();
    expect(first().getBoundingClientRect().height).toBe(0);
  });

  test("says when goods are expected", async () => {
    const view = viewWith({
      status: "out_of_stock",
      message: { code: "available_in", date: "2026-12-03T00:00:00.000Z" },
      purchasable: false,
    });
    standIn({ MUG: view });
    put(ELEMENT + BUTTON);
    await settle();
    expect(description()).toBe("Currently unavailable. Expected on December 3, 2026");
  });
});

describe("the shop sells on", () => {
  test("before the first view, and while none can be had", async () => {
    const server = standIn({ MUG: GONE });
    server.trouble = "offline";
    put(ELEMENT + BUTTON);
    await passSeconds(5);
    expect(linesOf(first())).toEqual(["Availability cannot be shown right now"]);
    expect(isOff()).toBe(false);
  });

  test("but a look that fails later changes nothing", async () => {
    const server = standIn({ MUG: GONE });
    put(ELEMENT + BUTTON);
    await settle();
    server.trouble = "offline";
    await passSeconds(20);
    expect(isOff()).toBe(true);
  });

  test("with a button that stays as it is while another option's answer is awaited", async () => {
    const server = standIn({ MUG: GONE, PLATE: viewWith({ sku: "PLATE" }) });
    put(ELEMENT + BUTTON);
    await settle();
    server.trouble = "never";
    first().sku = "PLATE";
    await settle();
    expect(isOff()).toBe(true);
    server.trouble = "offline";
    first().sku = "BOWL";
    await passSeconds(5);
    expect(isOff()).toBe(false);
  });
});

describe("which button", () => {
  test("is the one that comes later, or stands in for it", async () => {
    standIn({ MUG: GONE });
    put(ELEMENT);
    await settle();
    document.body.insertAdjacentHTML("beforeend", `<p>${BUTTON}</p>`);
    await settle();
    const former = button();
    expect(isOff()).toBe(true);
    former.replaceWith(former.cloneNode(false));
    former.id = "";
    await settle();
    expect([isOff(), former.hasAttribute("aria-disabled")]).toEqual([true, false]);
  });

  test("is looked for in the element's own shadow root", async () => {
    standIn({ MUG: GONE });
    document.body.innerHTML = `<section></section>${BUTTON}`;
    const shadow = document.querySelector("section")?.attachShadow({ mode: "closed" });
    if (shadow === undefined) throw new Error("there is no section");
    shadow.innerHTML = ELEMENT + BUTTON;
    const clicks = clicksOn(button(shadow));
    await settle();
    expect([button(shadow).ariaDisabled, button().ariaDisabled]).toEqual(["true", null]);
    button(shadow).click();
    expect(clicks.count).toBe(0);
    const reason = button(shadow).getAttribute("aria-describedby") ?? "";
    expect(shadow.getElementById(reason)?.textContent).toBe("Out of stock");
  });

  test("is none for a selector that is none, and for no selector", async () => {
    standIn({ MUG: GONE });
    for (const selector of ["#", "", "#none"]) {
      put(
        `<stock-availability endpoint="${ENDPOINT}" sku="MUG" buy-button="${selector}"></stock-availability>${BUTTON}`,
      );
      await settle();
      expect([selector, linesOf(first()), isOff()]).toEqual([selector, ["Out of stock"], false]);
    }
  });

  test("is another when the attribute says so", async () => {
    standIn({ MUG: GONE });
    put(`${ELEMENT}${BUTTON}<button id="basket">Basket</button>`);
    await settle();
    first().buyButton = "#basket";
    await settle();
    expect([isOff(), document.querySelector("#basket")?.ariaDisabled]).toEqual([false, "true"]);
    first().removeAttribute("buy-button");
    await settle();
    expect(document.querySelector("#basket")?.hasAttribute("aria-disabled")).toBe(false);
  });

  test("of two elements is on when both allow it", async () => {
    const server = standIn({ MUG: GONE, PLATE: { ...GONE, sku: "PLATE" } });
    put(ELEMENT + ELEMENT.replace("MUG", "PLATE") + BUTTON);
    await settle();
    expect(description()).toBe("Out of stock Out of stock");
    await show(server, viewWith());
    expect([isOff(), description()]).toEqual([true, "Out of stock"]);
    server.views.set("PLATE", viewWith({ sku: "PLATE" }));
    await pass(5_000);
    expect([isOff(), button().hasAttribute("aria-describedby")]).toEqual([false, false]);
  });
});

describe("an element that goes", () => {
  test("gives the button back", async () => {
    standIn({ MUG: GONE });
    put(ELEMENT + BUTTON);
    const clicks = clicksOn(button());
    await settle();
    const gone = first();
    gone.remove();
    await settle();
    expect([isOff(), button().hasAttribute("aria-describedby"), gone.childNodes.length]).toEqual([false, false, 0]);
    button().click();
    expect(clicks.count).toBe(1);
  });

  test("leaves no listener on the page", async () => {
    const added = vi.spyOn(document, "addEventListener");
    const removed = vi.spyOn(document, "removeEventListener");
    const names = (spy: { mock: { calls: unknown[][] } }) => spy.mock.calls.map(([name]) => name).toSorted();
    standIn({ MUG: GONE });
    put(ELEMENT + BUTTON);
    await settle();
    expect(names(added)).toEqual(["click", "submit", "visibilitychange"]);
    first().remove();
    await settle();
    expect(names(removed)).toEqual(names(added));
  });

  test("and comes back takes it again", async () => {
    standIn({ MUG: GONE });
    put(ELEMENT + BUTTON);
    await settle();
    const moved = first();
    moved.remove();
    await settle();
    document.body.append(moved);
    await settle();
    expect([isOff(), description()]).toEqual([true, "Out of stock"]);
  });
});

test("a page that renders its words in the element anew loses no reason", async () => {
  const server = standIn({ MUG: GONE });
  put(ELEMENT + BUTTON);
  await settle();
  first().textContent = "Out of stock, as of noon";
  await show(server, viewWith({ ...GONE, message: { code: "no_longer_available" }, version: 2 }));
  expect([isOff(), description()]).toEqual([true, "No longer available"]);
});
