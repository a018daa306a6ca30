import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { buildBundle, isBundleStale, readBundle, type WorkerBundle } from "../../../cli/build/bundle.ts";
import type { Workplace } from "./workplace.ts";

const benchFolder = join(import.meta.dirname, "..");

/** Onhand as `npm start` serves it, built first when a source is newer. Kept aside: a build meanwhile changes nothing. */
export async function onhandScript(place: Workplace, signal: AbortSignal): Promise<WorkerBundle> {
  if (isBundleStale()) await buildBundle(signal);
  const bundle = readBundle();
  const scriptPath = place.fresh("onhand.js");
  copyFileSync(bundle.scriptPath, scriptPath);
  copyFileSync(`${bundle.scriptPath}.map`, `${scriptPath}.map`);
  return { ...bundle, scriptPath };
}

/** Onhand with another entry, below this folder: the same settings and classes, with something in between. */
export async function alteredOnhandScript(
  place: Workplace,
  onhand: WorkerBundle,
  entry: string,
): Promise<WorkerBundle> {
  return { ...onhand, scriptPath: await bundled(place, entry) };
}

/** The minimal object, or an altered one, with the compatibility settings of Onhand. */
export async function minimalScript(place: Workplace, onhand: WorkerBundle, entry: string): Promise<WorkerBundle> {
  const { compatibilityDate, compatibilityFlags } = onhand.options;
  return {
    name: "minimal",
    scriptPath: await bundled(place, entry),
    options: {
      ...(compatibilityDate === undefined ? {} : { compatibilityDate }),
      ...(compatibilityFlags === undefined ? {} : { compatibilityFlags }),
      durableObjects: { STOCK: { className: "StockObject", useSQLite: true } },
    },
  };
}

/** As wrangler bundles. */
async function bundled(place: Workplace, entry: string): Promise<string> {
  const outfile = place.fresh("worker.js");
  await build({
    entryPoints: [join(benchFolder, entry)],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    keepNames: true,
    logLevel: "silent",
  });
  return outfile;
}
