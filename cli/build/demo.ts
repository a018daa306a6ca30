import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root.ts";

const sources = join(repositoryRoot, "demo/shop");

/**
 * Builds what the pages of the demonstration shop load into `demo/` below a folder of static files: one script with the
 * SDK and the element in it, one style sheet, the icon. Rejects with esbuild's own words when the sources do not bundle.
 */
export async function buildDemo(assets: string): Promise<void> {
  // Loaded only here: most starts find everything built.
  const { build } = await import("esbuild");
  const target = join(assets, "demo");
  await build({
    entryPoints: [join(sources, "shop.ts"), join(sources, "shop.css")],
    outdir: target,
    bundle: true,
    format: "esm",
    target: ["es2022", "chrome120", "firefox121", "safari17"],
    minify: true,
    legalComments: "none",
    logLevel: "silent",
  });
  copyFileSync(join(sources, "icon.svg"), join(target, "icon.svg"));
}
