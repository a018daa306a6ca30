/** Languages of the fences that are programs, or hold some. */
type Language = "ts" | "js" | "html";

/** One fence of a document, with what the comments before it say of it. */
export interface Fence {
  readonly language: Language;
  /** The document's line, counted from 1, on which its first line of text is. */
  readonly line: number;
  readonly text: string;
  readonly markers: readonly Marker[];
}

/**
 * What a comment `<!-- sample: … -->` before a fence says. Without one, a fence is a whole program that is compiled.
 *
 * - `continues`: it goes on from the program before it in the document.
 * - `given …`: declarations of what is the reader's own, for the compiler alone.
 * - `runs with SKU 10, OTHER 3`: it is run as well, with so many units available, and prints what the comment after each
 *   `console.log` says, where `…` stands for anything.
 * - `not compiled: …`: it is not looked at, for the reason given.
 */
export type Marker =
  | { readonly kind: "continues" }
  | { readonly kind: "given"; readonly line: number; readonly declarations: string }
  | { readonly kind: "runs"; readonly units: Readonly<Record<string, number>> }
  | { readonly kind: "not_compiled"; readonly reason: string };

const FENCE = /^(?<indent> *)```(?<language>\w+)?.*$/;
const COMMENT = /<!--\s*sample:\s*(?<said>[\s\S]*?)\s*-->/g;

/** The fences of a Markdown text that are programs or pages. Throws where a comment says what it cannot say. */
export function fencesOf(markdown: string): Fence[] {
  const lines = markdown.split("\n");
  const fences: Fence[] = [];
  let proseFrom = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const { language = "", indent = "" } = FENCE.exec(lines[at] ?? "")?.groups ?? {};
    if (!FENCE.test(lines[at] ?? "")) continue;
    const end = lines.findIndex((line, index) => index > at && line.trim() === "```");
    if (end < 0) throw new Error(`the fence in line ${at + 1} is not closed`);
    const markers = markersIn(lines.slice(proseFrom, at), proseFrom + 1);
    const known = ({ ts: "ts", typescript: "ts", js: "js", javascript: "js", html: "html" } as const)[language];
    if (known !== undefined) {
      const text = lines.slice(at + 1, end).map((line) => line.slice(indent.length));
      fences.push({ language: known, line: at + 2, text: text.join("\n"), markers });
    } else if (markers.length > 0) throw new Error(`the fence in line ${at + 1} is no sample`);
    at = end;
    proseFrom = end + 1;
  }
  return fences;
}

function markersIn(lines: readonly string[], firstLine: number): Marker[] {
  const prose = lines.join("\n");
  return [...prose.matchAll(COMMENT)].map((match) => {
    const said = match.groups?.said ?? "";
    const line = firstLine + prose.slice(0, match.index).split("\n").length - 1;
    if (said === "continues") return { kind: "continues" };
    if (/^given\s/.test(said)) return { kind: "given", line, declarations: said.slice("given ".length - 1).trimEnd() };
    if (said === "runs") return { kind: "runs", units: {} };
    if (said.startsWith("runs with ")) return { kind: "runs", units: unitsIn(said.slice("runs with ".length), line) };
    const reason = /^not compiled: (?<reason>\S.*)$/s.exec(said)?.groups?.reason;
    if (reason !== undefined) return { kind: "not_compiled", reason };
    throw new Error(`line ${line}: a sample cannot be said to be: ${said}`);
  });
}

function unitsIn(list: string, line: number): Record<string, number> {
  const entries = list.split(", ").map((entry): [string, number] => {
    const { sku, units } = /^(?<sku>\S+) (?<units>\d+)$/.exec(entry)?.groups ?? {};
    if (sku === undefined) throw new Error(`line ${line}: no SKU and its units: ${entry}`);
    return [sku, Number(units)];
  });
  return Object.fromEntries(entries);
}
