/** The plural forms of a word; `other` stands in for those that a language has but are not given. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** ES2023, and not among the compiler's declarations of it yet. */
interface RangeRules extends Intl.PluralRules {
  selectRange(start: number, end: number): Intl.LDMLPluralRule;
}

/** How a locale writes what stands in a sentence. */
export interface Formats {
  number(value: number): string;
  /** A day, in words. A time that is midnight UTC stands for that day, wherever the shopper is. */
  date(date: string): string;
  /** A range of days with the right form of the word: "1 day", "3–5 days". */
  days(min: number, max: number, forms: Forms): string;
  /** "2, 4 or 6". */
  list(values: readonly number[]): string;
}

const DAY_MS = 86_400_000;

/** The formats of a valid locale. */
export function formatsOf(locale: string): Formats {
  const numbers = new Intl.NumberFormat(locale);
  const number = (value: number): string => numbers.format(value);
  return {
    number,
    date(date) {
      const ms = Date.parse(date);
      // The server names days by their midnight in UTC. West of Greenwich that would be the evening before.
      const timeZone = ms % DAY_MS === 0 ? { timeZone: "UTC" } : {};
      return new Intl.DateTimeFormat(locale, { dateStyle: "long", ...timeZone }).format(ms);
    },
    days(min, max, forms) {
      const range = min === max ? number(min) : numbers.formatRange(min, max);
      // See RangeRules.
      const rules = new Intl.PluralRules(locale) as RangeRules;
      return `${range} ${forms[min === max ? rules.select(min) : rules.selectRange(min, max)] ?? forms.other}`;
    },
    list: (values) => new Intl.ListFormat(locale, { type: "disjunction" }).format(values.map(number)),
  };
}
