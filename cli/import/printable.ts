const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;
const EVERY_UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Whether every character can be seen or is a space: no control, format, unassigned or line-separating character. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** The text with every unprintable character as `\u{…}`: cells of a file must not steer the terminal. */
export function printable(text: string): string {
  return text.replace(EVERY_UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** A title on one line: line breaks and runs of spaces become one space, other unprintable characters go. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(EVERY_UNPRINTABLE, "").trim();
}
