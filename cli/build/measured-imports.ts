import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import type { Metafile } from "esbuild";
import { repositoryRoot } from "./repository-root.ts";
import {
  ADMIN_GZIP_BYTES_MAX,
  AVAILABILITY_GZIP_BYTES_MAX,
  STOREFRONT_GZIP_BYTES_MAX,
  WEBHOOK_VERIFICATION_GZIP_BYTES_MAX,
} from "./size-bounds.ts";

/** Something that a shop imports, with the room that it may take in the shop's own script. */
export interface MeasuredImport {
  readonly name: string;
  /** What the shop writes. */
  readonly code: string;
  readonly gzipBytesMax: number;
}

/** What is measured, and told in the README. */
export const MEASURED_IMPORTS: readonly MeasuredImport[] = [
  {
    name: "all that a shop page asks",
    code: 'import { createStorefront } from "onhand"',
    gzipBytesMax: STOREFRONT_GZIP_BYTES_MAX,
  },
  {
    name: "availability alone",
    code: 'import { createAvailability, createTransport } from "onhand"',
    gzipBytesMax: AVAILABILITY_GZIP_BYTES_MAX,
  },
  {
    name: "all that a server asks",
    code: 'import { createAdmin } from "onhand"',
    gzipBytesMax: ADMIN_GZIP_BYTES_MAX,
  },
  {
    name: "verifying webhooks",
    code: 'import { verifyWebhook } from "onhand/webhooks"',
    gzipBytesMax: WEBHOOK_VERIFICATION_GZIP_BYTES_MAX,
  },
];

/** The sources behind the names that are measured: the same code as in the package, without building that first. */
export const SOURCES_BY_NAME: Readonly<Record<string, string>> = {
  onhand: join(repositoryRoot, "sdk/index.ts"),
  "onhand/webhooks": join(repositoryRoot, "sdk/webhooks/index.ts"),
};

/** What an import adds to a shop's page, in bytes, each file minified and gzipped by itself. */
export interface MeasuredSize {
  /** To the shop's own script. */
  readonly gzipBytes: number;
  /** In parts that are loaded by `import()` when they are used, all together. */
  readonly laterGzipBytes: number;
}

/**
 * Measures what an import adds to a script for ES2022, minified by esbuild and gzipped at level 9. `folder` is where the
 * shop's script would be; `alias` names files for packages that are not installed there. Rejects with esbuild's own words
 * when it does not bundle.
 */
export async function measureImport(
  { code }: MeasuredImport,
  folder: string,
  alias: Readonly<Record<string, string>> = {},
): Promise<MeasuredSize> {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    // An import that is not used would be dropped with all behind it.
    stdin: { contents: code.replace(/^import/, "export"), resolveDir: folder, sourcefile: ENTRY },
    outdir: "unwritten",
    alias: { ...alias },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const atOnce = loadedWith(metafile, ["import-statement"]);
  const everything = loadedWith(metafile, ["import-statement", "dynamic-import"]);
  const bytesOf = (paths: ReadonlySet<string>) =>
    outputFiles
      .filter(({ path }) => paths.has(relative(folder, path)))
      .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
  const gzipBytes = bytesOf(atOnce);
  return { gzipBytes, laterGzipBytes: bytesOf(everything) - gzipBytes };
}

/** What stands for the shop's script. */
const ENTRY = "shop.js";

/** The shop's script, and all that it comes to by imports of these kinds. */
function loadedWith({ outputs }: Metafile, kinds: readonly string[]): Set<string> {
  const found = new Set<string>();
  const waiting = Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === ENTRY);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const imports = outputs[path]?.imports ?? [];
    waiting.push(...imports.filter(({ kind }) => kinds.includes(kind)).map((each) => each.path));
  }
  return found;
}
