import { html } from "hono/html";
import type { Markup } from "../../drawings/markup.ts";

/** The way to the mails that are kept instead of being sent, in a window beside this one. */
export function outboxLink(text: string): Markup {
  return html`<a href="/outbox" target="_blank" rel="noopener">${text}</a>`;
}
