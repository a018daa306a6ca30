/** Of a line of a header, and of one encoded word (RFC 5322 2.1.1, RFC 2047 2). */
const LINE_LENGTH_MAX = 76;
/** Bytes of text in one encoded word: with `=?UTF-8?B??=` and the name of a header before it, it fits into a line. */
const WORD_BYTES_MAX = 39;
const PLAIN = /^[\x20-\x7e]*$/;
const encoder = new TextEncoder();

/** Unstructured text as the value of a header: ASCII as it stands, all else in encoded words (RFC 2047), folded. */
export function encodedText(text: string): string {
  return PLAIN.test(text) && !text.includes("=?") ? folded(text) : encodedWords(text);
}

/** A mailbox with its name (RFC 5322 3.4). */
export function encodedMailbox(name: string, address: string): string {
  if (name === "") return address;
  if (!PLAIN.test(name)) return `${encodedWords(name)}\r\n <${address}>`;
  return folded(`"${name.replace(/["\\]/g, "\\$&")}" <${address}>`);
}

/** Folds at spaces. What has none stays whole: it may be a link, and lines may have 998 characters. */
export function folded(value: string): string {
  const lines: string[] = [];
  for (const word of value.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length >= LINE_LENGTH_MAX) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join("\r\n ");
}

function encodedWords(text: string): string {
  const words: string[] = [];
  let bytes: number[] = [];
  // By characters: none may be cut in two (RFC 2047 5).
  for (const character of text) {
    const more = encoder.encode(character);
    if (bytes.length + more.length > WORD_BYTES_MAX) {
      words.push(encodedWord(bytes));
      bytes = [];
    }
    bytes.push(...more);
  }
  words.push(encodedWord(bytes));
  return words.join("\r\n ");
}

function encodedWord(bytes: readonly number[]): string {
  return `=?UTF-8?B?${btoa(String.fromCharCode(...bytes))}?=`;
}
