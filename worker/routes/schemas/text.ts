import { z } from "@hono/zod-openapi";
import {
  CODE_LENGTH_MAX,
  DOCUMENT_LENGTH_MAX,
  EMAIL_LENGTH_MAX,
  ESTIMATE_TEXT_LENGTH_MAX,
  FIGURE_MAX,
  KEY_NAME_LENGTH_MAX,
  LINE_QUANTITY_MAX,
  LOCALE_LENGTH_MAX,
  NOTE_LENGTH_MAX,
  SHOP_NAME_LENGTH_MAX,
  SKU_LENGTH_MAX,
  TITLE_LENGTH_MAX,
  URL_LENGTH_MAX,
  WEBHOOK_DESCRIPTION_LENGTH_MAX,
} from "../../core/bounds.ts";

const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Text of `min` to `max` printable characters without spaces around it. */
function printable(max: number, min = 1): z.ZodString {
  return z
    .string()
    .min(min)
    .refine((text) => [...text].length <= max, `must have at most ${max} characters`)
    .refine((text) => !UNPRINTABLE.test(text), "must have printable characters only")
    .refine((text) => text.trim() === text, "must not begin or end with a space");
}

/** A name that stands in a path: `.` and `..` would change the path itself, in any spelling. */
function named(max: number): z.ZodString {
  return printable(max).refine((text) => text !== "." && text !== "..", 'must not be "." or ".."');
}

/** A SKU, case-sensitive. */
export const skuText = named(SKU_LENGTH_MAX).openapi({ example: "MUG-BLUE" });
export const productId = named(SKU_LENGTH_MAX).openapi({ example: "mug" });
export const orderId = named(SKU_LENGTH_MAX).openapi({ example: "2026-000117" });
export const shipmentId = orderId.openapi({ example: "S-1" });
export const returnId = orderId.openapi({ example: "R-1" });
export const replenishmentId = named(DOCUMENT_LENGTH_MAX).openapi({ example: "PO-88-1" });
/** Code of a warehouse or channel. */
export const code = named(CODE_LENGTH_MAX).openapi({ example: "main" });
export const channelCode = code.openapi({ example: "web" });
/** A state of an order, in the shop's own words. */
export const stateText = printable(CODE_LENGTH_MAX).openapi({ example: "PaymentAuthorized" });
/** Name of a warehouse strategy. */
export const strategyName = printable(CODE_LENGTH_MAX).openapi({ example: "channel_order" });
export const estimateId = named(CODE_LENGTH_MAX).openapi({ example: "two-weeks" });
export const keyName = printable(KEY_NAME_LENGTH_MAX).openapi({ example: "checkout server" });
export const webhookDescription = printable(WEBHOOK_DESCRIPTION_LENGTH_MAX).openapi({ example: "ERP" });
export const title = printable(TITLE_LENGTH_MAX).openapi({ example: "Mug" });
/** A page that people are sent to: what it says is what they see of it before they go there. */
export const pageUrl = printable(URL_LENGTH_MAX)
  .refine(isPageUrl, "must be an http or https address, without spaces and without a user's name")
  .openapi({ example: "https://shop.example/mug" });
export const documentText = printable(DOCUMENT_LENGTH_MAX).openapi({ example: "delivery note 4711" });
export const note = z
  .string()
  .min(1)
  .refine((text) => [...text].length <= NOTE_LENGTH_MAX, `must have at most ${NOTE_LENGTH_MAX} characters`)
  .openapi({ example: "found behind the shelf" });

/** Text that a shopper reads, in any script: some need the characters that join letters or turn their direction. */
export const estimateText = z
  .string()
  .min(1)
  .refine(
    (text) => [...text].length <= ESTIMATE_TEXT_LENGTH_MAX,
    `must have at most ${ESTIMATE_TEXT_LENGTH_MAX} characters`,
  )
  .refine((text) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text), "must have no control characters")
  .refine((text) => text.trim() === text, "must not begin or end with a space")
  .openapi({ example: "In about two weeks" });

/** An address as forms take it (the HTML standard's), and short enough for SMTP. */
export const email = z
  .email({ pattern: z.regexes.html5Email, error: "must be an e-mail address" })
  .max(EMAIL_LENGTH_MAX)
  .openapi({ example: "owner@shop.example" });

/** How the shop calls itself; may be empty. */
export const shopName = printable(SHOP_NAME_LENGTH_MAX, 0).openapi({ example: "Loam" });

/** A BCP 47 language tag, in its canonical form alone: one language has one name. */
export const locale = z
  .string()
  .max(LOCALE_LENGTH_MAX)
  .refine(isCanonicalLocale, "must be a language tag in its canonical form: de, de-AT, zh-Hant");

function isCanonicalLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag;
  } catch {
    return false;
  }
}

function isPageUrl(text: string): boolean {
  if (/\s/.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}

/** Units a line asks for. */
export const quantity = z.int().min(1).max(LINE_QUANTITY_MAX).openapi({ example: 2 });
/** Units a line shall have, none included. */
export const quantityFromZero = z.int().min(0).max(LINE_QUANTITY_MAX).openapi({ example: 2 });
/** Any stock figure. */
export const figure = z.int().min(-FIGURE_MAX).max(FIGURE_MAX).openapi({ example: 10 });
export const figureFromOne = z.int().min(1).max(FIGURE_MAX).openapi({ example: 10 });
export const figureFromZero = z.int().min(0).max(FIGURE_MAX).openapi({ example: 10 });
/** RFC 3339; kept and told in UTC, whatever offset it came with. */
export const time = z.iso.datetime({ offset: true }).overwrite(inUtc).openapi({ example: "2026-12-01T08:00:00.000Z" });

function inUtc(text: string): string {
  const timeMs = Date.parse(text);
  // What is no time is refused by the check before; it only must not throw here.
  return Number.isNaN(timeMs) ? text : new Date(timeMs).toISOString();
}
