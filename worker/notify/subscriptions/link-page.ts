import { html, raw } from "hono/html";
import type { MailItem } from "../mail/mail-facts.ts";
import { PAGE_TEXTS, type PageLanguage } from "./page-texts/languages.ts";
import type { PageName } from "./page-texts/page-texts.ts";

type Markup = ReturnType<typeof html>;

/** A page that a link in a mail leads to. */
export interface LinkPage {
  page: PageName;
  language: PageLanguage;
  shopName: string;
  /** What is waited for; `null`: not known any more, or none of this visitor's business. */
  item: MailItem | null;
}

/** The whole document. Nothing is loaded, and nothing runs; the style is let through by the nonce. */
export function linkPage({ page, language, shopName, item }: LinkPage, nonce: string): Markup {
  const { pages, unsubscribe, toProduct } = PAGE_TEXTS[language];
  const { title } = pages[page];
  return html`<!doctype html>
    <html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} – ${shopName}</title>
        <style nonce="${nonce}">
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <p class="shop"><bdi>${shopName}</bdi></p>
          <h1>${title}</h1>
          <p>${sentence(page, language, item)}</p>
          ${page === "unsubscribe" ? form(unsubscribe) : ""}
          ${item === null || item.url === null ? "" : html`<p class="more"><a href="${item.url}" rel="noreferrer">${toProduct}</a></p>`}
        </main>
      </body>
    </html>`;
}

/** Sent to the address of the page itself, which has the token; the field is what mail programs send (RFC 8058). */
function form(label: string): Markup {
  return html`<form method="post">
    <input type="hidden" name="List-Unsubscribe" value="One-Click" />
    <button>${label}</button>
  </form>`;
}

/** Titles stand in a direction of their own. */
function sentence(page: PageName, language: PageLanguage, item: MailItem | null): Markup | string {
  const { text, unnamed } = PAGE_TEXTS[language].pages[page];
  if (item === null) return unnamed ?? text.replace("{item}", "…");
  const [before = "", after = ""] = text.split("{item}");
  if (!text.includes("{item}")) return text;
  const chosen = Object.values(item.selection ?? {});
  const named = chosen.length === 0 ? item.title : `${item.title} (${chosen.join(", ")})`;
  return html`${before}<strong><bdi>${named}</bdi></strong>${after}`;
}

const STYLE = `
:root { color-scheme: light dark; --ground: #f5f3ef; --paper: #fff; --ink: #22201d; --soft: #635e57; --line: #ddd8d0; --act: #22201d; --on-act: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #171614; --paper: #211f1d; --ink: #efece7; --soft: #aaa49b; --line: #3a3733; --act: #efece7; --on-act: #1b1a18; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100svh; display: grid; place-items: center; padding: 1.25rem; background: var(--ground); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
main { width: 100%; max-width: 30rem; padding: clamp(1.5rem, 6vw, 2.75rem); background: var(--paper); border: 1px solid var(--line); border-radius: 1rem; overflow-wrap: anywhere; }
.shop { margin: 0 0 1.75rem; color: var(--soft); font-size: .9375rem; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; font-weight: 650; text-wrap: balance; }
p { margin: 0; text-wrap: pretty; }
strong { font-weight: 600; }
form { margin: 1.75rem 0 0; }
button { font: inherit; font-weight: 600; padding: .7rem 1.4rem; border: 1px solid transparent; border-radius: .625rem; background: var(--act); color: var(--on-act); cursor: pointer; }
.more { margin-top: 1.75rem; }
a { color: inherit; text-underline-offset: .2em; }
:is(a, button):focus-visible { outline: 3px solid var(--soft); outline-offset: 3px; }
`;
