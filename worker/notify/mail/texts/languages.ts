import { type Formats, formatsOf } from "../formats.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import type { Language, MailTexts } from "./mail-texts.ts";

/** The languages of the built-in mails, by their tags. */
const LANGUAGES: Record<string, Language> = { ar, de, en, fr };
const LAST_RESORT = "en";

/** What a mail is written with. */
export interface Speech {
  /** Of the texts: what `lang` says. */
  language: string;
  texts: MailTexts;
  formats: Formats;
}

/**
 * The texts for somebody who asked for `locale`, in a shop whose own is `shopLocale`: those of the exact tag, else of its
 * language, else the shop's, else English. Numbers and dates are written as the tag's region does.
 */
export function speechFor(locale: string, shopLocale: string): Speech {
  for (const tag of [locale, shopLocale]) {
    const language = languageOf(tag);
    if (language !== null) return speech(language, tag);
  }
  return speech(LAST_RESORT, LAST_RESORT);
}

function speech(language: string, tag: string): Speech {
  const formats = formatsOf(tag);
  const texts = LANGUAGES[language] ?? en;
  return { language, texts: texts(formats), formats };
}

/** Of a tag: `null` where nothing is written in it, or it is none. */
function languageOf(tag: string): string | null {
  if (Object.hasOwn(LANGUAGES, tag)) return tag;
  try {
    const { language } = new Intl.Locale(tag);
    return Object.hasOwn(LANGUAGES, language) ? language : null;
  } catch {
    return null;
  }
}
