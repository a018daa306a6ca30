import { html } from "hono/html";
import type { ProductAttribute, Selection } from "../../../sdk/index.ts";
import type { Good } from "../../catalogue/good.ts";
import { questionOf } from "../../catalogue/question-of.ts";
import { drawingOf } from "../../drawings/drawing-of.ts";
import type { Markup } from "../../drawings/markup.ts";
import { outboxLink } from "./outbox-link.ts";
import { price } from "./price.ts";
import { REFRESH_SECONDS, stockElement } from "./stock-element.ts";

/** The attributes of a good as its page offers them. */
type Attributes = readonly Pick<ProductAttribute, "name" | "values">[];

/** One good, with its choices as the address names them: `?Size=Large&Glaze=Ink`. */
export function productPage(good: Good, selection: Selection, hasOutbox: boolean): Markup {
  const attributes = good.product.attributes ?? [];
  const question = questionOf(good, selection);
  return html`<nav class="crumbs" aria-label="Where you are">
      <ol>
        <li><a href="/">Everything</a></li>
        <li aria-current="page">${good.title}</li>
      </ol>
    </nav>
    <article class="product" id="product" data-good="${good.id}" ${choicesOf(selection)}>
      <div class="tile product-picture">${drawingOf(good.id)}</div>
      <div class="product-words">
        <h1>${good.title}</h1>
        <p class="product-price">${price(good.priceCents)}</p>
        <p class="product-text">${good.text}</p>
        <form class="buy" id="buy-form">
          ${attributes.length === 0 ? "" : choices(attributes, selection)}
          ${stockElement({ question, refresh: REFRESH_SECONDS, quantityInput: true, buyButton: "#buy", subscribe: true })}
          <button class="button" id="buy" type="submit">Add to cart</button>
          ${hasOutbox ? mailsNote() : ""}
          <p class="refusal" id="refusal" role="alert" hidden></p>
          <p class="in-cart" id="in-cart" hidden>
            <span><span class="in-cart-units"></span> in <a href="/cart">your cart</a>, kept for you for</span>
            <span class="in-cart-time"></span>
          </p>
          <p class="out-of-sight" id="announcement" role="status"></p>
        </form>
      </div>
    </article>`;
}

/** Shown to one who waits: nobody is sent anything here. */
function mailsNote(): Markup {
  return html`<p class="note" id="mails-note" hidden>
    This shop is made up and sends no mail. Read what it would have sent in ${outboxLink("its outbox")}: the link to
    follow now, and the mail when it is back.
  </p>`;
}

/** What the query of an address chooses; what the good does not have is as good as not chosen. */
export function selectionOf(attributes: Attributes, query: Readonly<Record<string, string>>): Selection {
  const chosen = attributes.flatMap(({ name, values }): [string, string][] => {
    const value = query[name];
    return value !== undefined && values.includes(value) ? [[name, value]] : [];
  });
  return Object.fromEntries(chosen);
}

/** The script says of each value what it comes to, and shows the way back once something is chosen. */
function choices(attributes: Attributes, selection: Selection): Markup {
  return html`<div class="choices" id="choices">
    <button class="choose-again out-of-use" id="choose-again" type="button">Choose again</button>
    ${attributes.map((attribute) => choice(attribute, selection[attribute.name]))}
  </div>`;
}

function choice({ name, values }: Attributes[number], chosen: string | undefined): Markup {
  return html`<fieldset>
    <legend>${name}</legend>
    <div class="choices-row">
      ${values.map(
        (value) =>
          html`<label class="choice">
            <input type="radio" name="${name}" value="${value}" ${value === chosen ? "checked" : ""} />
            <span class="choice-face"><span class="choice-value">${value}</span><span class="choice-note"></span></span>
          </label>`,
      )}
    </div>
  </fieldset>`;
}

/** For the drawing: the style sheet knows sizes and glazes. */
function choicesOf({ Size = "", Glaze = "" }: Selection): Markup {
  return html`data-size="${Size}" data-glaze="${Glaze}"`;
}
