import { html } from "hono/html";
import { GOODS } from "../../catalogue/goods.ts";
import { drawingOf } from "../../drawings/drawing-of.ts";
import type { Markup } from "../../drawings/markup.ts";

/** The cart is the window's own, so the script fills this page: here is what it fills in, and what each line looks like. */
export function cartPage(): Markup {
  return html`<h1 class="main-title">Your cart</h1>
    <div class="cart" id="cart" data-phase="asking">
      <p class="cart-asking" id="cart-asking" role="status">Looking what is set aside for you…</p>
      <noscript><p>The cart needs JavaScript.</p></noscript>
      <div class="cart-empty" id="cart-empty" hidden>
        <p>Nothing is set aside for you.</p>
        <a class="button" href="/">See everything</a>
      </div>
      <section class="cart-lost" id="cart-lost" aria-labelledby="cart-lost-title" hidden>
        <h2 id="cart-lost-title">The time was up</h2>
        <p>This went back on the shelf, where everybody can have it again:</p>
        <ul id="cart-lost-lines"></ul>
        <div class="cart-actions">
          <button class="button" id="cart-put-back" type="button">Put it back in the cart</button>
          <button class="button quiet" id="cart-dismiss" type="button">Never mind</button>
        </div>
      </section>
      <p class="refusal" id="cart-refusal" role="alert" hidden></p>
      <div class="cart-held" id="cart-held" hidden>
        <ul class="cart-lines" id="cart-lines" aria-label="Lines"></ul>
        <section class="cart-summary" aria-label="Summary">
          <p class="cart-clock">
            <span class="cart-clock-label">Kept for you</span>
            <span class="cart-clock-time" id="cart-time" role="timer">–:––</span>
          </p>
          <progress class="cart-clock-bar" id="cart-bar" max="1" value="1" aria-hidden="true"></progress>
          <div class="cart-actions">
            <button class="button quiet" id="cart-extend" type="button">Keep it longer</button>
            <button class="button quiet" id="cart-release" type="button">Give it back</button>
          </div>
          <p class="cart-total"><span>Total</span> <span id="cart-total"></span></p>
          <button class="button" id="cart-pay" type="button">Pay</button>
          <p class="cart-note">No money changes hands: paying places the order, as the shop's server would.</p>
        </section>
      </div>
    </div>
    <template id="cart-line">
      <li class="cart-line">
        <a class="tile cart-line-picture" tabindex="-1" aria-hidden="true"></a>
        <div class="cart-line-words">
          <a class="cart-line-title"></a>
          <p class="cart-line-choices"></p>
          <p class="cart-line-stock"></p>
        </div>
        <label class="cart-line-quantity">
          <span class="out-of-sight">Quantity</span>
          <input type="number" inputmode="numeric" min="1" />
        </label>
        <p class="cart-line-price"></p>
        <button class="cart-line-remove" type="button">Remove</button>
        <p class="refusal cart-line-refusal" role="alert" hidden></p>
      </li>
    </template>
    ${GOODS.map(
      (good) =>
        html`<template id="good-${good.id}" data-title="${good.title}" data-price-cents="${good.priceCents}">
          <div>${drawingOf(good.id)}</div>
        </template>`,
    )}`;
}
