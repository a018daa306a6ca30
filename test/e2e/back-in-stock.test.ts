import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Server, startServer } from "../process/server.ts";
import { openBrowser, type ShopWindow } from "./shop-window.ts";

const ADDRESS = "shopper@home.example";
/** What of it is typed when the key is pressed too early. */
const UNFINISHED = ADDRESS.slice(0, 3);
/** More than the settling time of the demonstration shop, and the queue's own waits, on a machine that is busy. */
const MAIL_WITHIN_MS = 45_000;

/** A shopper, and what comes into the shopper's mailbox. */
let shop: ShopWindow;
let mailbox: ShopWindow;
let server: Server;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "onhand-e2e-"));
  server = await startServer({ data: join(folder, "data") });
  const opened = await openBrowser(server.origin);
  browser = opened.browser;
  [shop, mailbox] = [await opened.open(), await opened.open(390)];
});

afterAll(async () => {
  await browser?.close();
  await server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Paths of the mails that the shop has made, the newest first. */
async function mails(): Promise<string[]> {
  await mailbox.page.goto(`${server.origin}/outbox`);
  const links = await mailbox.page.locator('a[href^="/outbox/"]').all();
  return Promise.all(links.map(async (link) => (await link.getAttribute("href")) ?? ""));
}

/** Opens the newest mail once there are so many. */
async function openNewest(count: number): Promise<void> {
  await expect.poll(async () => (await mails()).length, { timeout: MAIL_WITHIN_MS, interval: 500 }).toBe(count);
  const [newest = ""] = await mails();
  await mailbox.page.goto(`${server.origin}${newest}`);
}

/** Where the mail that is open leads to: the first link of its HTML that begins so. */
async function linkTo(path: string): Promise<string> {
  const mail = mailbox.page.frameLocator("iframe");
  return (await mail.locator(`a[href^="${server.origin}${path}"]`).first().getAttribute("href")) ?? "";
}

// One story in its order: each step begins where the one before it ended.
describe("who comes to the demonstration shop for something that is sold out", () => {
  it("is offered to be told on its page, by keys alone", async () => {
    await shop.open("/products/sauce-boat");
    expect(await shop.text(shop.toldHere)).toBe("Out of stock");
    await shop.page.getByLabel("E-mail address").waitFor();
    expect(await shop.violations()).toEqual([]);
    await shop.page.getByLabel("E-mail address").focus();
    await shop.page.keyboard.type(UNFINISHED);
    await shop.page.keyboard.press("Enter");
    await shop.page.getByText("Enter an e-mail address").waitFor();
    expect(await shop.violations()).toEqual([]);
    await shop.page.keyboard.type(ADDRESS.slice(UNFINISHED.length));
    await shop.page.keyboard.press("Tab");
    await shop.button("Tell me when it is back").and(shop.page.locator(":focus")).waitFor();
    await shop.page.keyboard.press("Enter");
    await shop.page.getByText("We have sent you a mail: follow its link").waitFor();
    expect(await shop.violations()).toEqual([]);
  });

  it("finds the mail a link away, and is on the list once its link is followed", async () => {
    const outbox = shop.page.locator("#mails-note").getByRole("link", { name: "its outbox" });
    expect(await outbox.getAttribute("href")).toBe("/outbox");
    await openNewest(1);
    await mailbox.page.getByText(ADDRESS).first().waitFor();
    await mailbox.page.goto(await linkTo("/subscriptions/confirm?token="));
    await mailbox.page.getByRole("heading", { name: "You are on the list", exact: true }).waitFor();
    expect(await mailbox.overflow()).toBe(0);
    expect(await mailbox.violations()).toEqual([]);
  });

  it("is told nothing while nothing has come", async () => {
    await shop.toldHere.getByText("Out of stock").waitFor();
    expect((await mails()).length).toBe(1);
  });

  it("gets one mail when goods have arrived and stayed for the settling time, which leads to the page", async () => {
    await shop.openCounter("LOAM-SAUCE-BOAT");
    await shop.page.getByRole("link", { name: "Mails sent from this shop" }).waitFor();
    await shop.page.getByLabel("Goods arrive").fill("3");
    await shop.button("Receive").click();
    const arrivedAt = Date.now();
    await shop.toldHere.getByText("3 in stock").waitFor();
    expect(await shop.page.getByText("We have sent you a mail").count()).toBe(0);
    await openNewest(2);
    expect(Date.now() - arrivedAt).toBeGreaterThanOrEqual(5_000);
    expect(await linkTo("/products/sauce-boat")).toBe(`${server.origin}/products/sauce-boat`);
    expect(await mailbox.text("main")).toContain("Sauce boat");
  });

  it("is asked before unsubscribing, and is off the list after it", async () => {
    await mailbox.page.goto(await linkTo("/subscriptions/unsubscribe?token="));
    await mailbox.page.getByRole("heading", { name: "No more mail about this?" }).waitFor();
    expect(await mailbox.violations()).toEqual([]);
    await mailbox.page.getByRole("button").click();
    await mailbox.page.getByRole("heading", { name: "You are off the list" }).waitFor();
    expect(await mailbox.violations()).toEqual([]);
  });

  it("gets no further mail, and heard no word of complaint from the browser", async () => {
    expect((await mails()).length).toBe(2);
    expect({ shop: shop.complaints, mailbox: mailbox.complaints }).toEqual({ shop: [], mailbox: [] });
  });

  it("left the address in nothing that the server printed", () => {
    expect(server.output()).not.toContain(ADDRESS);
  });
});
