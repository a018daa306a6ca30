import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Order, Reservation } from "../../sdk/index.ts";
import { type Server, startServer } from "../process/server.ts";
import { openBrowser, type ShopWindow } from "./shop-window.ts";
import { seenWithinTwoSeconds } from "./within-two-seconds.ts";

/** Shoppers `a` and `b` for most of the story; `late` and `blind` let their time run out meanwhile. */
let a: ShopWindow;
let b: ShopWindow;
let late: ShopWindow;
let blind: ShopWindow;
let server: Server;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "onhand-e2e-"));
  server = await startServer({ data: join(folder, "data") });
  const opened = await openBrowser(server.origin);
  browser = opened.browser;
  [a, b, late, blind] = [await opened.open(), await opened.open(), await opened.open(), await opened.open(390)];
});

afterAll(async () => {
  await browser?.close();
  await server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** What a window's cart holds, as the server knows it. */
async function reservationOf(window: ShopWindow): Promise<Reservation> {
  const remembered = async () =>
    JSON.parse(String(await window.page.evaluate("sessionStorage.getItem('loam.cart')"))).reservation;
  // The page writes it down once it has read the answer, which comes after its head.
  await expect.poll(remembered).not.toBeNull();
  const reservation = await remembered();
  return (await (await server.admin("GET", `/v1/reservations/${reservation}`)).json()) as Reservation;
}

const secondsShown = async (window: ShopWindow): Promise<number> => {
  const [minutes, seconds] = (await window.text("#mini-cart-time")).split(":").map(Number);
  return (minutes ?? 0) * 60 + (seconds ?? 0);
};

// One story in its order: each step begins where the one before it ended.
describe("two windows on the demonstration shop", () => {
  it("show every state of the table on the list", async () => {
    await b.open("/");
    const told = async (good: string) => {
      const card = b.page.locator(`.card[data-good="${good}"]`);
      return (await card.locator("[part=text], [part=estimate]").allTextContents()).join(" | ");
    };
    const onBackorder = "Out of stock: on backorder, dispatched once in stock";
    expect(await told("breakfast-mug")).toBe("Choose options to see availability");
    expect(await told("everyday-bowl")).toBe("In stock");
    expect(await told("dinner-plate")).toBe("10+ in stock");
    expect(await told("bud-vase")).toBe("Only 4 left");
    expect(await told("breakfast-for-two")).toBe("9 in stock");
    expect(await told("beeswax-tapers")).toBe("120 in stock");
    expect(await told("gift-card")).toBe("");
    expect(await told("winter-teapot")).toMatch(/^Pre-order now, available from \w+ \d+, \d{4}$/);
    expect(await told("candle-ring")).toMatch(/^Currently unavailable \| Expected on \w+ \d+, \d{4}$/);
    expect(await told("spring-pitcher")).toMatch(/^Available from \w+ \d+, \d{4}$/);
    expect(await told("serving-board")).toBe("In stock");
    expect(await told("lidded-casserole")).toBe(`${onBackorder} | In about two weeks, after the next firing`);
    expect(await told("salt-cellar")).toBe("Currently unavailable | In three to four weeks");
    expect(await told("sauce-boat")).toBe("Out of stock");
    expect(await told("summer-carafe")).toBe("No longer available");
    expect(await told("egg-cup")).toBe("Discontinued");
    expect(await b.page.locator(".card").count()).toBe(16);
    expect(await b.violations()).toEqual([]);
  });

  it("have two more shoppers whose carts are held for the shortest time", async () => {
    await late.open("/products/bud-vase?hold=60");
    await late.add(2);
    await late.toldHere.getByText("Only 2 left").waitFor();
    await blind.open("/products/salt-cellar?hold=60");
    expect(await blind.overflow()).toBe(0);
    await blind.open("/products/lidded-casserole");
    expect(await blind.overflow()).toBe(0);
    await blind.add(1);
    const { id, createdAt, expiresAt } = await reservationOf(blind);
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(60_000);
    await blind.open("/cart");
    await blind.button(/^Pay/).waitFor();
    expect(await blind.overflow()).toBe(0);
    // It hears nothing of its cart from here on, as a page does that was asleep.
    await blind.page.route(`**/v1/reservations/${id}`, (route) => route.abort());
    await b.told("bud-vase").getByText("Only 2 left").waitFor();
  });

  it("let one choose among combinations, and say which are not to be had", async () => {
    await a.open("/products/breakfast-mug");
    expect(await a.text(a.toldHere)).toBe("Choose options to see availability");
    expect(await a.button("Add to cart").getAttribute("aria-disabled")).toBe("true");
    await a.page.getByLabel("Large").check();
    await a.page.locator(".choice-face", { hasText: "Ochre" }).getByText("sold out").waitFor();
    await a.page.getByLabel("Ochre").check();
    await a.toldHere.getByText("Out of stock").waitFor();
    expect(await a.violations()).toEqual([]);

    await a.page.getByLabel("Ink").check();
    await a.toldHere.getByText("5 in stock").waitFor();
    const small = a.page.getByRole("radio", { name: "Small not made", exact: true });
    await small.waitFor();
    expect(await small.isDisabled()).toBe(true);
    expect(await a.violations()).toEqual([]);
    await a.button("Choose again").click();
    await a.toldHere.getByText("Choose options to see availability").waitFor();
    await a.page.getByRole("radio", { name: "Small", exact: true }).and(a.page.locator(":enabled:focus")).waitFor();

    await a.open("/products/breakfast-mug?Size=Small&Glaze=Ink");
    expect(await a.text(a.toldHere)).toBe("This combination is not available");
    expect(await a.button("Add to cart").getAttribute("aria-disabled")).toBe("true");
    await small.waitFor();
    // One is not locked in by what one came with.
    expect(await a.page.getByRole("radio").and(a.page.locator(":disabled")).count()).toBe(0);
    expect(await a.violations()).toEqual([]);

    await a.page.getByLabel("Large").check();
    await a.toldHere.getByText("5 in stock").waitFor();
    await a.add(2);
    await a.page.locator("#in-cart").getByText("2 in your cart").waitFor();
    await a.toldHere.getByText("3 in stock").waitFor();
  });

  it("see within two seconds what the other one puts into the cart, without reloading", async () => {
    await a.open("/products/beeswax-tapers");
    await seenWithinTwoSeconds(async (attempt) => {
      await a.add(6);
      return [b.told("beeswax-tapers").getByText(`${120 - 6 * attempt} in stock`)];
    });
  });

  it("count down the time that is left, by the server's clock", async () => {
    await a.open("/cart");
    await a.page.locator("#mini-cart-time", { hasText: /\d:\d\d/ }).waitFor();
    const first = await secondsShown(a);
    expect(first).toBeGreaterThan(60);
    expect(first).toBeLessThanOrEqual(120);
    await expect.poll(() => secondsShown(a), { timeout: 5_000 }).toBeLessThan(first);
    expect(await a.text("#cart-time")).toMatch(/^1:\d\d$/);
    expect(await a.violations()).toEqual([]);

    await a.button("Keep it 2 more minutes").click();
    await expect.poll(() => secondsShown(a), { timeout: 5_000 }).toBeGreaterThan(first);
  });

  it("refuse at the line what cannot be had, and hold what can", async () => {
    const mugs = a.page.getByLabel("Quantity of Breakfast mug");
    await mugs.fill("9");
    await mugs.press("Enter");
    await a.page.locator(".cart-line-refusal").getByText("Only 5 can be had.").waitFor();
    expect(await a.violations()).toEqual([]);
    await mugs.fill("1");
    await mugs.press("Enter");
    await a.page.locator(".cart-line-refusal").first().waitFor({ state: "hidden" });
    await expect.poll(async () => (await reservationOf(a)).lines.map(({ quantity }) => quantity).join()).toMatch(/^1,/);
  });

  it("follow the goods that arrive, and what is counted", async () => {
    await a.open("/products/sauce-boat");
    expect(await a.text(a.toldHere)).toBe("Out of stock");
    await a.openCounter("LOAM-SAUCE-BOAT");
    expect(await a.figure("on-hand")).toBe("0");
    expect(await a.violations()).toEqual([]);
    await seenWithinTwoSeconds(async (attempt) => {
      const received = a.page.waitForResponse("**/receive");
      await a.page.getByLabel("Goods arrive").fill("3");
      await a.button("Receive").click();
      await received;
      const text = `${3 * attempt} in stock`;
      return [a.toldHere.getByText(text), b.told("sauce-boat").getByText(text)];
    });
    await a.page.getByLabel("Counted on the shelf").fill("2");
    await a.button("Count").click();
    await a.page.getByText("Corrected. 2 are on hand now.").waitFor();
    await a.toldHere.getByText("2 in stock").waitFor();
    await b.told("sauce-boat").getByText("2 in stock").waitFor();
    await a.page.locator("#counter-movements").getByText("on hand, now 2").waitFor();
  });

  it("tell a count that comes too late, with the figure that is there", async () => {
    await b.openCounter("LOAM-SAUCE-BOAT");
    // The drawer does not look any more: what it shows is as old as a note on paper.
    await b.page.route("**/demo/skus/LOAM-SAUCE-BOAT", (route) => route.abort());
    await a.page.getByLabel("Goods arrive").fill("1");
    await a.button("Receive").click();
    await a.page.getByText("1 arrived. 3 are on hand now.").waitFor();
    await b.page.getByLabel("Counted on the shelf").fill("2");
    await b.button("Count").click();
    await b.page.getByText("Not corrected: there are 3 on hand by now. Count again.").waitFor();
    await b.page.unrouteAll();
    // What the browser said of the looks that were cut off.
    b.complaints.length = 0;
  });

  it("say what is there and hidden, behind the counter alone", async () => {
    await b.openCounter("LOAM-SECONDS");
    expect([await b.figure("on-hand"), await b.text("#counter-status")]).toEqual(["2", "hidden"]);
    await b.page.goto(`${server.origin}/products/studio-seconds`);
    await b.page.getByRole("heading", { name: "Not here" }).waitFor();
    expect(await b.violations()).toEqual([]);
    b.complaints.length = 0;
    await b.open("/");
  });

  it("see the order that is paid, once, and what is on hand stay", async () => {
    await b.openCounter("LOAM-TAPERS");
    const units = Number(await b.figure("held"));
    expect(units % 6).toBe(0);
    await a.open("/cart");
    const { id } = await reservationOf(a);
    await a.page.locator("#cart-pay").dblclick();
    await a.page.waitForURL("**/orders/LOAM-*");
    await a.page.getByText("Thank you").waitFor();
    const order = await a.text("#order-id");
    const kept = (await (await server.admin("GET", `/v1/orders/${order}`)).json()) as Order;
    expect(kept).toMatchObject({ state: "placed", reservation: id });
    expect(kept.lines.map(({ ordered }) => ordered)).toEqual([1, units]);
    expect(await a.page.locator("#mini-cart-count").isVisible()).toBe(false);
    expect(await a.violations()).toEqual([]);

    await expect.poll(() => b.figure("held"), { timeout: 5_000 }).toBe("0");
    expect(await b.figure("on-hand")).toBe("120");
    expect(await b.figure("allocated")).toBe(String(units));
    expect(await b.figure("available")).toBe(String(120 - units));
    expect(await b.text(b.told("beeswax-tapers"))).toBe(`${120 - units} in stock`);
  });

  it("see the units of a cart whose time is up come back, its own window too", async () => {
    const { id } = await reservationOf(late);
    await late.toldHere.getByText("Only 4 left").waitFor({ timeout: 75_000 });
    await b.told("bud-vase").getByText("Only 4 left").waitFor();
    await late.page.locator("#mini-cart-time").getByText("time’s up").waitFor();
    const { state } = (await (await server.admin("GET", `/v1/reservations/${id}`)).json()) as Reservation;
    expect(state).toBe("expired");
  });

  it("say on the cart's page what went back, and put it in again", async () => {
    await late.open("/cart");
    await late.page.getByRole("heading", { name: "The time was up" }).waitFor();
    expect(await late.text("#cart-lost-lines")).toBe("2 × Bud vase");
    expect(await late.violations()).toEqual([]);
    await late.button("Put it back in the cart").click();
    await late.page.locator("#cart-lines").getByText("Bud vase").waitFor();
    await b.told("bud-vase").getByText("Only 2 left").waitFor();
    await late.button("Give it back").click();
    await late.page.getByText("Nothing is set aside for you.").waitFor();
    await b.told("bud-vase").getByText("Only 4 left").waitFor();
    expect(await late.violations()).toEqual([]);
  });

  it("tell who pays too late that the time is up", async () => {
    await expect.poll(async () => (await reservationOf(blind)).state, { timeout: 60_000 }).toBe("expired");
    await blind.button(/^Pay/).click();
    await blind.page.unrouteAll();
    await blind.page.locator("#cart-refusal").getByText("The time was up").waitFor();
    expect(await blind.text("#cart-lost-lines")).toBe("1 × Lidded casserole");
    expect(new URL(blind.page.url()).pathname).toBe("/cart");
    expect(await blind.violations()).toEqual([]);
  });

  it("ask for little: four of them would stay below what a client may ask in a minute", () => {
    const seconds = ((b.looks.at(-1) ?? 0) - (b.looks[0] ?? 0)) / 1_000;
    expect(seconds).toBeGreaterThan(20);
    expect((b.looks.length / seconds) * 60).toBeLessThan(600 / 4);
  });

  it("ran without a word from the browser: no error, nothing that the page's policy forbids", () => {
    expect({ a: a.complaints, b: b.complaints, late: late.complaints }).toEqual({ a: [], b: [], late: [] });
  });
});
