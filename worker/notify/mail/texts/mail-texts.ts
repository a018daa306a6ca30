import type { Formats } from "../formats.ts";
import type { Direction, Sentence } from "../sentence.ts";

/** All that the built-in mails say in one language. `title`, `shop` and the like come from outside. */
export interface MailTexts {
  direction: Direction;
  confirm: {
    subject(title: string): Sentence;
    heading: string;
    body(title: string, shop: string): Sentence;
    button: string;
    validity(hours: number): Sentence;
    ignore: string;
  };
  back: {
    subject(title: string): Sentence;
    heading: string;
    body(title: string, shop: string): Sentence;
    /** There is no promise that it is still there when the mail is read. */
    hurry: string;
    button: string;
    reason: string;
    unsubscribe: string;
  };
  crossings: {
    /** `what`: one of the two below. */
    subjectOfOne(what: string, title: string): Sentence;
    subject(count: number, shop: string): Sentence;
    heading(count: number): Sentence;
    soldOut: string;
    below: string;
  };
  digest: {
    subject(count: number, shop: string): Sentence;
    heading: string;
    body(count: number, date: string): Sentence;
  };
  table: {
    product: string;
    level: string;
    minimum: string;
    channel(name: string): Sentence;
    sku(sku: string): Sentence;
    more(count: number): Sentence;
  };
  endpoint: {
    subject(shop: string): Sentence;
    heading: string;
    gone(url: string): Sentence;
    failing(url: string): Sentence;
    since(moment: string): Sentence;
    advice: string;
    id(webhook: string): Sentence;
  };
  /** Below what an owner is sent. */
  ownerReason: string;
}

/** The texts of a language, with its numbers and plurals. */
export type Language = (formats: Formats) => MailTexts;
