import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { exportedFiles } from "./exported-files.ts";
import { runTool } from "./run-tool.ts";

/** The rooms whose modules are published, with their types. */
const parts = ["worker", "widget", "sdk"] as const;

/** Where they are emitted to: the demonstration shop's server is a part of the Worker, and is emitted with it. */
const emitted = [...parts, "demo"] as const;

/**
 * Emits the modules of the package and their declarations below `dist/` in `folder`, which holds a package.json.
 * Rejects with the compiler's own words when a part does not compile.
 */
export async function emitModules(folder: string): Promise<void> {
  for (const part of emitted) rmSync(join(folder, "dist", part), { recursive: true, force: true });
  for (const part of parts) {
    // The others emit the sdk files that they import as well; the sdk's own, which follows, has the last word.
    const { exitCode, output } = await runTool("typescript", "bin/tsc", [
      ...["--project", `tsconfig.${part}.json`, "--noEmit", "false", "--incremental", "false"],
      ...["--declaration", "--rootDir", ".", "--outDir", join(folder, "dist")],
    ]);
    if (exitCode !== 0) throw new Error(`${part}/ does not compile:\n${output.trim()}`);
  }
}

/**
 * Takes away, among the modules of the package, those that no export of the package leads to: what only the
 * repository itself uses, and modules that have nothing but types in them. Rejects when an export leads nowhere.
 */
export async function removeUnexported(folder: string): Promise<void> {
  const kept = await exportedFiles(folder);
  for (const part of [...emitted, "testing"]) {
    const folderOfPart = join(folder, "dist", part);
    const entries = readdirSync(folderOfPart, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile())) {
      const path = join(entry.parentPath, entry.name);
      if (!kept.has(relative(folder, path))) rmSync(path);
    }
    const folders = entries.filter((each) => each.isDirectory()).map((each) => join(each.parentPath, each.name));
    // The innermost first: a folder may be empty once those in it are gone.
    for (const path of [folderOfPart, ...folders].toReversed()) {
      if (readdirSync(path).length === 0) rmdirSync(path);
    }
  }
}
