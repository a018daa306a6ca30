import { copyFileSync, mkdirSync, realpathSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildDemo } from "./demo.ts";
import { buildElement, elementReport } from "./element.ts";
import { repositoryRoot } from "./repository-root.ts";

/** The static files of a deployment, as wrangler.toml names them. */
export const deployedAssets: string = join(repositoryRoot, "dist/assets");

/**
 * Puts the files that are served as they are below a folder. They come from installed packages, so nothing of them is
 * kept in the repository.
 */
export function copyAssets(folder: string): void {
  const target = join(folder, "docs/rapidoc-min.js");
  const rapidoc = dirname(createRequire(import.meta.url).resolve("rapidoc/package.json"));
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(rapidoc, "dist/rapidoc-min.js"), target);
}

// Also run by itself, as the build command in wrangler.toml. The demonstration shop is deployed only where that is said.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  copyAssets(deployedAssets);
  console.log(elementReport(await buildElement(deployedAssets)));
  if (process.env.DEMO === "true") await buildDemo(deployedAssets);
  else rmSync(join(deployedAssets, "demo"), { recursive: true, force: true });
}
