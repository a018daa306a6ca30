import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/**
 * The modules that some lead to by relative imports, themselves included, as paths within `folder`. Read from their text,
 * not by a bundler: the build leaves out what its bundler does not come to, and this is what it is checked by. Throws when
 * one does not exist.
 */
export function importedFiles(folder: string, entryPoints: readonly string[]): Set<string> {
  const found = new Set<string>();
  const waiting = entryPoints.map((path) => normalize(path));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const text = readFileSync(join(folder, path), "utf8");
    for (const [, specifier = ""] of text.matchAll(/\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g)) {
      waiting.push(join(dirname(path), specifier));
    }
  }
  return found;
}
