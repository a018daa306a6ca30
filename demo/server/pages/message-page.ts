import { html } from "hono/html";
import type { Markup } from "../../drawings/markup.ts";

/** A page with nothing but a message: what is missing, and what to do about it. */
export function messagePage(title: string, text: Markup | string): Markup {
  return html`<div class="thanks">
    <h1>${title}</h1>
    <p>${text}</p>
    <p><a class="button" href="/">Back to the shop</a></p>
  </div>`;
}
