import { html } from "hono/html";
import type { Order, OrderLine } from "../../../sdk/index.ts";
import { productIdOf } from "../../catalogue/good.ts";
import { GOODS } from "../../catalogue/goods.ts";
import { drawingOf } from "../../drawings/drawing-of.ts";
import type { Markup } from "../../drawings/markup.ts";
import { price } from "./price.ts";

/** An order as the shop's server reads it. */
export function orderPage(order: Order): Markup {
  const total = order.lines.reduce((sum, line) => sum + (goodOfLine(line)?.priceCents ?? 0) * line.ordered, 0);
  return html`<div class="thanks">
      <p class="thanks-mark" aria-hidden="true">✓</p>
      <h1>Thank you</h1>
      <p>
        Your order <strong class="order-id" id="order-id">${order.id}</strong> is placed. What was in your cart is promised
        to it now, and no shopper can have it any more.
      </p>
    </div>
    <ul class="cart-lines order-lines" aria-label="Ordered">
      ${order.lines.map(orderLine)}
    </ul>
    <p class="cart-total order-total"><span>Total</span> <span>${price(total)}</span></p>
    <p class="order-next"><a class="button" href="/">Back to the shop</a></p>`;
}

function orderLine(line: OrderLine): Markup {
  const good = goodOfLine(line);
  const choices = Object.values(line.selection ?? {}).join(", ");
  return html`<li class="cart-line">
    <span class="tile cart-line-picture" data-size="${line.selection?.Size ?? ""}" data-glaze="${line.selection?.Glaze ?? ""}">
      ${good === undefined ? "" : drawingOf(good.id)}
    </span>
    <div class="cart-line-words">
      <span class="cart-line-title">${good?.title ?? line.sku ?? line.product}</span>
      <p class="cart-line-choices">${choices}</p>
      <p class="cart-line-stock">${promiseOf(line)}</p>
    </div>
    <p class="order-line-quantity">${line.ordered} ×</p>
    <p class="cart-line-price">${price((good?.priceCents ?? 0) * line.ordered)}</p>
  </li>`;
}

/** What the shopper may expect of a line. */
function promiseOf({ ordered, allocated, backordered }: OrderLine): string {
  if (allocated === 0) return "Made out for you";
  if (backordered === 0) return "Packed from the shelf";
  return backordered >= ordered
    ? "Sent as soon as it is there"
    : "Partly from the shelf, the rest as soon as it is there";
}

function goodOfLine({ sku, product }: OrderLine) {
  return GOODS.find((good) => (product === undefined ? good.product.sku === sku : productIdOf(good) === product));
}
