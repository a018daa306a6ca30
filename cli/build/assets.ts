import { copyFileSync, mkdirSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { repositoryRoot } from "./repository-root.ts";

/**
 * Puts the files that are served as they are below `dist/assets`. They come from installed packages, so nothing of them
 * is kept in the repository.
 */
export function copyAssets(): void {
  const target = join(repositoryRoot, "dist/assets/docs/rapidoc-min.js");
  const rapidoc = dirname(createRequire(import.meta.url).resolve("rapidoc/package.json"));
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(rapidoc, "dist/rapidoc-min.js"), target);
}

// Also run by itself, as the build command in wrangler.toml.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  copyAssets();
}
