import { html } from "hono/html";
import { GOODS } from "../../catalogue/goods.ts";
import { type ShopSku, shopSkus } from "../../catalogue/shop-skus.ts";
import type { Markup } from "../../drawings/markup.ts";
import { outboxLink } from "./outbox-link.ts";

/**
 * The drawer behind the counter, on every page: what an admin sees and does, beside what shoppers see of it. It works on
 * the demo's own routes; a real shop has its own tools for this.
 */
export function counterDrawer(chosen: string | undefined, hasOutbox: boolean): Markup {
  const skus = shopSkus();
  return html`<aside class="counter" aria-label="Behind the counter">
    <button class="counter-handle" id="counter-handle" type="button" aria-expanded="false" aria-controls="counter-drawer">
      <span>Behind the counter</span>
      <span class="counter-hint">receive and count goods, see the figures</span>
      <svg class="chevron" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 10l5-5l5 5" /></svg>
    </button>
    <div class="counter-drawer" id="counter-drawer" hidden>
      <div class="counter-choice">
        <label for="counter-sku">SKU</label>
        <select id="counter-sku">
          ${GOODS.map((good) =>
            optionsOf(
              skus.filter((each) => each.good === good),
              chosen,
            ),
          )}
        </select>
        <p class="counter-shows" id="counter-shows"></p>
        <p class="counter-status">Shoppers are told: <strong id="counter-status">–</strong></p>
        ${hasOutbox ? html`<p class="counter-mails">${outboxLink("Mails sent from this shop")}</p>` : ""}
      </div>
      <dl class="counter-figures">
        ${figure("on-hand", "On hand")} ${figure("held", "In carts")} ${figure("allocated", "Ordered")}
        ${figure("available", "Available")}
      </dl>
      <form class="counter-form" id="counter-receive">
        <label for="counter-units">Goods arrive</label>
        <input id="counter-units" name="units" type="number" inputmode="numeric" min="1" max="1000" value="5" required />
        <button class="button quiet" type="submit">Receive</button>
      </form>
      <form class="counter-form" id="counter-count">
        <label for="counter-counted">Counted on the shelf</label>
        <input id="counter-counted" name="onHand" type="number" inputmode="numeric" min="0" max="100000" required />
        <button class="button quiet" type="submit">Count</button>
      </form>
      <p class="counter-answer" id="counter-answer" role="status"></p>
      <div class="counter-history">
        <h2>Recent movements</h2>
        <ol id="counter-movements"></ol>
      </div>
    </div>
  </aside>`;
}

function optionsOf(skus: readonly ShopSku[], chosen: string | undefined): Markup[] {
  return skus.map(
    ({ sku, name, good }) =>
      html`<option value="${sku}" data-shows="${good.shows}" ${sku === chosen ? "selected" : ""}>
        ${name} (${sku})
      </option>`,
  );
}

function figure(id: string, label: string): Markup {
  return html`<div>
    <dt>${label}</dt>
    <dd id="counter-${id}">–</dd>
  </div>`;
}
