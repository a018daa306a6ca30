import { describe, expect, test } from "vitest";
import { formatsOf } from "../../../widget/formats.ts";
import { language as german } from "../../../widget/texts/de.ts";
import { language as english } from "../../../widget/texts/en.ts";
import { languages, loadTexts, tagsOf } from "../../../widget/texts/languages.ts";
import type { Texts } from "../../../widget/texts/texts.ts";

const en = english(formatsOf("en-GB"));
const de = german(formatsOf("de-DE"));

test("a language that lacks a text does not compile", () => {
  const { low_stock, ...messages } = en.messages;
  const { quantity, ...others } = en;
  const { max, ...refusals } = en.refusals;
  const incomplete: Texts[] = [
    // @ts-expect-error: no sentence for low_stock
    { ...en, messages },
    // @ts-expect-error: no name for the quantity input
    others,
    // @ts-expect-error: no reason for a quantity above the most
    { ...en, refusals },
  ];
  // What was left out of each, which the compiler has to miss.
  expect([typeof low_stock, typeof quantity, typeof max, incomplete.length]).toEqual([
    ...["function", "string", "function", 3],
  ]);
});

describe("a locale", () => {
  test("falls back from the exact to the general", () => {
    expect(tagsOf("zh-Hant-TW")).toEqual(["zh-Hant-TW", "zh-Hant", "zh"]);
  });

  test.each([
    ["de", "de"],
    ["de-AT", "de"],
    ["en-IN", "en"],
    ["nl-BE", "en"],
    ["den", "en"],
    ["constructor", "en"],
  ])("%s speaks %s", async (locale, language) => {
    expect((await loadTexts(locale)).language).toBe(language);
  });

  test("is loaded once", () => {
    expect(loadTexts("de-CH")).toBe(loadTexts("de-CH"));
  });
});

test("every language is the one that it is listed as, and says something for everything", async () => {
  expect(Object.keys(languages)).toEqual(["en", "de"]);
  for (const [tag, load] of Object.entries(languages)) {
    const texts = (await load()).language(formatsOf(tag));
    expect(texts.language).toBe(tag);
    const facts = { expected: { kind: "unknown" as const }, quantity: null };
    const sentences = Object.values(texts.messages).map((message) => message(facts));
    const others = [texts.cannotBeShown, texts.cannotBeOrdered, texts.quantity, texts.refusals.whole];
    const { refusals, ...subscribe } = (await texts.loadSubscribe()).subscribe;
    others.push(...Object.values(subscribe), ...Object.values(refusals));
    for (const sentence of [...sentences, ...others]) expect(sentence).toMatch(/^\p{Lu}[^.]*[^.\s]$/u);
  }
});

describe("when goods are expected", () => {
  test.each([
    [3, 5, "Expected in 3–5 days", "Voraussichtlich in 3–5 Tagen"],
    [1, 1, "Expected in 1 day", "Voraussichtlich in 1 Tag"],
    [0, 5, "Expected within 5 days", "Voraussichtlich innerhalb von 5 Tagen"],
    [0, 1, "Expected within 1 day", "Voraussichtlich innerhalb von 1 Tag"],
    [3, null, "Expected in 3 days or more", "Voraussichtlich frühestens in 3 Tagen"],
    [0, 0, "Expected today", "Voraussichtlich heute"],
  ])("%o to %o days reads %o", (min, max, inEnglish, inGerman) => {
    const expected = { kind: "days" as const, min, max };
    expect([en.expected(expected), de.expected(expected)]).toEqual([inEnglish, inGerman]);
  });
});

test("dates that are not known leave a sentence that is whole", () => {
  const facts = { expected: { kind: "unknown" as const }, quantity: null };
  for (const code of ["preorder", "not_yet_available"] as const) {
    expect([en.messages[code](facts), de.messages[code](facts)]).toEqual(
      code === "preorder"
        ? ["Available to pre-order", "Jetzt vorbestellbar"]
        : ["Not available yet", "Noch nicht erhältlich"],
    );
  }
});

test("reasons name the bound as the region writes it", () => {
  expect([en.refusals.min(2), en.refusals.max(1200), en.refusals.multiple(6), en.refusals.allowed([2, 4])]).toEqual([
    ...["Order at least 2", "Order at most 1,200", "Order in multiples of 6", "Choose 2 or 4"],
  ]);
  expect([de.refusals.min(2), de.refusals.max(1200), de.refusals.multiple(6), de.refusals.allowed([2, 4])]).toEqual([
    ...["Mindestmenge: 2", "Höchstmenge: 1.200", "Nur in Schritten von 6 bestellbar", "Bitte 2 oder 4 wählen"],
  ]);
});
