/**
 * What has an apostrophe put before it: text that a spreadsheet would run as a formula, behind spaces too; text that
 * begins with an apostrophe already, and the word `null`, which stands for a value of its own in some columns.
 */
const GUARDED = /^(\s*[=+\-@＝＋－＠]|[\t\r']|null$)/iu;

/**
 * A text as a cell that a spreadsheet shows and never runs. `readText` gives exactly this text back. Figures are not
 * text: `-5` stays a number.
 */
export function textCell(text: string): string {
  return GUARDED.test(text) ? `'${text}` : text;
}

/** The text of a cell: the apostrophe is taken off where `textCell` would have put one. */
export function readText(cell: string): string {
  return cell.startsWith("'") && GUARDED.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** What reading a file does not keep of a cell: space around it, ends of line but `\n`, half characters. */
function isKept(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  return text === text.trim() && !/[\p{Cs}\u0000-\u0009\u000b-\u001f\u007f]/u.test(text);
}

/**
 * Any text at all, as a cell: one that would not come back from a file as it is stands there as a JSON string, in
 * quotes. `readAnyText` gives exactly this text back.
 */
export function anyTextCell(text: string): string {
  return textCell(text.startsWith('"') || !isKept(text) ? JSON.stringify(text) : text);
}

/** The text of such a cell. What is in quotes and no JSON string is taken as it stands. */
export function readAnyText(cell: string): string {
  const text = readText(cell);
  if (!text.startsWith('"')) return text;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "string" ? parsed : text;
  } catch {
    return text;
  }
}
