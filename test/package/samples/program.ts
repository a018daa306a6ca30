import type { Fence, Marker } from "./markdown-samples.ts";

/** A program of a document: one fence, and those that go on from it. */
export interface Program {
  /** The document and the line of the first fence, as in `README.md:67`. */
  readonly name: string;
  readonly language: "ts" | "js";
  /** What the reader sees, one fence after the other. */
  readonly text: string;
  /** The same for a compiler: on the document's own lines, with what is given declared before. */
  readonly compiled: string;
  /** Whether something in it is the reader's own, so that it cannot run as it is. */
  readonly isPartlyGiven: boolean;
  /** The units that are to be available before it runs; null when it is compiled only. */
  readonly runsWith: Readonly<Record<string, number>> | null;
}

/** Puts the fences of a document together into its programs. Throws where one has nothing to go on from. */
export function programsOf(document: string, fences: readonly Fence[]): Program[] {
  const groups: Fence[][] = [];
  for (const fence of fences.flatMap(scriptsOf)) {
    if (fence.markers.some(({ kind }) => kind === "not_compiled")) continue;
    const former = groups.at(-1);
    if (!fence.markers.some(({ kind }) => kind === "continues")) groups.push([fence]);
    else if (former?.[0]?.language === fence.language) former.push(fence);
    else throw new Error(`${document}:${fence.line} goes on from nothing`);
  }
  return groups.map((group) => programOf(document, group));
}

function programOf(document: string, group: readonly Fence[]): Program {
  const [first] = group;
  if (first === undefined) throw new Error("a program has a fence");
  const markers = group.flatMap((fence) => fence.markers);
  const given = markers.filter((marker) => marker.kind === "given");
  const lines: string[] = [];
  for (const { line, declarations } of given) put(lines, line, declarationsOf(declarations));
  for (const { line, text } of group) put(lines, line, text);
  return {
    name: `${document}:${first.line}`,
    language: first.language === "js" ? "js" : "ts",
    text: group.map(({ text }) => text).join("\n"),
    compiled: Array.from(lines, (line) => line ?? "").join("\n"),
    isPartlyGiven: given.length > 0,
    runsWith: markers.find((marker) => marker.kind === "runs")?.units ?? null,
  };
}

/** Writes a text from a line on, counted from 1, so that a compiler names the document's own lines. */
function put(lines: string[], line: number, text: string): void {
  for (const [at, each] of text.split("\n").entries()) lines[line - 1 + at] = each;
}

/** `const email: string; function take(id: string): void` as declarations without bodies and values. */
function declarationsOf(given: string): string {
  return given.replace(/(?<=^|[;\n])[ \t]*(?=(?:const|let|function|class)\b)/g, (space) => `${space}declare `);
}

/** The scripts that stand in a page are JavaScript. */
function scriptsOf(fence: Fence): Fence[] {
  if (fence.language !== "html") return [fence];
  const scripts = fence.text.matchAll(/<script type="module">\n?(?<text>[\s\S]*?)<\/script>/g);
  return [...scripts].map(({ 0: whole, index, groups }): Fence => {
    const before = fence.text.slice(0, index + whole.indexOf(groups?.text ?? ""));
    return {
      language: "js",
      line: fence.line + before.split("\n").length - 1,
      text: groups?.text ?? "",
      markers: fence.markers.filter(isForScripts),
    };
  });
}

/** A page goes on from nothing, and its own script is what runs. */
function isForScripts({ kind }: Marker): boolean {
  return kind === "given" || kind === "not_compiled";
}
