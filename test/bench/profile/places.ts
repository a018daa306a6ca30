import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { basename, dirname } from "node:path";
import type { ProfileNode } from "./inspector.ts";

type Frame = ProfileNode["callFrame"];

/** Tells of functions where they stand in the sources, by the source map beside a script. */
export class Places {
  readonly #map: SourceMap;
  readonly #script: string;

  constructor(scriptPath: string) {
    // Written by the bundler that wrote the script.
    this.#map = new SourceMap(JSON.parse(readFileSync(`${scriptPath}.map`, "utf8")));
    this.#script = basename(scriptPath);
  }

  /** A function by its name, file and line. */
  ofFunction(frame: Frame): string {
    const name = frame.functionName === "" ? "(anonymous)" : frame.functionName;
    const source = this.#sourceOf(frame);
    return source === null ? name : `${name} ${source.file}:${source.line}`;
  }

  /** The folder that a function stands in, or the package; those of the runtime stand in none. */
  ofFolder(frame: Frame): string {
    const source = this.#sourceOf(frame);
    if (source === null && frame.functionName.startsWith("(")) return frame.functionName;
    // Modules inside the runtime have no folder: `cloudflare-internal:d1-api`.
    if (source === null || !source.file.includes("/")) return "the runtime's own functions";
    return /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(source.file)?.[0] ?? dirname(source.file);
  }

  #sourceOf({ url, lineNumber, columnNumber }: Frame): { file: string; line: number } | null {
    if (url === "") return null;
    if (!url.endsWith(this.#script)) return { file: url, line: lineNumber + 1 };
    const entry = this.#map.findEntry(lineNumber, columnNumber);
    if (!("originalSource" in entry)) return { file: this.#script, line: lineNumber + 1 };
    return { file: entry.originalSource.replace(/^(\.\.\/)+/, ""), line: entry.originalLine + 1 };
  }
}
