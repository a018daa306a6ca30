/**
 * What a program says that it prints, line by line: the comment after each `console.log`, at the end of the statement's
 * last line. Throws where one prints without saying what.
 */
export function printedBy(text: string): string[] {
  const [, ...statements] = text.split("console.log(");
  return statements.map((statement) => {
    const said = /\);[ \t]*\/\/ (?<said>[^\n]+)/.exec(statement)?.groups?.said;
    if (said === undefined) throw new Error(`it is not said what this prints: console.log(${statement.trim()}`);
    return said.trimEnd();
  });
}

/** Lines that were printed, with those that are what was said of them as it was said: `…` stands for anything. */
export function asSaid(lines: readonly string[], said: readonly string[]): string[] {
  return lines.map((line, at) => {
    const parts = (said[at] ?? "").split("…").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(line) ? (said[at] ?? line) : line;
  });
}
