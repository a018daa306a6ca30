import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { html, raw } from "hono/html";
import {
  listOutbox,
  type OutboxEntry,
  type OutboxMail,
  OutboxTransport,
  readOutbox,
} from "../notify/mail/outbox-transport.ts";
import type { AppEnv } from "./app-env.ts";

type Html = ReturnType<typeof html>;

/** Nothing on these pages runs or comes from elsewhere; mails are shown in a frame that may do nothing but open links. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
};

/** The local outbox, to be looked at. There only where mails are not sent. Mails are named by numbers, so that no address is in a path. */
export function outboxRoutes(app: OpenAPIHono<AppEnv>): void {
  app.get("/outbox", async (context) => {
    if (!isOutbox(context)) return context.notFound();
    return context.html(page("Outbox", list(await listOutbox(context.env.DB))), 200, HEADERS);
  });

  app.get("/outbox/:number{[1-9][0-9]{0,14}}", async (context) => {
    if (!isOutbox(context)) return context.notFound();
    const mail = await readOutbox(context.env.DB, Number(context.req.param("number")));
    if (mail === null) return context.notFound();
    return context.html(page(mail.subject, shown(mail)), 200, HEADERS);
  });
}

function isOutbox(context: Context<AppEnv>): boolean {
  return context.var.deployment.transportOf(context.env) instanceof OutboxTransport;
}

function list(mails: readonly OutboxEntry[]): Html {
  if (mails.length === 0) return html`<p class="empty">No mail yet. Whatever Onhand would send stands here.</p>`;
  return html`<ol class="mails">
    ${mails.map(
      ({ number, to, subject, at }) =>
        html`<li>
          <a href="/outbox/${number}"><bdi>${subject}</bdi></a>
          <span class="dim">to <bdi>${to}</bdi></span>
          ${time(at)}
        </li>`,
    )}
  </ol>`;
}

function shown({ from, to, subject, text, html: body, headers, at }: OutboxMail): Html {
  const sender = from.name === "" ? from.address : `${from.name} <${from.address}>`;
  const fields = Object.entries({ From: sender, To: to, Subject: subject, ...headers });
  return html`<p><a href="/outbox">All mails</a></p>
    <h2><bdi>${subject}</bdi></h2>
    <p class="dim">${time(at)}</p>
    <dl>
      ${fields.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd><bdi>${linked(value)}</bdi></dd>`,
      )}
    </dl>
    <h3>HTML</h3>
    <iframe
      title="The mail's HTML"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      srcdoc="${raw(escapedDocument(body))}"
    ></iframe>
    <h3>Text</h3>
    <pre dir="auto">${linked(text)}</pre>`;
}

/** The mail as a document in an attribute; its links open beside it. */
function escapedDocument(body: string): string {
  return body.replace("<head>", '<head><base target="_blank">').replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}

/** Text with its web addresses as links. */
function linked(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) =>
      index % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noopener noreferrer">${part}</a>` : html`${part}`,
    );
}

function time(at: string): Html {
  return html`<time datetime="${at}">${at.slice(0, 19).replace("T", " ")} UTC</time>`;
}

function page(title: string, content: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – Onhand</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>Outbox</h1>
          <p>Mails are not sent here: they are kept for you to look at, the newest 200.</p>
        </header>
        <main>${content}</main>
      </body>
    </html>`;
}

const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#1c1b19,#edeae4);--dim:light-dark(#66625b,#a8a299);--line:light-dark(#dedbd5,#3a3733);--ground:light-dark(#faf9f7,#191816);--field:light-dark(#fff,#22201e);--link:light-dark(#1d4ed8,#93b4ff)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1.5rem 1rem 4rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--ground)}
header{border-bottom:1px solid var(--line);margin-bottom:1.5rem}
h1{font-size:1.25rem;margin:0}
h2{font-size:1.25rem;margin:.5rem 0 .25rem;overflow-wrap:anywhere}
h3{font-size:.875rem;margin:2rem 0 .5rem;color:var(--dim)}
header p,.dim,time{color:var(--dim);font-size:.875rem}
header p{margin:.25rem 0 1rem}
a{color:var(--link);overflow-wrap:anywhere}
.mails{list-style:none;margin:0;padding:0}
.mails li{display:flex;flex-wrap:wrap;gap:.125rem 1rem;align-items:baseline;padding:.75rem 0;border-bottom:1px solid var(--line)}
.mails a{flex:1 1 100%;font-weight:600}
.mails .dim{flex:1 1 auto;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.25rem 1rem;margin:1rem 0 0;font-size:.875rem}
dt{color:var(--dim)}
dd{margin:0;overflow-wrap:anywhere}
iframe{display:block;width:100%;height:36rem;border:1px solid var(--line);border-radius:.5rem;background:var(--field);resize:vertical}
pre{margin:0;padding:1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--field);white-space:pre-wrap;overflow-wrap:anywhere;font:.875rem/1.6 ui-monospace,monospace}
@media (max-width:32rem){dl{grid-template-columns:minmax(0,1fr);gap:0}dd{margin-bottom:.5rem}}
`;
