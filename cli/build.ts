import { rmSync } from "node:fs";
import { join } from "node:path";
import { copyAssets, deployedAssets } from "./build/assets.ts";
import { buildBundle } from "./build/bundle.ts";
import { buildElement, elementReport } from "./build/element.ts";
import { repositoryRoot } from "./build/repository-root.ts";
import { runTool } from "./build/run-tool.ts";

/** The parts of the package that are published as modules with their types. */
const parts = ["worker", "widget", "sdk"] as const;

async function emitModules(): Promise<void> {
  // The demonstration shop's server is a part of the Worker, and is emitted with it.
  for (const part of [...parts, "demo"]) rmSync(join(repositoryRoot, "dist", part), { recursive: true, force: true });
  for (const part of parts) {
    // The others emit the sdk files that they import as well; the sdk's own, which follows, has the last word.
    const { exitCode, output } = await runTool("typescript", "bin/tsc", [
      ...["--project", `tsconfig.${part}.json`, "--noEmit", "false", "--incremental", "false"],
      ...["--declaration", "--rootDir", ".", "--outDir", "dist"],
    ]);
    if (exitCode !== 0) throw new Error(`${part}/ does not compile:\n${output.trim()}`);
  }
}

try {
  copyAssets(deployedAssets);
  console.log(
    `dist/assets       what is served as it is\n                  ${elementReport(await buildElement(deployedAssets))}`,
  );
  await emitModules();
  console.log("dist/sdk          onhand");
  console.log("dist/widget       onhand/widget");
  console.log("dist/worker       onhand/worker");
  await buildBundle();
  console.log("dist/bundle       the Worker that `npm start` serves");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
