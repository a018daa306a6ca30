import { headerText } from "./header-text.ts";

/** What was put into a sentence from outside: a title, a name, a SKU. */
interface Inserted {
  readonly value: string;
}

/** A sentence of a mail, that still knows which of its words are the mail's own and which come from outside. */
export type Sentence = readonly (string | Inserted)[];

export type Direction = "ltr" | "rtl";

/** Letters that are written from right to left. */
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const ISOLATE = "\u2068";
const END_OF_ISOLATE = "\u2069";
const ISOLATES = /[\u2066-\u2069]/g;

/** Makes a sentence of a template: strings in it are taken as from outside, sentences as what they are. */
export function say(words: TemplateStringsArray, ...values: readonly (string | Sentence)[]): Sentence {
  return words.flatMap((word, index): Sentence => {
    const value = values[index];
    if (value === undefined) return [word];
    return typeof value === "string" ? [word, { value }] : [word, ...value];
  });
}

/** As plain text on one line. What comes from outside cannot turn round the words beside it (UAX 9, isolates). */
export function toText(sentence: Sentence, direction: Direction): string {
  return sentence.map((part) => (typeof part === "string" ? part : isolated(part.value, direction))).join("");
}

/** As HTML. Whatever is in it, it is text there. */
export function toHtml(sentence: Sentence): string {
  return sentence
    .map((part) => (typeof part === "string" ? escaped(part) : `<bdi>${escaped(part.value)}</bdi>`))
    .join("");
}

/** Text as it stands in HTML, also between double quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function isolated(value: string, direction: Direction): string {
  const line = headerText(value).replace(ISOLATES, "");
  const isOtherWay = direction === "rtl" || RIGHT_TO_LEFT.test(line);
  return isOtherWay ? `${ISOLATE}${line}${END_OF_ISOLATE}` : line;
}
