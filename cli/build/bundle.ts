import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import type { V4WorkerOptionsShape } from "miniflare";
import { copyAssets, deployedAssets } from "./assets.ts";
import { buildDemo } from "./demo.ts";
import { buildElement } from "./element.ts";
import { repositoryRoot } from "./repository-root.ts";
import { runTool } from "./run-tool.ts";
import { isStale } from "./stale.ts";

/** The Worker as one script, with what wrangler.toml says about it. */
export interface WorkerBundle {
  /** The worker's name in wrangler.toml. */
  readonly name: string;
  /** Full path of the script. */
  readonly scriptPath: string;
  /** Bindings, triggers and compatibility settings; `assets.directory` is relative to the repository's root. */
  readonly options: V4WorkerOptionsShape;
}

const folder = join(repositoryRoot, "dist/bundle");
const scriptPath = join(folder, "index.js");
const settingsPath = join(folder, "settings.json");
const assetsPath = join(folder, "assets");
const configPath = join(repositoryRoot, "wrangler.toml");

const sources = ["worker", "sdk", "widget", "demo", "wrangler.toml", "package-lock.json", "cli/build"].map((path) =>
  join(repositoryRoot, path),
);

/** Whether the bundle must be built before it can be served: there is none, or a source is newer. */
export function isBundleStale(): boolean {
  return isStale(scriptPath, sources);
}

/**
 * Bundles the Worker into `dist/bundle` with wrangler, as a deployment would, and writes beside it what wrangler.toml
 * says, and the static files with those of the demonstration shop. Rejects with the tool's own words when the sources do
 * not bundle; the former bundle is then left as it was.
 */
export async function buildBundle(signal?: AbortSignal): Promise<void> {
  copyAssets(deployedAssets);
  const startedAt = new Date();
  mkdirSync(join(repositoryRoot, "dist"), { recursive: true });
  // Built aside and renamed into place, file by file: several starts may build at the same time.
  const aside = mkdtempSync(join(repositoryRoot, "dist/.bundle-"));
  try {
    const parameters = ["deploy", "--dry-run", "--config", configPath, "--outdir", aside];
    const { exitCode, output } = await runTool("wrangler", "bin/wrangler.js", parameters, signal);
    if (exitCode !== 0) throw new Error(`the Worker could not be bundled:\n${output.trim()}`);
    writeFileSync(join(aside, "settings.json"), JSON.stringify(await readSettings()));
    // Dated from the start: a source that was saved meanwhile must count as newer.
    utimesSync(join(aside, "index.js"), startedAt, startedAt);
    const assets = join(aside, "assets");
    copyAssets(assets);
    await buildElement(assets);
    await buildDemo(assets);
    const assetFiles = readdirSync(assets, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(aside, join(entry.parentPath, entry.name)));
    for (const file of [...assetFiles, "index.js.map", "settings.json", "index.js"]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      renameSync(join(aside, file), join(folder, file));
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Reads the bundle that `buildBundle` made. Throws when there is none. */
export function readBundle(): WorkerBundle {
  // Written by buildBundle from the same declarations.
  const settings = JSON.parse(readFileSync(settingsPath, "utf8")) as Omit<WorkerBundle, "scriptPath">;
  return { ...settings, scriptPath };
}

async function readSettings(): Promise<Omit<WorkerBundle, "scriptPath">> {
  // Loaded only here: it costs a second, and a start whose bundle is fresh does without.
  const { unstable_getMiniflareWorkerOptions, unstable_readConfig } = await import("wrangler");
  const config = unstable_readConfig({ config: configPath });
  // What Omit leaves of a type with an index signature has lost its keys; this is the type it was made from.
  const read = unstable_getMiniflareWorkerOptions(config).workerOptions as V4WorkerOptionsShape;
  const { modulesRules: _, assets, ...options } = read;
  if (config.name === undefined) throw new Error("wrangler.toml gives the Worker no name");
  if (assets === undefined) return { name: config.name, options };
  return {
    name: config.name,
    // Not the folder of a deployment: that one is without the demonstration shop.
    options: { ...options, assets: { ...assets, directory: relative(repositoryRoot, assetsPath) } },
  };
}
