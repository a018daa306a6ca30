import type { Availability } from "../sdk/index.ts";
import { expectedOf } from "./expected.ts";
import type { Texts } from "./texts/texts.ts";

/** What is shown of a view. */
export interface Sentence {
  text: string;
  /** A line below: when goods are expected. */
  estimate: string | null;
}

/**
 * What to say of a view; `null`: nothing. So it is with a code that a newer server knows and these texts do not. `tags` are
 * the locale and what it falls back to, for what the shop says in its own words.
 */
export function sentenceOf(view: Availability, tags: readonly string[], texts: Texts): Sentence | null {
  const { message } = view;
  if (message === null || !Object.hasOwn(texts.messages, message.code)) return null;
  const expected = expectedOf(view, [...tags, texts.language]);
  const text = texts.messages[message.code]({ expected, quantity: message.quantity ?? null });
  const speaksOfEstimate = message.code === "available_in" || message.code === "backorder_estimate";
  if (!speaksOfEstimate || expected.kind === "unknown") return { text, estimate: null };
  return { text, estimate: expected.kind === "words" ? expected.words : texts.expected(expected) };
}
