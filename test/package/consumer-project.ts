import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Settings of the compiler that differ from one consumer to the next. */
export type CompilerOptions = Readonly<Record<string, unknown>>;

/** As a bundler for the web is set up, strict, and with every declaration file checked as well. */
const common: CompilerOptions = {
  target: "es2022",
  lib: ["ES2022", "DOM", "DOM.Iterable"],
  module: "esnext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
};

/**
 * Writes a project below the one that has the package installed, where names resolve to that package: `files` by path,
 * and a tsconfig.json that takes all of them. Returns its folder.
 */
export function writeProject(
  installedProject: string,
  name: string,
  files: Readonly<Record<string, string>>,
  compilerOptions: CompilerOptions = {},
): string {
  const folder = join(installedProject, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const settings = { compilerOptions: { ...common, ...compilerOptions }, include: ["**/*"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings, null, 2));
  return folder;
}
