import { html } from "hono/html";
import type { Question } from "../../../sdk/index.ts";
import type { Markup } from "../../drawings/markup.ts";

/** How an element is put on a page. */
export interface StockElement {
  readonly question: Question;
  /** Seconds between two looks. */
  readonly refresh: number;
  /** Whether it asks for a quantity. Default: no. */
  readonly quantityInput?: boolean;
  /** Selector of the button that it switches off while nothing can be bought. */
  readonly buyButton?: string;
  /** Whether one can ask to be told when it is back. Default: no. */
  readonly subscribe?: boolean;
}

/** Seconds between two looks where a change shall be seen within two seconds. */
export const REFRESH_SECONDS = 1;

/**
 * The element that says whether a thing can be had. All that a shop page has to write: the server and the key stand in
 * the page's head.
 */
export function stockElement(element: StockElement): Markup {
  const { question, refresh, quantityInput = false, buyButton, subscribe = false } = element;
  const about =
    "sku" in question
      ? html`sku="${question.sku}"`
      : html`product="${question.product}" selection="${JSON.stringify(question.selection ?? {})}"`;
  return html`<stock-availability
    class="stock"
    ${about}
    refresh="${refresh}"
    ${quantityInput ? "quantity-input" : ""}
    ${subscribe ? "subscribe" : ""}
    ${buyButton === undefined ? "" : html`buy-button="${buyButton}"`}
  ></stock-availability>`;
}
