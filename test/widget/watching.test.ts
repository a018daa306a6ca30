import { describe, expect, test, vi } from "vitest";
import { countFeeds } from "../../widget/shared-feeds.ts";
import { ENDPOINT, first, inside, linesOf, pass, passSeconds, put, putElement, settle, told } from "./page.ts";
import { standIn } from "./stand-in.ts";
import { viewWith } from "./views.ts";

const LOW = viewWith({ status: "low_stock", message: { code: "low_stock" }, version: 2 });

function element(attributes: string): string {
  return `<stock-availability endpoint="${ENDPOINT}" ${attributes}></stock-availability>`;
}

describe("elements of a page", () => {
  test("ask together, once, and look again together", async () => {
    const server = standIn({ A: viewWith({ sku: "A" }), B: viewWith({ sku: "B" }) });
    put(element("sku=A") + element("sku=B") + element("sku=A"));
    await settle();
    expect(server.requests.map(({ url }) => url)).toEqual([`${ENDPOINT}/v1/availability?sku=A&sku=B`]);
    await pass(5_000);
    expect(server.requests).toHaveLength(2);
    expect([...document.querySelectorAll("stock-availability")].map(linesOf)).toEqual([
      ["In stock"],
      ["In stock"],
      ["In stock"],
    ]);
    expect(countFeeds()).toBe(1);
  });

  test("share with those of the same server, key and pause only", async () => {
    const server = standIn();
    put(element("sku=A") + element("sku=A key=onh_pk_1") + element("sku=A key=onh_pk_1") + element("sku=A refresh=9"));
    await settle();
    expect(countFeeds()).toBe(3);
    expect(server.requests).toHaveLength(3);
    await pass(5_000);
    expect(server.requests).toHaveLength(5);
    await pass(4_000);
    expect(server.requests).toHaveLength(6);
  });

  test("leave nothing behind when the last one goes", async () => {
    const server = standIn({ MUG: viewWith() });
    put(element("sku=MUG") + element("sku=MUG quantity-input"));
    await pass(2_000);
    first().remove();
    await settle();
    expect(countFeeds()).toBe(1);
    first().remove();
    await settle();
    expect(countFeeds()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    await pass(60_000);
    expect(server.requests).toHaveLength(1);
  });

  test("that go before anything came back leave nothing behind either", async () => {
    const server = standIn({ MUG: viewWith() });
    const changes = told("stock:change");
    const one = putElement("sku=MUG");
    await one.updateComplete;
    one.remove();
    await pass(10_000);
    expect([countFeeds(), vi.getTimerCount(), changes.length]).toEqual([0, 0, 0]);
    expect(server.requests.length).toBeLessThanOrEqual(1);
  });
});

describe("an element that is moved", () => {
  test("within one turn goes on as it is, without another request", async () => {
    const server = standIn({ MUG: viewWith() });
    const changes = told("stock:change");
    const moved = put(`<section></section>${element("sku=MUG")}`);
    await settle();
    document.querySelector("section")?.append(moved);
    await settle();
    expect(server.requests).toHaveLength(1);
    expect(changes).toHaveLength(1);
    expect(linesOf(moved)).toEqual(["In stock"]);
    await pass(5_000);
    expect(server.requests).toHaveLength(2);
  });

  test("and put back later shows what it had, and asks again", async () => {
    const server = standIn({ MUG: viewWith() });
    const moved = putElement("sku=MUG");
    await settle();
    moved.remove();
    await pass(20_000);
    expect(server.requests).toHaveLength(1);
    server.trouble = "never";
    document.body.append(moved);
    await settle();
    expect(linesOf(moved)).toEqual(["In stock"]);
    expect(server.requests).toHaveLength(2);
  });
});

test("an element that is taken out keeps its language", async () => {
  standIn({ MUG: viewWith() });
  const moved = putElement("sku=MUG", "de");
  await settle();
  moved.remove();
  await settle();
  expect(linesOf(moved)).toEqual([]);
  expect(inside(moved, "[part=text]")?.textContent).toBe("Auf Lager");
});

describe("attributes that change", () => {
  test("in one turn are asked with once", async () => {
    const server = standIn();
    const changed = putElement("sku=A channel=one");
    await settle();
    changed.sku = "B";
    changed.setAttribute("channel", "two");
    changed.reservation = "rsv_1";
    changed.sku = "C";
    await settle();
    expect(server.requests.map(({ url }) => url)).toEqual([
      `${ENDPOINT}/v1/availability?sku=A&channel=one`,
      `${ENDPOINT}/v1/availability?sku=C&channel=two&reservation=rsv_1`,
    ]);
    expect(countFeeds()).toBe(1);
  });

  test("to another question take what was known of the former away at once", async () => {
    const server = standIn({ A: viewWith({ sku: "A" }) });
    const changed = putElement("sku=A");
    await settle();
    server.trouble = "never";
    changed.sku = "B";
    await settle();
    expect(linesOf(changed)).toEqual([]);
    expect(changed.matches(":state(loading)")).toBe(true);
    expect(changed.availability).toBeNull();
  });

  test("and back before an answer came show the answer to the last question alone", async () => {
    const server = standIn({ A: viewWith({ sku: "A" }), B: { ...LOW, sku: "B" } });
    const changes = told("stock:change");
    const changed = putElement("sku=A");
    changed.sku = "B";
    await changed.updateComplete;
    changed.sku = "A";
    await settle();
    expect(linesOf(changed)).toEqual(["In stock"]);
    expect(changes.map(({ detail }) => detail.sku)).toEqual(["A"]);
    expect(server.requests.every(({ url }) => !url.includes("sku=B"))).toBe(true);
  });

  test("of the pauses alone keep the view", async () => {
    standIn({ MUG: viewWith() });
    const changed = putElement("sku=MUG");
    await settle();
    changed.refresh = 60;
    await changed.updateComplete;
    expect(linesOf(changed)).toEqual(["In stock"]);
  });
});

describe("the page is told", () => {
  test("of the first view and of each that differs, after it can be seen", async () => {
    const server = standIn({ MUG: viewWith() });
    const lines: string[][] = [];
    document.addEventListener("stock:change", ({ target }) => lines.push(linesOf(target as Element)), { once: true });
    const changes = told("stock:change");
    const teller = putElement("sku=MUG");
    await pass(10_000);
    expect(changes.map(({ detail }) => detail)).toEqual([server.views.get("MUG")]);
    expect(lines).toEqual([["In stock"]]);
    expect(changes[0]).toMatchObject({ target: teller, bubbles: true, composed: true });
    server.views.set("MUG", LOW);
    await pass(5_000);
    expect(changes.map(({ detail }) => detail.status)).toEqual(["in_stock", "low_stock"]);
    expect(linesOf(teller)).toEqual(["Only a few left"]);
    expect(teller.availability).toEqual(LOW);
  });

  test("of a failed look, which leaves the last view; and looking goes on", async () => {
    const server = standIn({ MUG: viewWith() });
    const errors = told("stock:error");
    const teller = putElement("sku=MUG");
    await settle();
    server.trouble = 503;
    await passSeconds(20);
    expect(errors.length).toBeGreaterThanOrEqual(1);
    expect(errors[0]).toMatchObject({ bubbles: true, composed: true, detail: { error: { code: "unavailable" } } });
    expect(linesOf(teller)).toEqual(["In stock"]);
    expect(teller.matches(":state(failed)")).toBe(false);
    server.trouble = null;
    server.views.set("MUG", LOW);
    await passSeconds(60);
    expect(linesOf(teller)).toEqual(["Only a few left"]);
  });
});

describe("without a view", () => {
  test("a failed look is said quietly, until there is one", async () => {
    const server = standIn({ MUG: viewWith() });
    server.trouble = "offline";
    const failed = putElement("sku=MUG");
    await passSeconds(5);
    expect(linesOf(failed)).toEqual(["Availability cannot be shown right now"]);
    expect(failed.matches(":state(failed)")).toBe(true);
    expect(inside(failed, "[part=mark]")).toBeNull();
    server.trouble = null;
    await passSeconds(60);
    expect(linesOf(failed)).toEqual(["In stock"]);
    expect(failed.matches(":state(failed)")).toBe(false);
  });

  test("a SKU that there is not is a failed look", async () => {
    standIn();
    const errors = told("stock:error");
    const failed = putElement("sku=NONE");
    await settle();
    expect(errors[0]?.detail.error).toMatchObject({ name: "NotFoundError", code: "sku_not_found" });
    expect(linesOf(failed)).toEqual(["Availability cannot be shown right now"]);
  });

  test("the line has the height that the message will have", async () => {
    const server = standIn({ MUG: viewWith() });
    server.trouble = "never";
    const waiting = putElement("sku=MUG");
    await settle();
    const before = waiting.getBoundingClientRect().height;
    expect(inside(waiting, "[part=placeholder]")?.checkVisibility()).toBe(true);
    server.trouble = null;
    const shown = put(element("sku=MUG"));
    await settle();
    expect(linesOf(shown)).toEqual(["In stock"]);
    expect(before).toBeGreaterThan(10);
    expect(shown.getBoundingClientRect().height).toBe(before);
  });

  test("neither is there a jump when the input for the quantity comes", async () => {
    const server = standIn({ MUG: viewWith() });
    server.trouble = "never";
    const waiting = putElement("sku=MUG quantity-input");
    await waiting.updateComplete;
    const before = waiting.getBoundingClientRect().height;
    server.trouble = null;
    const shown = put(element("sku=MUG quantity-input"));
    await settle();
    expect(inside(shown, "#input")?.checkVisibility()).toBe(true);
    expect(shown.getBoundingClientRect().height).toBe(before);
  });
});

describe("what the page itself says inside the element", () => {
  const spoken = `<stock-availability endpoint="${ENDPOINT}" sku="MUG">Probably <b>in stock</b></stock-availability>`;

  /** Whether the page's own words are to be seen. */
  function isSpoken(): boolean {
    return first().querySelector("b")?.checkVisibility() ?? false;
  }

  test("stands there until the first view", async () => {
    const server = standIn({ MUG: viewWith() });
    server.trouble = "never";
    put(spoken);
    await settle();
    expect(isSpoken()).toBe(true);
    expect(inside(first(), "[part=placeholder]")).toBeNull();
    server.trouble = null;
    put(spoken);
    await settle();
    expect(isSpoken()).toBe(false);
    expect(linesOf(first())).toEqual(["In stock"]);
  });

  test("stands there when no look goes well", async () => {
    standIn().trouble = "offline";
    put(spoken);
    await passSeconds(5);
    expect(isSpoken()).toBe(true);
    expect(linesOf(first())).toEqual([]);
  });

  test("is not said of another SKU", async () => {
    const server = standIn();
    server.trouble = "never";
    put(spoken);
    await settle();
    first().sku = "PLATE";
    await settle();
    expect(isSpoken()).toBe(false);
  });

  test("is nothing where it is only white space", async () => {
    standIn().trouble = "never";
    put(`<stock-availability endpoint="${ENDPOINT}" sku="MUG">\n  <!-- soon -->\n</stock-availability>`);
    await settle();
    expect(inside(first(), "[part=placeholder]")?.checkVisibility()).toBe(true);
  });
});
