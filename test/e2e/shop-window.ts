import axe, { type AxeResults } from "axe-core";
import { type Browser, chromium, type Locator, type Page } from "playwright";
import { launchChromium } from "../widget/launch-chromium.ts";

/** What one finds that leaves the page as it is. */
const WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** A browser window of its own: nothing of another window's storage is in it, so it is another shopper. */
export class ShopWindow {
  readonly page: Page;
  readonly #origin: string;
  /** Errors of the page, and what the browser itself complains about: a policy, a file that is not there. */
  readonly complaints: string[] = [];
  /** When it asked the API for views, in milliseconds. */
  readonly looks: number[] = [];

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      // A refusal of the API is an answer, but the browser calls it an error.
      const isRefusal = /status of (409|422)/.test(message.text());
      if (message.type() === "error" && !isRefusal) this.complaints.push(message.text());
    });
    page.on("request", (request) => {
      if (/\/v1\/(availability|products)/.test(request.url())) this.looks.push(performance.now());
    });
  }

  /** Goes to a page, and waits until every element on it has spoken. */
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#origin}${path}`);
    await this.spoken();
  }

  async spoken(): Promise<void> {
    for (const element of await this.page.locator("stock-availability").all()) {
      await element.and(this.page.locator(":not(:state(loading))")).waitFor({ state: "attached" });
    }
  }

  /** The statement of a good on the list. */
  told(good: string): Locator {
    return this.page.locator(`.card[data-good="${good}"] [part=text]`);
  }

  /** The statement on a good's own page. */
  get toldHere(): Locator {
    return this.page.locator("#product [part=text]");
  }

  /** The text of something that is there once. */
  async text(what: Locator | string): Promise<string> {
    const locator = typeof what === "string" ? this.page.locator(what) : what;
    return (await locator.textContent())?.trim() ?? "";
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }

  /** Puts so many of the good that the page shows into the cart, and waits until they are held. */
  async add(quantity?: number): Promise<void> {
    if (quantity !== undefined) await this.page.getByLabel("Quantity").fill(String(quantity));
    const held = this.page.waitForResponse((response) => /\/v1\/reservations/.test(response.url()));
    await this.button("Add to cart").click();
    await held;
  }

  /** A figure in the drawer behind the counter. */
  figure(id: "on-hand" | "held" | "allocated" | "available"): Promise<string> {
    return this.text(`#counter-${id}`);
  }

  async openCounter(sku: string): Promise<void> {
    const handle = this.button(/^Behind the counter/);
    if ((await handle.getAttribute("aria-expanded")) === "false") await handle.click();
    await this.page.getByLabel("SKU").selectOption(sku);
    await this.page.locator("#counter-on-hand", { hasText: /\d/ }).waitFor();
  }

  /** Everything that axe finds wrong with the page as it is, by light and by dark. */
  async violations(): Promise<string[]> {
    const found: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // The script of axe is in every page (see `openBrowser`); its types are not those of this process.
      const run = `axe.run(document, { runOnly: ${JSON.stringify(WCAG_AA)} })`;
      const { violations } = (await this.page.evaluate(run)) as AxeResults;
      for (const { id, nodes } of violations) {
        for (const { target, failureSummary } of nodes)
          found.push(`${colorScheme} ${id} at ${target}: ${failureSummary}`);
      }
    }
    await this.page.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
    return found;
  }

  /** How far the page reaches beyond the window's right edge. */
  async overflow(): Promise<number> {
    return Number(await this.page.evaluate("document.documentElement.scrollWidth - innerWidth"));
  }
}

/** A browser from the packages, whose windows look at one server. */
export async function openBrowser(
  origin: string,
): Promise<{ browser: Browser; open(width?: number): Promise<ShopWindow> }> {
  const browser = await chromium.launch(await launchChromium());
  return {
    browser,
    async open(width = 1280) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "en-GB" });
      await context.addInitScript({ content: axe.source });
      return new ShopWindow(await context.newPage(), origin);
    },
  };
}
