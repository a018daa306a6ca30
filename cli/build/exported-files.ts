import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** What package.json says of one name that can be imported. */
interface ExportedModule {
  readonly types: string;
  readonly default: string;
}

/** What package.json exports: modules with their types, and files as they are. */
type Exports = Readonly<Record<string, ExportedModule | string>>;

/**
 * The files of the package in `folder` that its users can come to, as paths within it: the modules that package.json
 * exports with all that they import, and the declarations of their types with all that those mention. Rejects when one
 * that is exported or imported does not exist.
 */
export async function exportedFiles(folder: string): Promise<Set<string>> {
  // Written by hand in this form; a target that is missing is said below.
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { exports: Exports };
  const modules = Object.values(exports).filter((target) => typeof target !== "string");
  const paths = [
    ...(await importedModules(
      folder,
      modules.map((target) => target.default),
    )),
    ...mentionedDeclarations(
      folder,
      modules.map(({ types }) => types),
    ),
  ];
  return new Set(paths);
}

async function importedModules(folder: string, entryPoints: readonly string[]): Promise<string[]> {
  // Loaded only here: most starts find everything built.
  const { build } = await import("esbuild");
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [...entryPoints],
    outdir: "unwritten",
    bundle: true,
    format: "esm",
    packages: "external",
    external: ["cloudflare:*", "node:*"],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return Object.keys(metafile.inputs);
}

function mentionedDeclarations(folder: string, entryPoints: readonly string[]): string[] {
  const found = new Set<string>();
  const waiting = entryPoints.map((path) => resolve(folder, path));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const name = relative(folder, path);
    if (found.has(name)) continue;
    if (!existsSync(path)) throw new Error(`the package has no ${name}`);
    found.add(name);
    for (const specifier of relativeSpecifiers(readFileSync(path, "utf8"))) {
      waiting.push(resolve(dirname(path), specifier.replace(/\.[jt]s$/, ".d.ts")));
    }
  }
  return [...found];
}

/** The relative modules that a declaration file names, after `from`, after `import` alone, or within a type. */
function relativeSpecifiers(declarations: string): string[] {
  const named = declarations.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}\/[^"']+)["']/g);
  return [...named].map(([, specifier = ""]) => specifier);
}
