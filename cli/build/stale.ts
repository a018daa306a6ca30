import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** When a file, or the newest file below a folder, was last changed, in milliseconds; null when there is none. */
export function newestChange(path: string): number | null {
  if (!existsSync(path)) return null;
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs;
  let newest: number | null = null;
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    newest = Math.max(newest ?? 0, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return newest;
}

/** Whether `result` is missing or older than any of `sources`. Sources that do not exist are left out. */
export function isStale(result: string, sources: readonly string[]): boolean {
  const made = newestChange(result);
  return made === null || sources.some((source) => (newestChange(source) ?? 0) > made);
}
