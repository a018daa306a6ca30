import { html } from "hono/html";
import type { Markup } from "./markup.ts";

/** Where the table is: everything stands on this line. */
export const TABLE = 192;

/**
 * The frame of every drawing: things stand on the table, in a shadow as wide as they are. A drawing adorns what the words
 * beside it say, so it has no name of its own.
 */
export function scene(shadowRadius: number, things: Markup | Markup[], shadowX = 120): Markup {
  return html`<svg class="drawing" viewBox="18 14 204 204" aria-hidden="true" focusable="false">
    <ellipse class="shadow" cx="${shadowX}" cy="${TABLE + 3}" rx="${shadowRadius}" ry="${shadowRadius * 0.13}" />
    ${things}
  </svg>`;
}
