import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "esbuild";
import { repositoryRoot } from "./repository-root.ts";

/** The name that pages load, and the folder of the parts that it loads itself. */
const ENTRY = "stock-availability";

/** One file of the element as it is served. */
export interface ElementFile {
  /** Below the folder of static files. */
  readonly path: string;
  readonly contents: Uint8Array;
  /** Size as browsers load it. */
  readonly gzipBytes: number;
}

/**
 * The element in one file, with all that it needs (define, Lit), and parts that it loads when they are needed. Parts are
 * named by their content, so that they may be cached for good. Rejects when the sources do not bundle.
 */
export async function bundleElement(): Promise<ElementFile[]> {
  // Loaded only here: most starts find everything built.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: [{ in: "widget/served.ts", out: ENTRY }],
    outdir: "assets",
    chunkNames: `${ENTRY}/[name]-[hash]`,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    // Lit's other build is for developers: larger, slower, and talks to the console.
    conditions: ["production"],
    minify: true,
    // Lit's licence asks for its notice wherever its code goes.
    legalComments: "eof",
    plugins: [minifyStyles],
    write: false,
    logLevel: "silent",
  });
  return outputFiles.map(({ path, contents }) => ({
    path: relative(join(repositoryRoot, "assets"), path),
    contents,
    gzipBytes: gzipSync(contents, { level: 9 }).length,
  }));
}

/** Puts the element below a folder of static files, the one that pages name last, and takes away parts of a former one. */
export async function buildElement(assets: string): Promise<ElementFile[]> {
  const files = await bundleElement();
  const folder = join(assets, ENTRY);
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of files.toReversed()) {
    const target = join(assets, path);
    // Several builds may run at the same time: nobody is to read half a file.
    const aside = join(dirname(target), `.${process.pid}-${basename(target)}`);
    writeFileSync(aside, contents);
    renameSync(aside, target);
  }
  const names = new Set(files.map(({ path }) => basename(path)));
  for (const name of readdirSync(folder)) if (!names.has(name)) rmSync(join(folder, name), { force: true });
  return files;
}

/** What the build says of it. */
export function elementReport(files: readonly ElementFile[]): string {
  const [entry, ...parts] = [...files].sort((one, other) => one.path.length - other.path.length);
  const sizes = parts.map(({ path, gzipBytes }) => `${basename(path).replace(/-[^-]*$/, "")} ${gzipBytes}`);
  return `${entry?.gzipBytes} B gzipped, and parts: ${sizes.join(", ")}`;
}

/** Style sheets in templates, which esbuild takes for any text, lose their white space like the code around them. */
const minifyStyles: Plugin = {
  name: "minify-styles",
  setup({ onLoad, esbuild: { transform } }) {
    onLoad({ filter: /widget[\\/][a-z-]*styles\.ts$/ }, async ({ path }) => {
      const [before, styles, after] = readFileSync(path, "utf8").split(/(?<== (?:css)?`)([^`]*)(?=`;)/);
      if (styles === undefined) throw new Error(`${path} has no style sheet in a template.`);
      const { code } = await transform(styles, { loader: "css", minify: true });
      return { contents: `${before}${code.trim()}${after}`, loader: "ts" };
    });
  },
};
