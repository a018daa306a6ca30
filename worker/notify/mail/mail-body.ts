import type { Direction, Sentence } from "./sentence.ts";

/** What a mail is made of, in order. Both its parts are made of the same. */
export type MailBlock =
  | { kind: "paragraph"; sentence: Sentence }
  /** Of less weight. */
  | { kind: "note"; sentence: Sentence }
  /** The one thing to be done. */
  | { kind: "button"; label: string; url: string }
  | { kind: "table"; columns: readonly [item: string, level: string, minimum: string]; rows: readonly TableRow[] };

export interface TableRow {
  title: string;
  url: string | null;
  /** What has happened, in a word or two. */
  badge: string | null;
  details: readonly Sentence[];
  level: string;
  minimum: string;
}

export interface MailBody {
  language: string;
  direction: Direction;
  shopName: string;
  subject: Sentence;
  heading: Sentence;
  blocks: readonly MailBlock[];
  footer: { sentence: Sentence; link: { label: string; url: string } | null };
}

/** A link that may stand in a mail; `null`: it leads to no page. */
export function webLink(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).href : null;
}
