import { SUBJECT_TITLE_LENGTH_MAX } from "../../core/bounds.ts";
import { htmlPart } from "./html-part.ts";
import { type MailBlock, type MailBody, type TableRow, webLink } from "./mail-body.ts";
import type { CrossingRow, DigestRow, MailItem } from "./mail-facts.ts";
import { type Sentence, say, toText } from "./sentence.ts";
import { textPart } from "./text-part.ts";
import { type Speech, speechFor } from "./texts/languages.ts";
import type { MailTemplates, RenderedMail, TemplateSetting } from "./transport.ts";

type Content = Pick<MailBody, "subject" | "heading" | "blocks" | "footer">;

/** The built-in mails, in English, German, French and Arabic. */
export const TEMPLATES: MailTemplates = {
  confirm_subscription: ({ item, confirmUrl, hours }, setting) =>
    written(setting, ({ texts: { confirm } }) => ({
      subject: confirm.subject(short(nameOf(item))),
      heading: [confirm.heading],
      blocks: [
        paragraph(confirm.body(nameOf(item), setting.shopName)),
        ...button(confirm.button, confirmUrl),
        note(confirm.validity(hours)),
      ],
      footer: { sentence: [confirm.ignore], link: null },
    })),

  back_in_stock: ({ item, unsubscribeUrl }, setting) =>
    written(setting, ({ texts: { back } }) => ({
      subject: back.subject(short(nameOf(item))),
      heading: [back.heading],
      blocks: [
        paragraph(back.body(nameOf(item), setting.shopName)),
        ...button(back.button, item.url),
        note([back.hurry]),
      ],
      footer: { sentence: [back.reason], link: linkTo(back.unsubscribe, unsubscribeUrl) },
    })),

  owner_crossings: ({ rows, more }, setting) =>
    written(setting, (speech) => {
      const { crossings, ownerReason } = speech.texts;
      const count = rows.length + more;
      const [only] = rows;
      const isOne = count === 1 && only !== undefined;
      return {
        subject: isOne
          ? crossings.subjectOfOne(crossingWord(only, speech), short(only.product ?? only.sku))
          : crossings.subject(count, setting.shopName),
        heading: crossings.heading(count),
        blocks: table(
          rows.map((row) => crossingRow(row, speech)),
          more,
          speech,
        ),
        footer: { sentence: [ownerReason], link: null },
      };
    }),

  low_stock_digest: ({ rows, more, date }, setting) =>
    written(setting, (speech) => {
      const { digest, ownerReason } = speech.texts;
      const count = rows.length + more;
      return {
        subject: digest.subject(count, setting.shopName),
        heading: [digest.heading],
        blocks: [
          paragraph(digest.body(count, speech.formats.day(date))),
          ...table(
            rows.map((row) => digestRow(row, speech)),
            more,
            speech,
          ),
        ],
        footer: { sentence: [ownerReason], link: null },
      };
    }),

  endpoint_disabled: ({ webhook, url, reason, failingSince }, setting) =>
    written(setting, ({ texts: { endpoint, ownerReason }, formats }) => ({
      subject: endpoint.subject(setting.shopName),
      heading: [endpoint.heading],
      blocks: [
        paragraph(reason === "gone" ? endpoint.gone(url) : endpoint.failing(url)),
        ...(failingSince === null ? [] : [paragraph(endpoint.since(formats.moment(failingSince)))]),
        paragraph([endpoint.advice]),
        note(endpoint.id(webhook)),
      ],
      footer: { sentence: [ownerReason], link: null },
    })),
};

function written(
  { shopName, locale, shopLocale }: TemplateSetting,
  content: (speech: Speech) => Content,
): RenderedMail {
  const speech = speechFor(locale, shopLocale);
  const { language } = speech;
  const { direction } = speech.texts;
  const body: MailBody = { language, direction, shopName, ...content(speech) };
  return { subject: toText(body.subject, direction), text: textPart(body), html: htmlPart(body), language };
}

function crossingRow(row: CrossingRow, speech: Speech): TableRow {
  const { number } = speech.formats;
  const { table } = speech.texts;
  return {
    title: row.product ?? row.sku,
    url: webLink(row.url),
    badge: crossingWord(row, speech),
    details: [
      ...(row.product === null ? [] : [table.sku(row.sku)]),
      table.channel(row.channel),
      ...row.warehouses.map(({ name, onHand }) => say`${name}: ${[number(onHand)]}`),
      [speech.formats.moment(row.at)],
    ],
    level: number(row.stockLevel),
    minimum: number(row.threshold),
  };
}

function crossingWord({ type }: CrossingRow, { texts: { crossings } }: Speech): string {
  return type === "stock.out" ? crossings.soldOut : crossings.below;
}

function digestRow(row: DigestRow, { texts, formats }: Speech): TableRow {
  return {
    title: row.product ?? row.sku,
    url: webLink(row.url),
    badge: null,
    details: [...(row.product === null ? [] : [texts.table.sku(row.sku)]), say`${row.place}`],
    level: formats.number(row.stockLevel),
    minimum: formats.number(row.minStockQuantity),
  };
}

function table(rows: readonly TableRow[], more: number, { texts }: Speech): MailBlock[] {
  const { product, level, minimum, more: andMore } = texts.table;
  return [{ kind: "table", columns: [product, level, minimum], rows }, ...(more > 0 ? [note(andMore(more))] : [])];
}

/** The title with the options that were chosen. */
function nameOf({ title, selection }: MailItem): string {
  const options = Object.entries(selection ?? {}).map(([attribute, value]) => `${attribute}: ${value}`);
  return options.length === 0 ? title : `${title} (${options.join(", ")})`;
}

function short(title: string): string {
  const characters = [...title];
  if (characters.length <= SUBJECT_TITLE_LENGTH_MAX) return title;
  return `${characters
    .slice(0, SUBJECT_TITLE_LENGTH_MAX - 1)
    .join("")
    .trimEnd()}…`;
}

function paragraph(sentence: Sentence): MailBlock {
  return { kind: "paragraph", sentence };
}

function note(sentence: Sentence): MailBlock {
  return { kind: "note", sentence };
}

function button(label: string, url: string | null): MailBlock[] {
  const link = linkTo(label, url);
  return link === null ? [] : [{ kind: "button", ...link }];
}

function linkTo(label: string, url: string | null): { label: string; url: string } | null {
  const href = webLink(url);
  return href === null ? null : { label, url: href };
}
