import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import type { PageTexts } from "./page-texts.ts";

/** The words of the pages, by language; the mails speak the same ones. */
export const PAGE_TEXTS = { ar, de, en, fr } satisfies Record<string, PageTexts>;

export type PageLanguage = keyof typeof PAGE_TEXTS;

/** The language of a tag: `de-AT` reads the German pages; `null`: nobody has written them. */
export function pageLanguageOf(tag: string): PageLanguage | null {
  const language = tag.split("-")[0]?.toLowerCase() ?? "";
  return isPageLanguage(language) ? language : null;
}

/** The first language of an `Accept-Language` that there are pages in. */
export function acceptedLanguage(header: string | undefined): PageLanguage | null {
  const tags = (header ?? "").split(",").map((each) => {
    const [tag = "", weight = "q=1"] = each.split(";").map((part) => part.trim());
    return { tag, weight: Number(weight.replace(/^q=/, "")) };
  });
  const wanted = tags.filter(({ weight }) => weight > 0).toSorted((one, other) => other.weight - one.weight);
  for (const { tag } of wanted) {
    const language = pageLanguageOf(tag);
    if (language !== null) return language;
  }
  return null;
}

function isPageLanguage(language: string): language is PageLanguage {
  return Object.hasOwn(PAGE_TEXTS, language);
}
