import { html } from "hono/html";
import type { Good } from "../../catalogue/good.ts";
import { questionOf } from "../../catalogue/question-of.ts";
import { drawingOf } from "../../drawings/drawing-of.ts";
import type { Markup } from "../../drawings/markup.ts";
import { price } from "./price.ts";
import { REFRESH_SECONDS, stockElement } from "./stock-element.ts";

/** What waits for a choice says so until the shop changes what it is; there is no need to look often. */
const REFRESH_SECONDS_OF_CHOICES = 30;

/** Everything that shoppers may see. */
export function listPage(goods: readonly Good[]): Markup {
  return html`<div class="opening">
      <h1>Made in small batches, sold to the last piece</h1>
      <p>
        This window is a shopper of its own. <a href="/" target="_blank" rel="noopener">Open another one</a> beside it: what
        one of you puts into the cart, the other sees leaving the shelf.
      </p>
    </div>
    <ul class="goods">
      ${goods.map(card)}
    </ul>`;
}

function card(good: Good): Markup {
  const hasChoices = good.product.inventoryMethod === "combinations";
  return html`<li class="card" data-good="${good.id}">
    <a class="card-link" href="/products/${good.id}">
      <span class="tile">${drawingOf(good.id)}</span>
      <span class="card-title">${good.title}</span>
      <span class="card-price">${price(good.priceCents)}</span>
    </a>
    <div class="card-stock">
      ${stockElement({
        question: questionOf(good),
        refresh: hasChoices ? REFRESH_SECONDS_OF_CHOICES : REFRESH_SECONDS,
      })}
    </div>
  </li>`;
}
