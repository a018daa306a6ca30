import type { Language, Texts } from "./texts.ts";

/** Every language that the elements speak, by its BCP 47 tag. Each is a module of its own: a page loads only its own. */
export const languages: Readonly<Record<string, () => Promise<{ language: Language }>>> = {
  en: () => import("./en.ts"),
  de: () => import("./de.ts"),
};

/** What locales without a language fall back to. */
const FALLBACK = "en";

/** The texts of each locale that was asked for: as many as the page has languages. */
const loaded = new Map<string, Promise<Texts>>();

/**
 * The texts for a locale: de-AT speaks German with Austria's formats. What has no language here speaks English with
 * English formats, for a date in the middle of a sentence is in the sentence's language.
 */
export function loadTexts(locale: string): Promise<Texts> {
  const known = loaded.get(locale);
  if (known !== undefined) return known;
  const texts = load(locale);
  loaded.set(locale, texts);
  // Another element may try again.
  texts.catch(() => loaded.delete(locale));
  return texts;
}

/** A locale and what it falls back to, the most exact first: zh-Hant-TW, zh-Hant, zh (RFC 4647, lookup). */
export function tagsOf(locale: string): string[] {
  const subtags = locale.split("-");
  return subtags.map((_, index) => subtags.slice(0, subtags.length - index).join("-"));
}

async function load(locale: string): Promise<Texts> {
  const tag = tagsOf(locale).find((each) => Object.hasOwn(languages, each));
  const importLanguage = languages[tag ?? FALLBACK];
  if (importLanguage === undefined) throw new Error(`There are no texts for ${FALLBACK}.`);
  const [{ language }, { formatsOf }] = await Promise.all([importLanguage(), import("../looking.ts")]);
  return language(formatsOf(tag === undefined ? FALLBACK : locale));
}
