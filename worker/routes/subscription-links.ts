import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { targetOf } from "../notify/subscriptions/activation.ts";
import { type Confirmation, confirm, standingOf } from "../notify/subscriptions/confirm.ts";
import { linkPage } from "../notify/subscriptions/link-page.ts";
import { readLink } from "../notify/subscriptions/links.ts";
import { mailItemOf } from "../notify/subscriptions/mail-item.ts";
import { acceptedLanguage, pageLanguageOf } from "../notify/subscriptions/page-texts/languages.ts";
import type { PageName } from "../notify/subscriptions/page-texts/page-texts.ts";
import { readSubscription, type SubscriptionRow } from "../notify/subscriptions/subscription-row.ts";
import { unsubscribe } from "../notify/subscriptions/unsubscribe.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

type PageStatus = 200 | 400 | 410;

const NO_LINK = "The link is not one of this service, or not all of it.";

/** The links in mails: pages for people, and the one-click POST of RFC 8058. No key is asked for: the link itself is one. */
export function subscriptionLinkRoutes(app: OpenAPIHono<AppEnv>): void {
  app.get("/subscriptions/confirm", async (context) => {
    const link = await readLink(context.env.DB, "confirm", tokenOf(context), Date.now());
    if (link === null) return answer(context, "invalid", 400, null);
    const { outcome, row } = await followed(context, link);
    const { page, status } = CONFIRM_PAGES[outcome];
    return answer(
      context,
      page === "already_confirmed" && row?.state === "notified" ? "already_told" : page,
      status,
      row,
    );
  });

  // It only asks: mail programs follow links by themselves.
  app.get("/subscriptions/unsubscribe", async (context) => {
    const link = await readLink(context.env.DB, "unsubscribe", tokenOf(context), Date.now());
    if (link === null) return answer(context, "invalid", 400, null);
    const row = await readSubscription(context.env.DB, link.subscription);
    const isEnded = row === null || row.state === "unsubscribed";
    return answer(context, isEnded ? "unsubscribed" : "unsubscribe", 200, row);
  });

  // Whatever the body says (RFC 8058 section 3.1 has mail programs send `List-Unsubscribe=One-Click`): the link says all.
  app.post("/subscriptions/unsubscribe", async (context) => {
    const link = await readLink(context.env.DB, "unsubscribe", tokenOf(context), Date.now());
    if (link === null) {
      if (wantsJson(context)) throw new ProblemError("invalid_request", NO_LINK);
      return answer(context, "invalid", 400, null);
    }
    const row = await unsubscribe(context.env.DB, link.subscription, Date.now());
    if (wantsJson(context)) return context.json({ state: "unsubscribed" }, 200, { "cache-control": "no-store" });
    return answer(context, "unsubscribed", 200, row);
  });
}

const CONFIRM_PAGES: Record<Confirmation["outcome"], { page: PageName; status: PageStatus }> = {
  confirmed: { page: "confirmed", status: 200 },
  already: { page: "already_confirmed", status: 200 },
  expired: { page: "expired", status: 410 },
  replaced: { page: "replaced", status: 410 },
  ended: { page: "ended", status: 410 },
  unknown: { page: "ended", status: 410 },
};

/** Following the link is the confirmation; asking for its headers alone is not. */
async function followed(context: Context<AppEnv>, link: Parameters<typeof confirm>[1]): Promise<Confirmation> {
  if (context.req.raw.method === "HEAD") {
    const { standing, row } = await standingOf(context.env.DB, link);
    return { outcome: standing === "open" ? "confirmed" : standing, row };
  }
  const { notices } = await context.var.facts.settings();
  return confirm(context.env, link, notices.subscriptionDays, Date.now());
}

function tokenOf(context: Context<AppEnv>): string {
  return context.req.query("token") ?? "";
}

function wantsJson(context: Context<AppEnv>): boolean {
  const supports = ["text/html", "application/json"];
  return accepts(context, { header: "Accept", supports, default: "text/html" }) === "application/json";
}

/** A page in the subscriber's language, or, where that is not known, in one that the visitor reads. */
async function answer(
  context: Context<AppEnv>,
  page: PageName,
  status: PageStatus,
  row: SubscriptionRow | null,
): Promise<Response> {
  const { notices } = await context.var.facts.settings();
  const language =
    (row === null ? acceptedLanguage(context.req.header("accept-language")) : pageLanguageOf(row.locale)) ??
    pageLanguageOf(notices.locale) ??
    "en";
  const shopName = notices.shopName === "" ? hostOf(context) : notices.shopName;
  const item = row === null ? null : await mailItemOf(context.env.DB, targetOf(row));
  const nonce = crypto.randomUUID();
  return context.html(linkPage({ page, language, shopName, item }, nonce), status, {
    "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    "content-language": language,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
    "x-content-type-options": "nosniff",
  });
}

function hostOf(context: Context<AppEnv>): string {
  const { PUBLIC_URL } = context.env;
  return PUBLIC_URL !== undefined && URL.canParse(PUBLIC_URL) ? new URL(PUBLIC_URL).host : "";
}
