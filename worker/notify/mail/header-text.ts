/**
 * Text as one line of a header: no line break or other control character that would end the header, and no character
 * that would turn round what stands after it. Whatever a catalogue, a shopper or a template says has to come through here.
 */
export function headerText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(OVERRIDES, "")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** Embeddings and overrides of the bidirectional algorithm (UAX 9); isolates end by themselves and may stay. */
const OVERRIDES = /[\u202A-\u202E]/g;
