import { html } from "hono/html";
import type { Markup } from "../../drawings/markup.ts";
import { counterDrawer } from "./counter-drawer.ts";

/** A page of the shop. */
export interface Page {
  /** Which script of the page runs. */
  readonly kind: "list" | "product" | "cart" | "order" | "message";
  readonly title: string;
  readonly description: string;
  /** The publishable key; null on a page that asks nothing. */
  readonly key: string | null;
  /** The SKU that the drawer behind the counter opens with. */
  readonly counterSku?: string;
  /** Whether mails are kept where a visitor can read them. */
  readonly hasOutbox: boolean;
  readonly main: Markup;
}

/** The whole document. The script adds to it; titles, texts, prices and drawings are there without. */
export function layout({ kind, title, description, key, counterSku, hasOutbox, main }: Page): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="${description}" />
        <title>${title}</title>
        ${key === null ? "" : html`<meta name="onhand-endpoint" content="/" /><meta name="onhand-key" content="${key}" />`}
        <link rel="icon" href="/demo/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/demo/shop.css" />
        <script type="module" src="/demo/shop.js"></script>
      </head>
      <body data-page="${kind}">
        <a class="skip" href="#main">Skip to the content</a>
        <header class="masthead">
          <a class="brand" href="/"><span class="brand-name">Loam</span><span class="brand-line">for the table</span></a>
          <nav class="masthead-nav" aria-label="Shop">
            <a href="/" ${kind === "list" ? html`aria-current="page"` : ""}>Everything</a>
            ${key === null ? "" : miniCart(kind === "cart")}
          </nav>
        </header>
        <main id="main" tabindex="-1">${main}</main>
        <footer class="colophon">
          <p>
            Loam is a made-up shop: the demonstration of <a href="/docs">Onhand</a>. Nothing here is for sale, and no money
            changes hands.
          </p>
        </footer>
        ${key === null ? "" : counterDrawer(counterSku, hasOutbox)}
      </body>
    </html>`;
}

function miniCart(isHere: boolean): Markup {
  return html`<a class="mini-cart" href="/cart" ${isHere ? html`aria-current="page"` : ""}>
    <span>Cart</span>
    <span class="mini-cart-count" id="mini-cart-count" hidden></span>
    <span class="mini-cart-time" id="mini-cart-time" hidden></span>
  </a>`;
}
