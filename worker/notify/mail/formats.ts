import type { Sentence } from "./sentence.ts";

/** Forms of a counted thing by the plural categories of a language (Unicode TR35). `#` stands for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Numbers, dates and plurals as a language writes them. */
export interface Formats {
  number(value: number): string;
  /** A day, of a date or a moment in UTC. */
  day(at: string): string;
  /** A moment, in UTC. */
  moment(at: string): string;
  plural(count: number, forms: PluralForms): Sentence;
}

/** Formats of a locale; a region has its own. */
export function formatsOf(locale: string): Formats {
  const numbers = new Intl.NumberFormat(locale);
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  const rules = new Intl.PluralRules(locale);
  return {
    number: (value) => numbers.format(value),
    day: (at) => days.format(new Date(at)),
    moment: (at) => `${moments.format(new Date(at))} UTC`,
    plural: (count, forms) => {
      const form = forms[rules.select(count)] ?? forms.other;
      return [form.replaceAll("#", numbers.format(count))];
    },
  };
}
