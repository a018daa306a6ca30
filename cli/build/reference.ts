import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root.ts";
import { runTool } from "./run-tool.ts";

/** Where the reference of what the package exports stands, a file for each of its modules. */
export const referenceFolder: string = join(repositoryRoot, "docs/reference");

/**
 * Writes the reference into a folder, from the docstrings of the sources, in place of the Markdown files that are there.
 * The same sources make the same files. Rejects with the generator's own words when something that is exported has no
 * docstring, when one links to what there is not, and when a type is shown that is not exported.
 */
export async function writeReference(folder: string): Promise<void> {
  const written = mkdtempSync(join(tmpdir(), "onhand-reference-"));
  try {
    // The generator wants a TypeScript before the one of this repository: that folder is a package with its own.
    const { exitCode, output } = await runTool(referenceFolder, "node_modules/typedoc/bin/typedoc", [
      ...["--options", join(referenceFolder, "typedoc.json"), "--out", written],
    ]);
    if (exitCode !== 0) throw new Error(`the reference could not be written:\n${output.trim()}`);
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) if (name.endsWith(".md")) rmSync(join(folder, name));
    for (const name of readdirSync(written)) copyFileSync(join(written, name), join(folder, name));
  } finally {
    rmSync(written, { recursive: true, force: true });
  }
}
