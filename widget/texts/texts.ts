import type { MessageCode } from "../../sdk/index.ts";
import type { Expected } from "../expected.ts";
import type { Formats } from "../formats.ts";
import type { SubscribeTexts } from "./subscribe-texts.ts";

/** What a sentence speaks of, as far as the view says it. */
export interface MessageFacts {
  /** With the codes that speak of a time. */
  expected: Expected;
  /** With the codes that speak of a quantity; `capped`: there are more than that. */
  quantity: { value: number; capped: boolean } | null;
}

/**
 * All that the elements say in one language. Sentences stand alone: they begin with a capital and end without a full
 * stop. Numbers, dates, lists and plurals come from `Formats`, so that they follow the region as well.
 */
export interface Texts {
  /** The BCP 47 tag of the language. */
  readonly language: string;
  /** One sentence for each message code. */
  readonly messages: Readonly<Record<MessageCode, (facts: MessageFacts) => string>>;
  /** When goods are expected: a line below the message. Words of the shop are shown as they are. */
  readonly expected: (expected: Exclude<Expected, { kind: "unknown" | "words" }>) => string;
  /** There was no answer, and there is nothing older to show. */
  readonly cannotBeShown: string;
  /** Why a button is off where the message does not say it. */
  readonly cannotBeOrdered: string;
  /** Names the quantity input. */
  readonly quantity: string;
  /** Why a quantity may not be ordered. */
  readonly refusals: {
    readonly whole: string;
    readonly min: (bound: number) => string;
    readonly max: (bound: number) => string;
    readonly allowed: (allowed: readonly number[]) => string;
    readonly multiple: (bound: number) => string;
  };
  /** What the form of a subscription says, which few pages need: loaded with it. */
  readonly loadSubscribe: () => Promise<{ subscribe: SubscribeTexts }>;
}

/** The texts of one language, with the formats of a locale that speaks it. */
export type Language = (formats: Formats) => Texts;
