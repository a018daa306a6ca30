import type { OpenAPIHono } from "@hono/zod-openapi";
import { html } from "hono/html";
import type { Availability } from "../../sdk/index.ts";
import { listSkus } from "../catalogue/skus.ts";
import { skuView } from "../catalogue/views.ts";
import { PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import type { LookQuestion } from "../objects/sku-callable.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { askSku, channelOf, storeOf } from "./stock-access.ts";

const STYLE = `
  :root { color-scheme: light dark; --line: #d8dbe0; --soft: #5b6370; --ok: #15703a; --low: #8a5a00; --out: #a02320; }
  @media (prefers-color-scheme: dark) {
    :root { --line: #3a3f47; --soft: #a3abb8; --ok: #6fd08f; --low: #e7b75a; --out: #f28b85; }
  }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
  h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
  p { color: var(--soft); margin: 0 0 1.5rem; }
  table { border-collapse: collapse; width: 100%; }
  th { text-align: left; font-weight: 600; color: var(--soft); font-size: .875rem; }
  th, td { padding: .55rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
  td.sku { font-variant-numeric: tabular-nums; }
  th:first-child, td:first-child { padding-left: 0; }
  th:last-child, td:last-child { padding-right: 0; }
  td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .in_stock { color: var(--ok); } .low_stock, .backorder, .preorder { color: var(--low); }
  .out_of_stock, .discontinued { color: var(--out); }
  nav { margin-top: 1.5rem; display: flex; gap: 1.25rem; flex-wrap: wrap; }
`;

const WORDS: Record<Availability["status"], string> = {
  in_stock: "In stock",
  low_stock: "Low stock",
  backorder: "On backorder",
  preorder: "Preorder",
  out_of_stock: "Out of stock",
  choose_options: "Choose options",
  discontinued: "Discontinued",
  hidden: "",
};

/** A plain page of what is in stock, as a shopper may see it; and the readable API documentation. */
export function pageRoutes(app: OpenAPIHono<AppEnv>): void {
  app.get("/", async (context) => {
    if (context.env.DEMO !== "true") return context.redirect("/docs");
    const page = await listSkus(context.env.DB, positionOf(context.req.query("after")), PAGE_SIZE_DEFAULT);
    const [channel, store] = await Promise.all([channelOf(context, undefined), storeOf(context)]);
    const viewer = {
      channel,
      store,
      reservation: null,
      secret: false,
      mailConfigured: false,
      nowMs: Date.now(),
      look: (sku: string, question: LookQuestion) => askSku(context, sku, (stub) => stub.look(question)),
    };
    const views = await Promise.all(page.items.map(({ sku }) => skuView(sku, viewer)));
    const shown = views.filter((view) => view !== null && view.status !== "hidden");
    const next = page.nextCursor === null ? null : cursorOf(page.nextCursor);
    return context.html(stockPage(shown as Availability[], next), 200, { "cache-control": "no-store" });
  });

  // The static files stand behind the Worker in both homes: here it hands over the one that the page below loads.
  app.get("/docs/rapidoc-min.js", (context) => context.env.ASSETS.fetch(context.req.raw));

  app.get("/docs", (context) =>
    context.html(html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Onhand API</title>
          <script type="module" src="/docs/rapidoc-min.js"></script>
        </head>
        <body>
          <rapi-doc
            spec-url="/openapi.json"
            render-style="read"
            load-fonts="false"
            show-header="false"
            allow-authentication="true"
            schema-description-expanded="true"
          ></rapi-doc>
        </body>
      </html>`),
  );
}

function stockPage(views: readonly Availability[], next: string | null): ReturnType<typeof html> {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>In stock – Onhand</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <h1>What is in stock</h1>
        <p>As a shopper of the channel <em>web</em> is told. Figures stand only where their policy shows them.</p>
        ${
          views.length === 0
            ? html`<p>There is nothing yet. Create a SKU, or import a catalogue.</p>`
            : html`<table>
                <thead>
                  <tr>
                    <th>SKU</th>
                    <th>Availability</th>
                    <th class="number">Quantity</th>
                  </tr>
                </thead>
                <tbody>
                  ${views.map(stockRow)}
                </tbody>
              </table>`
        }
        <nav>
          ${next === null ? "" : html`<a href="/?after=${next}">Next ${PAGE_SIZE_DEFAULT}</a>`}
          <a href="/docs">API documentation</a><a href="/openapi.json">OpenAPI</a><a href="/health">Health</a>
        </nav>
      </body>
    </html>`;
}

function stockRow(view: Availability): ReturnType<typeof html> {
  const words = view.message === null ? "" : WORDS[view.status];
  const quantity = view.quantity === undefined ? "" : `${view.quantity.value}${view.quantity.capped ? "+" : ""}`;
  return html`<tr>
    <td class="sku">${view.sku}</td>
    <td class="${view.status}">${words}</td>
    <td class="number">${quantity}</td>
  </tr>`;
}
