import { FIGURE_MAX } from "./bounds.ts";
import type { RefusalReason } from "./refusal.ts";

/** What a cell says, or why its row is refused. */
export type Parsed<Value> = { ok: true; value: Value } | { ok: false; reason: RefusalReason };

/**
 * A signed whole number, |n| ≤ 1,000,000,000, in plain digits. Neither `1.5` nor `1,000` nor `1e3`: a guess at what was
 * meant would become stock.
 */
export function parseWhole(column: string, text: string): Parsed<number> {
  if (!/^[+-]?\d+$/.test(text)) return { ok: false, reason: { code: "not_whole", column, text } };
  const value = Number(text);
  if (Math.abs(value) > FIGURE_MAX) return { ok: false, reason: { code: "out_of_range", column, text } };
  // "-0" is a number of its own, which JSON writes as 0: equal figures must be equal before they are sent.
  return { ok: true, value: value === 0 ? 0 : value };
}

/** Units on hand: a whole number from 0 to 1,000,000,000. */
export function parseOnHand(column: string, text: string): Parsed<number> {
  const parsed = parseWhole(column, text);
  if (parsed.ok && parsed.value < 0) return { ok: false, reason: { code: "below_zero", column, text } };
  return parsed;
}

const YES = new Set(["true", "yes", "1"]);
const NO = new Set(["false", "no", "0"]);

/** `true`, `yes`, `1` or `false`, `no`, `0`, in any case. */
export function parseFlag(column: string, text: string): Parsed<boolean> {
  const word = text.toLowerCase();
  if (YES.has(word)) return { ok: true, value: true };
  if (NO.has(word)) return { ok: true, value: false };
  return { ok: false, reason: { code: "not_understood", column, text, expected: "true or false" } };
}

/** One of these words, in any case. */
export function parseWord<Word extends string>(column: string, text: string, words: readonly Word[]): Parsed<Word> {
  const found = words.find((word) => word === text.toLowerCase());
  if (found !== undefined) return { ok: true, value: found };
  return { ok: false, reason: { code: "not_understood", column, text, expected: `one of ${words.join(", ")}` } };
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** An RFC 3339 time, or a date alone for its first moment in UTC; given back as the same moment in UTC. */
export function parseMoment(column: string, text: string): Parsed<string> {
  const at = MOMENT.test(text) ? new Date(text) : null;
  // Date rolls 2027-02-30 over into March: the day that comes back must be the one that was written.
  const day = text.slice(0, 10);
  const exists =
    at !== null && !Number.isNaN(at.getTime()) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (at === null || !exists) {
    return { ok: false, reason: { code: "not_understood", column, text, expected: "a date or an RFC 3339 time" } };
  }
  return { ok: true, value: at.toISOString() };
}
