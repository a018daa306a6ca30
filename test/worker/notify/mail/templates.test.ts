import { describe, expect, test } from "vitest";
import type { CrossingRow, MailFacts } from "../../../../worker/notify/mail/mail-facts.ts";
import { TEMPLATES } from "../../../../worker/notify/mail/templates.ts";
import type { MailTemplate, RenderedMail } from "../../../../worker/notify/mail/transport.ts";

const ITEM = { title: "Bud vase", selection: { Size: "M" }, url: "https://shop.example/bud-vase" };
const ROW: CrossingRow = {
  type: "stock.out",
  sku: "VASE-1",
  product: "Bud vase",
  channel: "web",
  warehouses: [
    { name: "Main", onHand: 0 },
    { name: "East", onHand: 2 },
  ],
  stockLevel: -1_250,
  threshold: 5,
  url: "https://shop.example/bud-vase",
  at: "2026-12-01T09:30:00.000Z",
};
const KINDS: MailFacts[] = [
  {
    kind: "confirm_subscription",
    item: { ...ITEM, url: null },
    confirmUrl: "https://onhand.test/c?token=1",
    hours: 48,
  },
  { kind: "back_in_stock", item: ITEM, unsubscribeUrl: "https://onhand.test/u?token=1" },
  { kind: "owner_crossings", rows: [ROW, { ...ROW, type: "stock.notify_below", product: null, url: null }], more: 3 },
  {
    kind: "low_stock_digest",
    rows: [{ sku: "VASE-1", product: null, place: "Main", stockLevel: 1, minStockQuantity: 5, url: null }],
    more: 0,
    date: "2026-12-01",
  },
  {
    kind: "endpoint_disabled",
    webhook: "wh_1",
    url: "https://erp.example/hook",
    reason: "failing",
    failingSince: "2026-11-26T09:30:00.000Z",
  },
];

function mail(facts: MailFacts, locale = "en", shopLocale = "en", shopName = "Loam"): RenderedMail {
  // Each template takes the facts of its own kind, which is how it is found.
  const template = TEMPLATES[facts.kind] as MailTemplate<MailFacts>;
  return template(facts, { shopName, locale, shopLocale });
}

const confirm = (hours: number, locale: string, title = "Bud vase"): RenderedMail =>
  mail(
    {
      kind: "confirm_subscription",
      item: { ...ITEM, title, selection: null },
      confirmUrl: "https://onhand.test/c",
      hours,
    },
    locale,
  );

describe.each(["en", "de", "fr", "ar"])("in %s", (locale) => {
  test.each(KINDS)("the mail $kind says so as the head of its HTML does, and has every link in both parts", (facts) => {
    const { subject, text, html, language } = mail(facts, locale);
    expect(language).toBe(locale);
    expect(html).toContain(`<html lang="${locale}" dir="${locale === "ar" ? "rtl" : "ltr"}">`);
    expect(html).toContain(`<title>${subject}</title>`);
    const links = JSON.stringify(facts).match(/https:[^"]+/g) ?? [];
    // The endpoint that was disabled is no page.
    for (const link of links) {
      expect(text).toContain(link);
      expect(html).toContain(facts.kind === "endpoint_disabled" ? link : `href="${link}"`);
    }
    expect(text).not.toMatch(/undefined|NaN|\[object|#/);
  });

  test("nothing is loaded from elsewhere, and nothing runs", () => {
    for (const facts of KINDS) expect(mail(facts, locale).html).not.toMatch(/<(img|script|link|iframe)|url\(|@import/i);
  });
});

describe("what is from outside", () => {
  const EVIL = `<img src=x onerror="alert('1')">&amp;`;
  const escaped = "<bdi>&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</bdi>";

  test.each<[string, MailFacts]>([
    [
      "title",
      { kind: "back_in_stock", item: { title: EVIL, selection: null, url: null }, unsubscribeUrl: "https://u" },
    ],
    ["SKU", { kind: "owner_crossings", rows: [{ ...ROW, product: null, sku: EVIL }], more: 0 }],
    ["warehouse", { kind: "owner_crossings", rows: [{ ...ROW, warehouses: [{ name: EVIL, onHand: 1 }] }], more: 0 }],
    ["channel", { kind: "owner_crossings", rows: [{ ...ROW, channel: EVIL }], more: 0 }],
    [
      "place",
      {
        kind: "low_stock_digest",
        rows: [{ sku: "A", product: null, place: EVIL, stockLevel: 1, minStockQuantity: 1, url: null }],
        more: 0,
        date: "2026-12-01",
      },
    ],
    ["endpoint", { kind: "endpoint_disabled", webhook: "w", url: EVIL, reason: "gone", failingSince: null }],
  ])("is text in the HTML: a %s", (_, facts) => {
    const { html } = mail(facts);
    expect(html).toContain(escaped);
    expect(html).not.toContain("<img");
  });

  test("is text in the HTML: the shop's name and the options", () => {
    const selection = { [EVIL]: "M" };
    const { html } = mail(
      { kind: "back_in_stock", item: { title: "V", selection, url: null }, unsubscribeUrl: "https://u" },
      "en",
      "en",
      EVIL,
    );
    expect(html).toContain(escaped);
    expect(html).toContain("V (&lt;img");
    expect(html).not.toContain("<img");
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "//shop.example", "shop.example"])(
    "is no link when it is %s",
    (url) => {
      const item = { title: "V", selection: null, url };
      const { html, text } = mail({ kind: "back_in_stock", item, unsubscribeUrl: "https://onhand.test/u" });
      expect(html.match(/href="[^"]*"/g)).toEqual(['href="https://onhand.test/u"']);
      expect(text).not.toContain(url);
    },
  );

  test("ends no attribute from within a link", () => {
    const item = { title: "V", selection: null, url: `https://shop.example/?a="><b>'` };
    const { html } = mail({ kind: "back_in_stock", item, unsubscribeUrl: "https://onhand.test/u" });
    expect(html).toContain('href="https://shop.example/?a=%22%3E%3Cb%3E%27"');
  });

  test("is kept apart from the words beside it where directions differ, and cannot get out", () => {
    expect(confirm(48, "en", "قميص \u2069\u202eبنات").subject).toBe(
      "Please confirm: tell me when \u2068قميص بنات\u2069 is back",
    );
    expect(confirm(48, "ar", "Bud vase").subject).toBe("يرجى التأكيد: أخبروني عند توفر \u2068Bud vase\u2069");
    expect(confirm(48, "en").subject).toBe("Please confirm: tell me when Bud vase is back");
  });
});

describe("a subject", () => {
  test.each([
    [100, "x".repeat(100)],
    [101, `${"x".repeat(99)}…`],
  ])("names a title of %i characters", (length, named) => {
    const item = { title: "x".repeat(length), selection: null, url: null };
    const { subject } = mail({ kind: "back_in_stock", item, unsubscribeUrl: "https://u" });
    expect(subject).toBe(`${named} is back in stock`);
  });

  test("of one crossing says what it is, of more how many there are", () => {
    const subject = (rows: CrossingRow[], more: number, locale = "en"): string =>
      mail({ kind: "owner_crossings", rows, more }, locale).subject;
    expect(subject([ROW], 0)).toBe("Sold out: Bud vase");
    expect(subject([{ ...ROW, type: "stock.notify_below", product: null }], 0)).toBe("Below the minimum: VASE-1");
    expect(subject([ROW], 1)).toBe("2 stock notices – Loam");
    expect(subject([ROW, ROW], 10, "ar")).toBe("12 تنبيهًا للمخزون – \u2068Loam\u2069");
  });
});

test.each([
  [1, "en", "1 hour."],
  [48, "en", "48 hours."],
  [1, "de", "1 Stunde."],
  [48, "de", "48 Stunden."],
  [0, "fr", "0 heure."],
  [48, "fr", "48 heures."],
  [1, "ar", "ساعة واحدة."],
  [2, "ar", "ساعتين."],
  [3, "ar", "3 ساعات."],
  [48, "ar", "48 ساعة."],
  [100, "ar", "100 ساعة."],
])("%i hours in %s are %s", (hours, locale, words) => {
  expect(confirm(hours, locale).text).toContain(words);
});

test.each([
  ["de-AT", "en", "Wieder da: Bud vase"],
  ["ar-EG", "en", "متوفر من جديد: \u2068Bud vase\u2069"],
  ["it", "de", "Wieder da: Bud vase"],
  ["it", "fr-CA", "De retour en stock : Bud vase"],
  ["it", "ja", "Bud vase is back in stock"],
  ["no tag at all", "de", "Wieder da: Bud vase"],
])("who asks for %s in a shop of %s reads %s", (locale, shopLocale, subject) => {
  const item = { title: "Bud vase", selection: null, url: null };
  expect(mail({ kind: "back_in_stock", item, unsubscribeUrl: "https://u" }, locale, shopLocale).subject).toBe(subject);
});

test("numbers and days are written as the tag's region does", () => {
  const rows: [string, string, string][] = [
    ["en", "-1,250", "December 1, 2026"],
    ["de", "-1.250", "1. Dezember 2026"],
    ["fr", "-1\u202f250", "1 décembre 2026"],
    ["ar-EG", "\u061c-١٬٢٥٠", "١ ديسمبر ٢٠٢٦"],
  ];
  for (const [locale, number, day] of rows) {
    expect(mail({ kind: "owner_crossings", rows: [ROW], more: 0 }, locale).text).toContain(number);
    const digest: MailFacts = { kind: "low_stock_digest", rows: [], more: 7, date: "2026-12-01" };
    expect(mail(digest, locale).text).toContain(day);
  }
});

test("the owner's table says of each what it is, where, how much there is and where the line was", () => {
  const { text, html } = mail({ kind: "owner_crossings", rows: [ROW], more: 2 });
  expect(text).toBe(
    [
      "Loam",
      "",
      "Stock is running out: 3 notices",
      "",
      "Sold out – Bud vase",
      "  SKU VASE-1",
      "  Channel web",
      "  Main: 0",
      "  East: 2",
      "  Dec 1, 2026, 9:30 AM UTC",
      "  Stock -1,250 · Minimum 5",
      "  https://shop.example/bud-vase",
      "",
      "And 2 more.",
      "",
      "This address is told about stock by the shop's settings.",
      "",
    ].join("\n"),
  );
  expect(html.match(/<th /g)).toHaveLength(3);
});

test("an endpoint that is gone has no beginning of its failing", () => {
  const { text } = mail({
    kind: "endpoint_disabled",
    webhook: "w",
    url: "https://e",
    reason: "gone",
    failingSince: null,
  });
  expect(text).toContain("answered that it is gone (410)");
  expect(text).not.toContain("since");
});
